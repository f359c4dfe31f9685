import type { Queryable } from '../../store/connection.ts';
import type { ReportScope } from './report-period.ts';

/** Refusals of one kind: how often, and what they would have needed in all. */
export interface RefusalRow {
  readonly code: string;
  readonly agent: string;
  /** The name of the budget that refused; null where none did, or it is gone. */
  readonly budget: string | null;
  readonly count: number;
  readonly requiredNanoUsd: bigint;
}

/** Refusals are counted by the day, in UTC: a day counts where any of it is in the period. */
const refusalsSql = `
  SELECT c.code, c.agent, b.name AS budget, sum(c.count)::text AS count, sum(c.required_nano_usd)::text AS required
    FROM refusal_counts c LEFT JOIN budgets b ON b.org_id = c.org_id AND b.id = c.limit_id
   WHERE c.org_id = $1 AND c.day >= $2::date AND c.day <= $3::date AND ($4::text IS NULL OR c.agent = $4)
   GROUP BY 1, 2, 3
   ORDER BY sum(c.count) DESC, 1, 2, 3
   LIMIT $5`;

interface CountedRow {
  code: string;
  agent: string;
  budget: string | null;
  count: string;
  required: string;
}

function utcDay(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}

/** Refusals of a period, the most frequent first. */
export async function readRefusals(db: Queryable, scope: ReportScope, limit: number): Promise<RefusalRow[]> {
  const values = [scope.orgId, utcDay(scope.fromMs), utcDay(scope.toMs - 1), scope.agent, limit];
  const { rows } = await db.query<CountedRow>(refusalsSql, values);
  return rows.map(({ code, agent, budget, count, required }) => ({
    code,
    agent,
    budget,
    count: Number(count),
    requiredNanoUsd: BigInt(required),
  }));
}

/** Refusals of all kinds: how many, and what they would have needed. */
export interface RefusalTotals {
  readonly count: number;
  readonly requiredNanoUsd: bigint;
}

const countSql = `
  SELECT coalesce(sum(count), 0)::text AS count, coalesce(sum(required_nano_usd), 0)::text AS required
    FROM refusal_counts
   WHERE org_id = $1 AND day >= $2::date AND day <= $3::date AND ($4::text IS NULL OR agent = $4)`;

export async function countRefusals(db: Queryable, scope: ReportScope): Promise<RefusalTotals> {
  const values = [scope.orgId, utcDay(scope.fromMs), utcDay(scope.toMs - 1), scope.agent];
  const { rows } = await db.query<{ count: string; required: string }>(countSql, values);
  return { count: Number(rows[0]?.count ?? 0), requiredNanoUsd: BigInt(rows[0]?.required ?? 0) };
}
