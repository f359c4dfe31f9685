import {
  createOverrideSet,
  findPrice,
  type PriceBook,
  type PriceSources,
  rate,
  type RatedBucket,
  type UnpricedReason,
} from '@cofferdam/core';
import { invalidField } from '../../errors/problem.ts';
import { loadConfig } from '../../store/config/load-config.ts';
import { inTransaction, type Pool } from '../../store/connection.ts';
import { readInChunks } from '../../store/read-in-chunks.ts';
import { overrideOf } from '../price-book/stored-prices.ts';
import { bucketsOfRow, type CallRow, statements } from './rows.ts';

export interface NamedModel {
  readonly provider: string;
  readonly model: string;
}

export interface SwapRequest {
  readonly orgId: string;
  readonly agent: string | null;
  readonly fromMs: number;
  readonly toMs: number;
  readonly from: NamedModel;
  readonly to: NamedModel;
  readonly nowMs: number;
}

/** Why a record is in no comparison: it has no cost or no tokens itself, or the other model no price for it. */
export type LeftOutReason = UnpricedReason | 'no_cost' | 'no_tokens';

export interface LeftOut {
  readonly reason: LeftOutReason;
  /** The kind of tokens that the other model has no price for, where that is the reason. */
  readonly bucket: RatedBucket | null;
  records: number;
  tokens: bigint;
  costNanoUsd: bigint;
}

export interface ModelSwap {
  records: number;
  tokens: bigint;
  /** What the compared records cost, and what they would have cost. */
  costNanoUsd: bigint;
  swappedNanoUsd: bigint;
  readonly leftOut: Map<string, LeftOut>;
}

function leaveOut(swap: ModelSwap, row: CallRow, reason: LeftOutReason, bucket: RatedBucket | null): void {
  const key = `${reason} ${bucket ?? ''}`;
  const known = swap.leftOut.get(key) ?? { reason, bucket, records: 0, tokens: 0n, costNanoUsd: 0n };
  known.records += 1;
  known.tokens += row[4];
  known.costNanoUsd += row[1] ?? 0n;
  swap.leftOut.set(key, known);
}

/** A service tier is a provider's own: at another one its calls are rated as standard. */
function addRecord(swap: ModelSwap, sources: PriceSources, { from, to }: SwapRequest, row: CallRow): void {
  const [timeMs, costNanoUsd, serviceTier, requests, tokens] = row;
  const buckets = bucketsOfRow(row);
  if (buckets === null) return leaveOut(swap, row, 'no_tokens', null);
  if (costNanoUsd === null) return leaveOut(swap, row, 'no_cost', null);
  const tier = from.provider === to.provider ? serviceTier : null;
  const rated = rate(sources, { ...to, timeMs, buckets, serviceTier: tier, requests });
  if (rated.kind === 'unpriced') return leaveOut(swap, row, rated.reason, rated.missing);
  swap.records += 1;
  swap.tokens += tokens;
  swap.costNanoUsd += costNanoUsd;
  swap.swappedNanoUsd += rated.costNanoUsd;
}

/**
 * What the calls of one model would have cost at another's price: the same tokens, each record rated by itself and at its
 * own time, rounded as a charge is. Raises `invalid_request` for a model that has no price now.
 */
export async function swapModel(pool: Pool, book: PriceBook, request: SwapRequest): Promise<ModelSwap> {
  const { orgId, fromMs, toMs, from, to, agent, nowMs } = request;
  const swap: ModelSwap = { records: 0, tokens: 0n, costNanoUsd: 0n, swappedNanoUsd: 0n, leftOut: new Map() };
  return inTransaction(pool, async (tx) => {
    await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    const { overrides } = await loadConfig(tx, orgId);
    const sources = { book, overrides: createOverrideSet(overrides.map(overrideOf)), ceiling: null };
    if (findPrice(sources, to.provider, to.model, nowMs).kind === 'not_found')
      invalidField('to_model', `there is no price for ${to.provider}/${to.model}`);
    const values = [orgId, new Date(fromMs), new Date(toMs), from.provider, from.model, agent];
    for await (const rows of readInChunks<CallRow>(tx, { text: statements.callsOfModel.text, values })) {
      for (const row of rows) addRecord(swap, sources, request, row);
    }
    return swap;
  });
}
