/** A figure, or the two ends (both included) between which the seed draws one for each request. */
export type Range = readonly [min: number, max: number];

/** What the answer says of its usage: as the provider does, nothing at all, or only in the last event of a stream. */
export type UsageReport = 'reported' | 'missing' | 'final';

/**
 * How one request is treated. Times are in milliseconds, sizes in bytes, lengths in the simulator's own tokens.
 * `null` leaves it to the request.
 */
export interface Behaviour {
  /** Wait before the first byte of the answer. */
  readonly firstByteMs: number;
  /** Speed of generation; 0 is as fast as the client takes it. */
  readonly tokensPerSecond: number;
  /** The body goes out in pieces of at most so many bytes, through the middle of characters too; 0 leaves it whole. */
  readonly chunkBytes: number;
  /** Wait after each piece of the body. */
  readonly chunkDelayMs: number;
  /** Visible tokens of each choice, before the cap. */
  readonly outputTokens: number;
  /** Hidden tokens that come before them, and count against the cap as they do. */
  readonly reasoningTokens: number;
  /** Calls of the caller's functions; null makes one where `tool_choice` demands it. */
  readonly toolCalls: number | null;
  /** Hosted web searches; null makes one where the request offers the tool. */
  readonly searches: number | null;
  /** What the prompt is said to hold, whatever was sent. */
  readonly promptTokens: number | null;
  /** Parts of the prompt read from and written to the cache, at most the prompt. */
  readonly cachedTokens: number | null;
  readonly writtenTokens: number | null;
  readonly written1hTokens: number | null;
  /** Answers with this HTTP status and the provider's error body; nothing is billed. */
  readonly errorStatus: number | null;
  /** `Retry-After` of a 429, 503 or 529; null sends none. */
  readonly retryAfterSeconds: number | null;
  /** Closes the connection after so many tokens; 0 before the first byte. */
  readonly hangUpAfterTokens: number | null;
  /** Sends the protocol's own error event after so many tokens of a stream, and ends. */
  readonly failAfterTokens: number | null;
  /** Sends nothing more after so many tokens of a stream, and keeps the connection open. */
  readonly stallAfterTokens: number | null;
  /** Tokens that are generated, and billed, beyond the last one sent when an abort is noticed. */
  readonly lagTokens: number;
  /** A line of so many bytes in front of the second token of a stream. */
  readonly hugeLineBytes: number;
  /** A line that is not JSON in front of the second token of a stream. */
  readonly malformed: boolean;
  /** SSE comments between the events. */
  readonly comments: boolean;
  /** Compresses the answer, asked or not. */
  readonly gzip: boolean;
  /** Goes past the caller's cap to the length it wants. */
  readonly ignoreCap: boolean;
  /** Never comes to an end by itself: up to the cap, or with `ignoreCap` a million tokens. */
  readonly endless: boolean;
  /** Goes on to the planned end, and bills it, after an abort. */
  readonly finishAborted: boolean;
  /** Whether prompts are cached as the provider would. */
  readonly cache: boolean;
  readonly usage: UsageReport;
  /** Tier that serves the call instead of the one asked for. */
  readonly tier: string | null;
  /** The exact words of each choice instead of drawn ones. */
  readonly say: string | null;
  /** Makes the answer the same wherever the request stands in the order of requests. */
  readonly seed: string | null;
  /** Kept in the truth, to find the request again. */
  readonly tag: string | null;
}

/** A part of a behaviour, in which any figure may be a range. */
export type BehaviourPart = {
  readonly [Name in keyof Behaviour]?: Behaviour[Name] | (number extends Behaviour[Name] ? Range : never);
};

/** Lays parts over each other, later ones on top. */
export function mergeParts(parts: readonly BehaviourPart[]): BehaviourPart {
  const merged: BehaviourPart = {};
  for (const part of parts) Object.assign(merged, part);
  return merged;
}

/** What a request gets that asks for nothing: a short plain answer at once. */
export const defaultBehaviour: BehaviourPart & Record<keyof Behaviour, unknown> = {
  firstByteMs: 0,
  tokensPerSecond: 0,
  chunkBytes: 0,
  chunkDelayMs: 0,
  outputTokens: [16, 160],
  reasoningTokens: 0,
  toolCalls: null,
  searches: null,
  promptTokens: null,
  cachedTokens: null,
  writtenTokens: null,
  written1hTokens: null,
  errorStatus: null,
  retryAfterSeconds: 1,
  hangUpAfterTokens: null,
  failAfterTokens: null,
  stallAfterTokens: null,
  lagTokens: 0,
  hugeLineBytes: 0,
  malformed: false,
  comments: false,
  gzip: false,
  ignoreCap: false,
  endless: false,
  finishAborted: false,
  cache: true,
  usage: 'reported',
  tier: null,
  say: null,
  seed: null,
  tag: null,
};
