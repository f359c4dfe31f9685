import type { Queryable } from '../../store/connection.ts';
import type { ReportScope } from './report-period.ts';

/** What refusals are told apart by: why, whose, by which budget, on which day in UTC. */
export const refusalDimensions = ['code', 'agent', 'budget', 'day'] as const;

export type RefusalDimension = (typeof refusalDimensions)[number];

/** Refusals of one kind: how often, and what they would have needed in all. */
export interface RefusalRow {
  /** In the order of the dimensions asked for; null where no budget refused, or it is gone. */
  readonly labels: readonly (string | null)[];
  readonly count: number;
  readonly requiredNanoUsd: bigint;
}

const dimensionSql: { readonly [dimension in RefusalDimension]: string } = {
  code: 'c.code',
  agent: 'c.agent',
  budget: 'b.name',
  day: 'c.day::text',
};

/** Refusals are counted by the day, in UTC: a day counts where any of it is in the period. */
function refusalsSql(by: readonly RefusalDimension[]): string {
  const labels = by.map((dimension, index) => `${dimensionSql[dimension]} AS label${index}`).join(', ');
  const places = by.map((_, index) => index + 1).join(', ');
  return `
  SELECT ${labels}, sum(c.count)::text AS count, sum(c.required_nano_usd)::text AS required
    FROM refusal_counts c LEFT JOIN budgets b ON b.org_id = c.org_id AND b.id = c.limit_id
   WHERE c.org_id = $1 AND c.day >= $2::date AND c.day <= $3::date AND ($4::text[] IS NULL OR c.agent = ANY ($4))
     AND ($6::text IS NULL OR c.limit_id::text = $6 OR b.name = $6)
   GROUP BY ${places}
   ORDER BY sum(c.count) DESC, ${places}
   LIMIT $5`;
}

interface CountedRow {
  readonly [label: `label${number}`]: string | null;
  readonly count: string;
  readonly required: string;
}

function utcDay(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}

function valuesOf({ orgId, fromMs, toMs, filters }: ReportScope): unknown[] {
  return [orgId, utcDay(fromMs), utcDay(toMs - 1), filters.agent ?? null];
}

export interface RefusalSearch {
  readonly by: readonly RefusalDimension[];
  /** The id or the name of the budget that refused; null for whatever did. */
  readonly budget: string | null;
  readonly limit: number;
}

/** Refusals of a period, the most frequent first. */
export async function readRefusals(
  db: Queryable,
  scope: ReportScope,
  { by, budget, limit }: RefusalSearch,
): Promise<RefusalRow[]> {
  const { rows } = await db.query<CountedRow>(refusalsSql(by), [...valuesOf(scope), limit, budget]);
  return rows.map((row) => ({
    labels: by.map((_, index) => row[`label${index}`] ?? null),
    count: Number(row.count),
    requiredNanoUsd: BigInt(row.required),
  }));
}

/** Refusals of all kinds: how many, and what they would have needed. */
export interface RefusalTotals {
  readonly count: number;
  readonly requiredNanoUsd: bigint;
}

const countSql = `
  SELECT coalesce(sum(c.count), 0)::text AS count, coalesce(sum(c.required_nano_usd), 0)::text AS required
    FROM refusal_counts c LEFT JOIN budgets b ON b.org_id = c.org_id AND b.id = c.limit_id
   WHERE c.org_id = $1 AND c.day >= $2::date AND c.day <= $3::date AND ($4::text[] IS NULL OR c.agent = ANY ($4))
     AND ($5::text IS NULL OR c.limit_id::text = $5 OR b.name = $5)`;

/** `budget` as in `RefusalSearch`. */
export async function countRefusals(
  db: Queryable,
  scope: ReportScope,
  budget: string | null = null,
): Promise<RefusalTotals> {
  const { rows } = await db.query<{ count: string; required: string }>(countSql, [...valuesOf(scope), budget]);
  return { count: Number(rows[0]?.count ?? 0), requiredNanoUsd: BigInt(rows[0]?.required ?? 0) };
}
