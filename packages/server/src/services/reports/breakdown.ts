import type { Queryable } from '../../store/connection.ts';
import { dimensionSql, type ReportDimension } from './report-dimension.ts';
import { type ReportScope, scopeValues } from './report-period.ts';
import { scopeSql, type SumsRow, sumsOf, sumsSql, type UsageSums } from './usage-sums.ts';

export interface BreakdownRow {
  /** In the order of the dimensions asked for; null where a record has no such label. */
  readonly labels: readonly (string | null)[];
  readonly sums: UsageSums;
}

export interface Breakdown {
  /** Highest cost first. */
  readonly rows: readonly BreakdownRow[];
  /** Of everything, rows that the limit left out included. */
  readonly totals: UsageSums;
  readonly truncated: boolean;
}

type LabelledRow = SumsRow & { readonly is_total: number; readonly [label: `label${number}`]: string | null };

/** Rows and their total come from one statement, so that they always agree. */
function breakdownSql(by: readonly ReportDimension[]): string {
  const labels = by.map((dimension, index) => `${dimensionSql[dimension]} AS label${index}`);
  const names = by.map((_, index) => `label${index}`).join(', ');
  return `
    SELECT ${names}, grouping(${names}) AS is_total, ${sumsSql}
      FROM (SELECT u.*, ${labels.join(', ')} FROM usage_records u WHERE ${scopeSql}) u
     GROUP BY GROUPING SETS ((${names}), ())
     ORDER BY is_total DESC, coalesce(sum(u.cost_nano_usd), 0) DESC, ${names}
     LIMIT $5`;
}

/** Spend by one or two dimensions. */
export async function readBreakdown(
  db: Queryable,
  scope: ReportScope,
  by: readonly ReportDimension[],
  limit: number,
): Promise<Breakdown> {
  const { rows } = await db.query<LabelledRow>(breakdownSql(by), [...scopeValues(scope), limit + 2]);
  const [total, ...groups] = rows;
  if (total === undefined) throw new Error('a grand total has a row even where nothing was used');
  return {
    rows: groups.slice(0, limit).map((row) => ({
      labels: by.map((_, index) => row[`label${index}`] ?? null),
      sums: sumsOf(row),
    })),
    totals: sumsOf(total),
    truncated: groups.length > limit,
  };
}
