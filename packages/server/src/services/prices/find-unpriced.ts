import { findPrice, type PriceBook } from '@cofferdam/core';
import type { Transaction } from '../../store/connection.ts';
import { sqlFile } from '../../store/sql-file.ts';
import type { ReportScope } from '../reports/report-period.ts';
import { readCells } from '../reports/usage-cells.ts';
import { priceSourcesOf } from './price-in-force.ts';

/** A model that was used, or asked for and refused, while it had no price. */
export interface UnpricedModel {
  readonly provider: string | null;
  readonly model: string | null;
  /** Records that still have no cost, and what they used. */
  readonly records: number;
  readonly requests: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Calls that were refused since nobody knew what they would cost. */
  readonly refused: number;
  /** It has a price now. */
  readonly isPriced: boolean;
}

type Used = Omit<UnpricedModel, 'refused' | 'isPriced'>;

const refusedSql = sqlFile('prices/refused-models.sql');

/** More models without a price than this are one mistake, made often. */
const mostModels = 1_000;

function keyOf({ provider, model }: Pick<Used, 'provider' | 'model'>): string {
  return `${provider ?? ''}/${model ?? ''}`;
}

/** A report names a model by its provider too. */
function ownName(provider: string | null, canonical: string | null): string | null {
  return provider === null ? canonical : (canonical?.slice(provider.length + 1) ?? null);
}

/** A correction that gave a record its cost takes it out again. Tools have prices of their own. */
async function readUsed(tx: Transaction, scope: ReportScope): Promise<Map<string, Used>> {
  const filters = { ...scope.filters, type: ['model_call', 'embedding'], outcome: ['unpriced', 'correction'] };
  const intervals = [{ bucket: 1, startMs: scope.fromMs, endMs: scope.toMs }];
  const by = ['provider', 'model'] as const;
  const cells = await readCells(tx, {
    scope: { ...scope, filters },
    intervals,
    by,
    limit: mostModels,
    nowMs: scope.nowMs,
  });
  const used = new Map<string, Used>();
  for (const { labels, sums: buckets, isRest } of cells.groups) {
    const [provider = null, canonical = null] = labels;
    const sums = buckets.get(1);
    if (isRest || sums === undefined || sums.unpricedRecords <= 0) continue;
    const { unpricedRecords: records, requests, inputTokens, outputTokens } = sums;
    const one = { provider, model: ownName(provider, canonical), records, requests, inputTokens, outputTokens };
    used.set(keyOf(one), one);
  }
  return used;
}

interface RefusedRow {
  provider: string;
  model: string;
  count: bigint;
}

/** Refusals are counted by the day (UTC): those of every day that the period touches. */
async function readRefused(tx: Transaction, { orgId, fromMs, toMs }: ReportScope): Promise<RefusedRow[]> {
  const day = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 10);
  const values = [orgId, day(fromMs), day(toMs - 1), mostModels];
  return (await tx.query<RefusedRow>({ ...refusedSql, values })).rows;
}

const unused = { records: 0, requests: 0, inputTokens: 0, outputTokens: 0 };

/** Models without a price, those that were asked for most first. Must be called in a transaction that has one snapshot. */
export async function findUnpriced(tx: Transaction, book: PriceBook, scope: ReportScope): Promise<UnpricedModel[]> {
  const found = new Map<string, Used & { refused: number }>();
  for (const [key, used] of await readUsed(tx, scope)) found.set(key, { ...used, refused: 0 });
  for (const { provider, model, count } of await readRefused(tx, scope)) {
    const key = keyOf({ provider, model });
    found.set(key, { ...(found.get(key) ?? { provider, model, ...unused }), refused: Number(count) });
  }
  const sources = await priceSourcesOf(tx, book, scope.orgId);
  return [...found.values()]
    .map((one) => ({
      ...one,
      isPriced: findPrice(sources, one.provider ?? '', one.model ?? '', scope.nowMs).kind === 'found',
    }))
    .toSorted((one, other) => other.records + other.refused - one.records - one.refused);
}
