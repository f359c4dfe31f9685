import type { ReportedUsage } from '@cofferdam/core';
import type { Delivered, Delivery } from './delivery.ts';

/** The kinds of answers that can be read. Many providers speak the first; who answered is said apart from it. */
export const ANSWER_KINDS = [
  'openai-chat',
  'openai-responses',
  'openai-embeddings',
  'anthropic',
  'gemini',
  'bedrock',
] as const;

export type AnswerKind = (typeof ANSWER_KINDS)[number];

/** What is known besides the answer itself. */
export interface MeterOptions {
  /** The price catalogue's name of who answered (openai, anthropic, google, x-ai, …): some count a thing differently. */
  readonly provider?: string | undefined;
}

/** Why a figure is not exactly what the provider wrote, or not all there is. docs/reference/metering.md explains each. */
export const METER_FLAGS = [
  'attempts_unreported',
  'cache_lifetime_assumed',
  'declined_attempt',
  'duplicate_start',
  'invalid_count',
  'iterations_disagree',
  'malformed_event',
  'negative_count',
  'oversized_event',
  'parts_exceed_whole',
  'prompt_summed',
  'service_tier_unknown',
  'superseded_attempt',
  'total_disagrees',
  'truncated_event',
] as const;

export type MeterFlag = (typeof METER_FLAGS)[number];

/** One inference behind an answer: a declined model and the one that took over are two, each at its own price. */
export interface MeteredAttempt {
  /** The model that served it; null where the answer does not say. */
  readonly model: string | null;
  /** Wholes and parts in tokens, never contradicting themselves: `disjointBuckets` always accepts them. */
  readonly usage: ReportedUsage;
  /** The prompt or the output is not known; it stands as 0, and 0 is not what it was. */
  readonly partial: boolean;
}

/** Use of a tool that the provider hosts and charges for besides the tokens. */
export interface MeteredTool {
  readonly name: string;
  /** A whole number of units as a decimal string, which is how tools are priced. */
  readonly quantity: string;
}

/** An error that the provider put in the answer or the stream. */
export interface ProviderError {
  readonly code: string;
  readonly message: string;
}

/** What one answer says that it used. */
export interface MeteredUsage {
  readonly kind: AnswerKind;
  /** The provider's id of the answer. */
  readonly requestId: string | null;
  /** The model that served the answer: the last one where several did. */
  readonly model: string | null;
  /** When the provider says that it answered, in epoch milliseconds. */
  readonly createdMs: number | null;
  /** The tier that served it, as the provider names it; null where that is the standard one, or not said. */
  readonly serviceTier: string | null;
  /** The sum of the attempts; null where nothing at all is known. */
  readonly usage: ReportedUsage | null;
  readonly attempts: readonly MeteredAttempt[];
  readonly tools: readonly MeteredTool[];
  /** The answer came to its end. */
  readonly complete: boolean;
  /**
   * The provider has not said what the answer used, or not all of it. Charge the reservation or a bound then: what
   * `attempts` hold is known, but it is not everything.
   */
  readonly missing: boolean;
  readonly error: ProviderError | null;
  readonly flags: readonly MeterFlag[];
  readonly delivered: Delivered;
}

export type Flags = Set<MeterFlag>;

/** What a reader of one kind has found; `finishReading` makes the rest of it. */
export interface Reading {
  readonly requestId: string | null;
  readonly model: string | null;
  readonly createdMs: number | null;
  readonly serviceTier: string | null;
  readonly attempts: readonly MeteredAttempt[];
  /** Units by name of tool. */
  readonly tools: ReadonlyMap<string, number>;
  readonly complete: boolean;
  readonly error: ProviderError | null;
}

/** What a reader works with. */
export interface ReaderContext {
  readonly options: MeterOptions;
  /** What is noticed while events pass. */
  readonly flags: Flags;
  readonly delivery: Delivery;
}

/**
 * Reads the events of a stream, in order; a whole answer is one event. It can be asked at any time, and puts the flags
 * of what it then says into `flags`.
 */
export interface UsageReader {
  take(event: unknown): void;
  reading(flags: Flags): Reading;
}
