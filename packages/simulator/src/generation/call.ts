import type { JsonObject } from '../http/json.ts';

/** Providers by the names of the price catalogue. */
export type Provider = 'openai' | 'anthropic' | 'google';

export type Endpoint =
  | 'chat.completions'
  | 'responses'
  | 'embeddings'
  | 'messages'
  | 'generateContent'
  | 'embedContent';

/** A piece of the prompt as caches see it: prefixes of whole blocks are what is found again. */
export interface Block {
  readonly tokens: number;
  /** What the block is recognised by. */
  readonly content: string;
  /** The cache entry that the request asks for to end with this block. */
  readonly cacheFor?: '5m' | '1h';
}

/** A function of the caller's that the answer may call. */
export interface CallableTool {
  readonly name: string;
  /** JSON schema of its arguments. */
  readonly schema: JsonObject;
}

/** What a request asks for, in the same words for every protocol. */
export interface Call {
  readonly provider: Provider;
  readonly endpoint: Endpoint;
  readonly model: string;
  readonly stream: boolean;
  readonly blocks: readonly Block[];
  /** Tokens that lie in no block: what stands behind an earlier response's id. */
  readonly unseenTokens: number;
  readonly imageTokens: number;
  /** Most tokens of one choice; null where the caller sets no cap. */
  readonly cap: number | null;
  readonly choices: number;
  readonly tools: readonly CallableTool[];
  /** A function that must be called: any, or the one named. */
  readonly mustCall: 'any' | { readonly name: string } | null;
  readonly offersSearch: boolean;
  /** `service_tier` as asked for. */
  readonly tier: string | null;
  /** The last words of the prompt, in which directives may stand. */
  readonly lastText: string;
}

/** Token counts of one request. Parts lie inside their wholes: the cached in the prompt, the reasoning in the output. */
export interface Usage {
  readonly promptTokens: number;
  readonly imageTokens: number;
  readonly cachedTokens: number;
  /** All that was written to the cache, and how much of it for an hour. */
  readonly writtenTokens: number;
  readonly written1hTokens: number;
  readonly outputTokens: number;
  readonly reasoningTokens: number;
  readonly searches: number;
}
