import type { Dimensions } from '../budgets/dimensions.ts';
import type { Attempt, Spending, ToolUse } from './commands.ts';
import { Posting } from './credit/posting.ts';
import type { CounterMove } from './effects.ts';
import { canonicalModel } from '../registry/register.ts';
import { counterOf, isRetired, legsOf } from './legs.ts';
import { recordId } from './record-id.ts';
import type { Priced } from './pricing.ts';
import type { LedgerState } from './state.ts';
import type { UsageRecord } from './usage-record.ts';
import type { Unit } from '../budgets/budget.ts';

/** Where spend comes from, and whom it is booked to. */
export interface ChargeContext {
  readonly dimensions: Dimensions;
  readonly run: string;
  readonly runPath: readonly string[];
  readonly timeMs: number;
  readonly budgetTimeMs: number;
  readonly reservationId: string | null;
  readonly source: string | null;
  readonly sourceId: string | null;
  readonly prepaid: boolean;
  readonly late: boolean;
  /** The amount and tokens to charge where the caller does not know what was used. */
  readonly fallback: { readonly costNanoUsd: bigint; readonly tokens: number } | null;
  readonly fingerprint: string | null;
  /** The first record's index among the rows of its command. */
  readonly firstIndex: number;
}

export interface Charges {
  readonly records: readonly UsageRecord[];
  /** Null where no part of it could be priced. */
  readonly costNanoUsd: bigint | null;
  readonly estimated: boolean;
  readonly unpriced: boolean;
}

type Draft = Omit<UsageRecord, 'id' | 'seq' | 'requests'>;

function blank(state: LedgerState, context: ChargeContext): Draft {
  return {
    type: 'cost',
    reservationId: context.reservationId,
    correctionOf: null,
    source: context.source,
    sourceId: context.sourceId,
    timeMs: context.timeMs,
    budgetTimeMs: context.budgetTimeMs,
    recordedMs: state.timeMs,
    dimensions: context.dimensions,
    run: context.run,
    buckets: null,
    tokens: 0,
    tool: null,
    quantity: null,
    serviceTier: null,
    providerRequestId: null,
    costNanoUsd: null,
    priceVersion: null,
    estimated: false,
    late: context.late,
    overage: false,
    prepaid: context.prepaid,
    fingerprint: context.fingerprint,
  };
}

function draftAttempt(state: LedgerState, context: ChargeContext, attempt: Attempt): Draft {
  const { provider, model, buckets, serviceTier, statedCostNanoUsd } = attempt;
  const priced: Priced | null =
    statedCostNanoUsd === undefined
      ? state.pricing.rate({ provider, model, buckets, serviceTier, timeMs: context.timeMs })
      : null;
  const isPriced = priced?.kind === 'priced';
  return {
    ...blank(state, context),
    type: attempt.isEmbedding === true ? 'embedding' : 'model_call',
    dimensions: { ...context.dimensions, provider, model: canonicalModel(state, provider, model) },
    buckets,
    tokens: attempt.tokens,
    serviceTier,
    providerRequestId: attempt.providerRequestId,
    costNanoUsd: isPriced ? priced.costNanoUsd : (statedCostNanoUsd ?? null),
    priceVersion: isPriced ? priced.priceVersion : null,
    estimated: attempt.estimated === true || (isPriced && priced.estimated),
  };
}

function draftTool(state: LedgerState, context: ChargeContext, use: ToolUse): Draft {
  const draft: Draft = { ...blank(state, context), type: 'tool', tool: use.name, quantity: use.quantity };
  if (use.costNanoUsd !== null) return { ...draft, costNanoUsd: use.costNanoUsd };
  const { provider, model } = context.dimensions;
  const { timeMs } = context;
  const priced = state.pricing.rateTool({ provider, model, tool: use.name, quantity: use.quantity, timeMs });
  if (priced.kind === 'unpriced') return draft;
  return { ...draft, costNanoUsd: priced.costNanoUsd, priceVersion: priced.priceVersion, estimated: priced.estimated };
}

/** A reservation that holds nothing because its model has no price does not say that the call was free. */
function fallbackCost(state: LedgerState, { fallback, dimensions }: ChargeContext): bigint | null {
  if (fallback === null || fallback.costNanoUsd > 0n) return fallback?.costNanoUsd ?? null;
  const { provider, model } = dimensions;
  const isPriced = provider === null || model === null || state.pricing.isPriced(provider, model, state.timeMs);
  return isPriced ? fallback.costNanoUsd : null;
}

function draftSpending(state: LedgerState, context: ChargeContext, spending: Spending): Draft[] {
  if (spending.kind === 'none') return [];
  if (spending.kind === 'attempts') return spending.attempts.map((attempt) => draftAttempt(state, context, attempt));
  const tokens = context.fallback?.tokens ?? 0;
  if (spending.kind === 'cost') return [{ ...blank(state, context), tokens, costNanoUsd: spending.costNanoUsd }];
  return [{ ...blank(state, context), tokens, costNanoUsd: fallbackCost(state, context), estimated: true }];
}

/** The sum of what is known; null where nothing is. */
function totalOf(drafts: readonly Draft[]): bigint | null {
  let total: bigint | null = null;
  for (const draft of drafts) if (draft.costNanoUsd !== null) total = (total ?? 0n) + draft.costNanoUsd;
  return total;
}

/**
 * Prices what was used: one record for each attempt and each tool, the true cost whole. The last attempt counts as the
 * request, so that retries do not inflate request counts.
 */
export function chargesOf(
  state: LedgerState,
  context: ChargeContext,
  spending: Spending,
  tools: readonly ToolUse[],
): Charges {
  const spent = draftSpending(state, context, spending);
  const drafts = [...spent, ...tools.map((use) => draftTool(state, context, use))];
  const requestIndex = Math.max(0, spent.length - 1);
  const seq = state.seq + 1;
  const records = drafts.map((draft, index) => ({
    ...draft,
    id: recordId(state.timeMs, seq, context.firstIndex + index),
    seq,
    requests: index === requestIndex ? 1 : 0,
  }));
  return {
    records,
    costNanoUsd: totalOf(drafts),
    estimated: drafts.some((draft) => draft.estimated),
    unpriced: drafts.some((draft) => draft.costNanoUsd === null),
  };
}

function countedBy(record: UsageRecord, unit: Unit): bigint {
  if (unit === 'usd') return record.costNanoUsd ?? 0n;
  if (unit === 'tokens') return BigInt(record.tokens);
  return unit === 'requests' ? BigInt(record.requests) : 0n;
}

/** What a record adds to each counter that it touches; counters that retention took away are not made again. */
export function movesOfRecord(state: LedgerState, record: UsageRecord, runPath: readonly string[]): CounterMove[] {
  const moves: CounterMove[] = [];
  for (const leg of legsOf(state, { ...record, runPath })) {
    const spent = countedBy(record, leg.limit.unit);
    const gone = isRetired(leg.limit.window, leg.window, state.timeMs) && !state.counters.has(leg.key);
    if (spent !== 0n && !gone) moves.push({ key: leg.key, counter: counterOf(state, leg), spent, reserved: 0n });
  }
  return moves;
}

/** A wallet entry for each prepaid record; a correction gives back to the lots of what it corrects. */
export function postRecords(state: LedgerState, records: readonly UsageRecord[]): Posting {
  const posting = new Posting(state);
  for (const record of records) {
    const cost = record.costNanoUsd ?? 0n;
    if (!record.prepaid || cost === 0n) continue;
    const { id, type, reservationId, correctionOf } = record;
    posting.post(
      { id, kind: type === 'correction' ? 'correction' : 'charge', amount: -cost, usageRecordId: id, reservationId },
      { backTo: correctionOf === null ? undefined : state.lots.draws.get(correctionOf) },
    );
  }
  return posting;
}
