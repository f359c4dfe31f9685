import type { AnswerKind } from './providers/index.ts';
import type { ConnectionProvider, Protocol } from './upstream/index.ts';

/** What one path of the gateway does. */
export interface Endpoint {
  readonly protocol: Protocol;
  /** How its answer is metered; null where the provider charges nothing for it, and it passes through. */
  readonly kind: AnswerKind | null;
  /** The model, where the path names it and the body does not. */
  readonly model: string | null;
  /** Whether it streams, where the path says so and the body does not. */
  readonly stream: boolean | null;
}

interface Route {
  readonly method: 'GET' | 'POST';
  readonly pattern: RegExp;
  readonly endpoint: Omit<Endpoint, 'model'>;
}

function metered(protocol: Protocol, kind: AnswerKind, stream: boolean | null = null): Omit<Endpoint, 'model'> {
  return { protocol, kind, stream };
}

function free(protocol: Protocol): Omit<Endpoint, 'model'> {
  return { protocol, kind: null, stream: null };
}

const openAiRoutes: readonly Route[] = [
  { method: 'POST', pattern: /^\/v1\/chat\/completions$/, endpoint: metered('openai', 'openai-chat') },
  { method: 'POST', pattern: /^\/v1\/responses$/, endpoint: metered('openai', 'openai-responses') },
  { method: 'POST', pattern: /^\/v1\/embeddings$/, endpoint: metered('openai', 'openai-embeddings') },
  // A model's name may hold slashes, as those of OpenRouter and of local servers do.
  { method: 'GET', pattern: /^\/v1\/models(?:\/[^/]+){0,3}$/, endpoint: free('openai') },
];

const anthropicRoutes: readonly Route[] = [
  { method: 'POST', pattern: /^\/v1\/messages$/, endpoint: metered('anthropic', 'anthropic') },
  { method: 'POST', pattern: /^\/v1\/messages\/count_tokens$/, endpoint: free('anthropic') },
  { method: 'GET', pattern: /^\/v1\/models(?:\/[^/]+)?$/, endpoint: free('anthropic') },
];

// No name of a model has anything to encode. An encoded colon or question mark in it would make two paths of one: the
// provider might read another method than the one that is bounded here.
const geminiRoutes: readonly Route[] = [
  {
    method: 'POST',
    pattern: /^\/v1beta\/models\/(?<model>[^/:%]+)(?::|%3[aA])generateContent$/,
    endpoint: metered('gemini', 'gemini', false),
  },
  {
    method: 'POST',
    pattern: /^\/v1beta\/models\/(?<model>[^/:%]+)(?::|%3[aA])streamGenerateContent$/,
    endpoint: metered('gemini', 'gemini', true),
  },
  {
    method: 'POST',
    pattern: /^\/v1beta\/models\/(?<model>[^/:%]+)(?::|%3[aA])(?:embedContent|batchEmbedContents)$/,
    endpoint: metered('gemini', 'gemini', false),
  },
  { method: 'POST', pattern: /^\/v1beta\/models\/[^/:%]+(?::|%3[aA])countTokens$/, endpoint: free('gemini') },
  { method: 'GET', pattern: /^\/v1beta\/models(?:\/[^/:%]+)?$/, endpoint: free('gemini') },
];

const routesOf: { readonly [provider in ConnectionProvider]: readonly Route[] } = {
  openai: openAiRoutes,
  'openai-compatible': openAiRoutes,
  anthropic: anthropicRoutes,
  gemini: geminiRoutes,
  simulator: [...openAiRoutes, ...anthropicRoutes, ...geminiRoutes],
};

/**
 * The endpoint of a path below a connection, still encoded; null where there is none. What is not listed here does not
 * exist: a path that the ledger does not know would be a way around it.
 */
export function findEndpoint(provider: ConnectionProvider, method: string, path: string): Endpoint | null {
  for (const { method: own, pattern, endpoint } of routesOf[provider]) {
    const match = own === method ? pattern.exec(path) : null;
    if (match !== null) return { ...endpoint, model: match.groups?.model ?? null };
  }
  return null;
}

/** The protocol that a path is meant for, to refuse in before the connection is known. */
export function protocolOf(path: string): Protocol {
  if (path.includes('/v1beta/')) return 'gemini';
  return path.includes('/v1/messages') ? 'anthropic' : 'openai';
}
