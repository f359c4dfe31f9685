import { anthropicMessages } from '../protocols/anthropic/protocol.ts';
import { geminiEmbeddings } from '../protocols/gemini/embed-content.ts';
import { geminiGenerate } from '../protocols/gemini/protocol.ts';
import { openaiChat } from '../protocols/openai-chat/protocol.ts';
import { openaiEmbeddings } from '../protocols/openai-embeddings/protocol.ts';
import { openaiResponses } from '../protocols/openai-responses/protocol.ts';
import type { Protocol, Target } from '../protocols/protocol.ts';

/** Where a request leads. */
export type Route =
  | { readonly kind: 'metered'; readonly protocol: Protocol; readonly target: Target }
  | { readonly kind: 'count-messages' | 'count-contents' }
  | { readonly kind: 'models'; readonly id: string | null; readonly style: 'openai' | 'gemini' }
  | { readonly kind: 'control'; readonly name: string };

const bodyNamesModel: Target = { model: null, stream: false, sse: true };

const metered: ReadonlyMap<string, Protocol> = new Map([
  ['/v1/chat/completions', openaiChat],
  ['/v1/responses', openaiResponses],
  ['/v1/embeddings', openaiEmbeddings],
  ['/v1/messages', anthropicMessages],
]);

/** Finds the route of a method and a URL; null where there is none. */
export function findRoute(method: string, url: URL): Route | null {
  const path = url.pathname;
  if (path.startsWith('/_sim/')) return { kind: 'control', name: `${method} ${path}` };
  if (method === 'GET') return findModels(path);
  if (method !== 'POST') return null;
  if (path === '/v1/messages/count_tokens') return { kind: 'count-messages' };
  const protocol = metered.get(path);
  if (protocol !== undefined) return { kind: 'metered', protocol, target: bodyNamesModel };
  return findGemini(path, url.searchParams.get('alt') === 'sse');
}

function findModels(path: string): Route | null {
  const match = /^\/(v1|v1beta)\/models(?:\/([^/]+))?$/.exec(path);
  if (match === null) return null;
  const id = match[2] === undefined ? null : decodeURIComponent(match[2]);
  return { kind: 'models', id, style: match[1] === 'v1beta' ? 'gemini' : 'openai' };
}

function findGemini(path: string, sse: boolean): Route | null {
  const match = /^\/v1(?:beta)?\/models\/([^/:]+):([A-Za-z]+)$/.exec(path);
  if (match === null) return null;
  const target: Target = { model: decodeURIComponent(match[1] ?? ''), stream: false, sse };
  switch (match[2] ?? '') {
    case 'generateContent':
      return { kind: 'metered', protocol: geminiGenerate, target };
    case 'streamGenerateContent':
      return { kind: 'metered', protocol: geminiGenerate, target: { ...target, stream: true } };
    case 'embedContent':
    case 'batchEmbedContents':
      return { kind: 'metered', protocol: geminiEmbeddings, target };
    case 'countTokens':
      return { kind: 'count-contents' };
    default:
      return null;
  }
}
