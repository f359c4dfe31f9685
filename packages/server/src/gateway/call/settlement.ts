import {
  type Attempt,
  type CallBound,
  EMPTY_BUCKETS,
  outputTokens,
  promptTokens,
  type Spending,
  type TokenBuckets,
  type ToolUse,
  totalTokens,
} from '@cofferdam/core';
import {
  type AskedCall,
  attemptsOf,
  type BillTo,
  type MeteredUsage,
  type MeterFlag,
  toolUsesOf,
} from '../providers/index.ts';
import { ignoresCap, likelyTokens } from './overrun.ts';

/** How an answer came to its end, as far as its cost depends on it. */
export type Ending =
  /** Nothing reached the provider. */
  | { readonly kind: 'unsent' }
  /** The provider answered with an error, all of it read. */
  | { readonly kind: 'refused'; readonly metered: MeteredUsage | null }
  /** The answer came to its end. */
  | { readonly kind: 'answered'; readonly metered: MeteredUsage }
  /** It broke off, on either side; `metered` is null where it had not begun. */
  | {
      readonly kind: 'broken';
      readonly metered: MeteredUsage | null;
      /** For how long it had been coming, where it had begun. */
      readonly streamedMs?: number;
    };

/** What is known of a call besides its answer. */
export interface CallFacts {
  readonly asked: AskedCall;
  readonly bound: CallBound;
  /** The cap on the output of each choice that was sent to the provider. */
  readonly grantedOutputTokens: number;
  readonly billTo: BillTo;
}

export type Settlement =
  | { readonly kind: 'release' }
  | {
      readonly kind: 'settle';
      readonly spending: Spending;
      readonly tools: readonly ToolUse[];
      /** The provider's own figures, all of them: what the input bound may learn from. */
      readonly exact: boolean;
    };

/** Tokens that a provider may at least have made beyond the last one that was seen when an answer breaks off. */
const leastUnderWay = 64;

/** As much of what it was making may be on its way: in the buffers between, and until it notices. */
const underWayMs = 1_000;

/** The provider has not said what it used: the reservation is charged, flagged. */
const reservationCharged: Settlement = { kind: 'settle', spending: { kind: 'unknown' }, tools: [], exact: false };

/**
 * What a call is charged. The provider's figures where it gave them all; where it broke off, what it had said and a
 * bound on the rest, never less than the input; where it said nothing, the reservation. Only a call that cost nothing is
 * released: one that never reached the provider, or that the provider refused.
 */
export function settlementOf(facts: CallFacts, ending: Ending): Settlement {
  switch (ending.kind) {
    case 'unsent':
      return { kind: 'release' };
    case 'refused':
      return ending.metered === null || ending.metered.attempts.length === 0
        ? { kind: 'release' }
        : saidByProvider(facts, ending.metered, false);
    case 'answered':
      return answered(facts, ending.metered);
    case 'broken':
      return brokenOff(facts, ending.metered, ending.streamedMs);
  }
}

/** An answer may come to its end without having come to its own: the provider gave up in the middle of it. */
function answered(facts: CallFacts, metered: MeteredUsage): Settlement {
  if (!metered.missing) return saidByProvider(facts, metered, metered.complete);
  return metered.complete ? reservationCharged : brokenOff(facts, metered);
}

function saidByProvider({ billTo }: CallFacts, metered: MeteredUsage, complete: boolean): Settlement {
  const attempts = attemptsOf(metered, billTo);
  return {
    kind: 'settle',
    spending: {
      kind: 'attempts',
      attempts: complete ? attempts : attempts.map((one) => ({ ...one, estimated: true })),
    },
    tools: toolUsesOf(metered),
    exact: complete && attempts.length === 1,
  };
}

/** The output is not only text, or tools and other models work on it where nobody sees them: no bytes bound it. */
function isUnbounded({ asked }: CallFacts, metered: MeteredUsage | null): boolean {
  return (
    !asked.stream ||
    asked.audioOutput ||
    asked.imageOutput ||
    asked.tools.length > 0 ||
    asked.otherModels.length > 0 ||
    (metered?.tools.length ?? 0) > 0
  );
}

function brokenOff(facts: CallFacts, metered: MeteredUsage | null, streamedMs = 0): Settlement {
  if (metered !== null && metered.complete && !metered.missing) return saidByProvider(facts, metered, true);
  if (isUnbounded(facts, metered)) return reservationCharged;
  const attempts = metered === null ? [] : attemptsOf(metered, facts.billTo);
  const [earlier, last] = [attempts.slice(0, -1), attempts.at(-1)];
  const bounded = boundedAttempt(facts, metered, last, underWay(metered, streamedMs));
  const spending: Spending = { kind: 'attempts', attempts: [...earlier, bounded] };
  return { kind: 'settle', spending, tools: [], exact: false };
}

/** A second's worth of what was coming: a provider that is fast has more of it under way. */
function underWay(metered: MeteredUsage | null, streamedMs: number): number {
  if (metered === null || streamedMs <= 0) return leastUnderWay;
  return Math.max(leastUnderWay, Math.ceil((likelyTokens(metered.delivered) * underWayMs) / streamedMs));
}

/** What the provider said of the attempt that broke off, and a bound where it said nothing. */
function boundedAttempt(
  facts: CallFacts,
  metered: MeteredUsage | null,
  said: Attempt | undefined,
  tokensUnderWay: number,
): Attempt {
  const { billTo } = facts;
  const hasPrompt = said !== undefined && promptTokens(said.buckets) > 0;
  const input = hasPrompt ? said.buckets : boundedInput(facts);
  const output = boundedOutput(facts, metered, said, tokensUnderWay);
  const buckets = { ...input, output, reasoning: Math.min(input.reasoning, output) };
  return {
    provider: billTo.provider,
    model: said?.model ?? metered?.model ?? billTo.model,
    isEmbedding: billTo.isEmbedding === true,
    buckets,
    tokens: totalTokens(buckets),
    serviceTier: metered?.serviceTier ?? dearTierOf(facts),
    providerRequestId: metered?.requestId ?? null,
    estimated: true,
  };
}

/** The tier that was asked for, where it costs more than the standard one: the answer did not say which one served it. */
function dearTierOf({ asked }: CallFacts): string | null {
  return asked.serviceTier === 'flex' || asked.serviceTier === 'batch' ? null : asked.serviceTier;
}

/** The whole input bound, in the dearest bucket that the request may fill. */
function boundedInput({ asked, bound }: CallFacts): TokenBuckets {
  const audioInput = Math.min(bound.audioInputTokens, bound.inputTokens);
  const rest = bound.inputTokens - audioInput;
  const inputs = { ...EMPTY_BUCKETS, audioInput };
  if (asked.cacheWrite === '1h') return { ...inputs, cacheWrite1h: rest };
  return asked.cacheWrite === '5m' ? { ...inputs, cacheWrite5m: rest } : { ...inputs, inputUncached: rest };
}

/** Events that were not read, for their length or for what they are: they may have shown any part of the output. */
const unread: ReadonlySet<MeterFlag> = new Set(['malformed_event', 'oversized_event']);

/**
 * What was delivered at most: a token is at least one byte of what is shown. What the provider said last, or those
 * bytes, and what may have been under way; the cap where output is hidden. The cap bounds nothing where the provider has
 * not kept to it.
 */
function boundedOutput(
  facts: CallFacts,
  metered: MeteredUsage | null,
  said: Attempt | undefined,
  tokensUnderWay: number,
): number {
  const { asked, bound, grantedOutputTokens } = facts;
  const cap = grantedOutputTokens * bound.choices;
  const saidOutput = said === undefined ? 0 : outputTokens(said.buckets);
  const delivered = metered?.delivered;
  const isHidden = (asked.hidesOutput || delivered?.hidden === true) && saidOutput === 0;
  const isUnread = metered?.flags.some((flag) => unread.has(flag)) === true;
  const bytes = delivered === undefined ? 0 : delivered.textBytes + delivered.reasoningBytes + delivered.toolBytes;
  const isSaid = said !== undefined && metered !== null && !metered.missing;
  const seen = isSaid ? saidOutput : Math.max(saidOutput, bytes);
  if (delivered !== undefined && ignoresCap(delivered, cap)) return Math.max(saidOutput, bytes) + tokensUnderWay;
  return isHidden || isUnread ? Math.max(saidOutput, cap) : Math.max(saidOutput, Math.min(cap, seen + tokensUnderWay));
}
