import type { Queryable } from '../../store/connection.ts';
import type { ReportDimension } from './report-dimension.ts';
import { type Period, periodBefore, type ReportScope } from './report-period.ts';
import type { Interval } from './rollup-cover.ts';
import { type CellGroup, readCells } from './usage-cells.ts';
import { addSums, noSums, type UsageSums } from './usage-sums.ts';

/** Sums of a period and, where they were asked for, of the period before. */
export interface ComparedSums {
  readonly sums: UsageSums;
  readonly previous: UsageSums | null;
}

export interface BreakdownRow extends ComparedSums {
  /** In the order of the dimensions asked for; null where a record has no such label. */
  readonly labels: readonly (string | null)[];
}

export interface Breakdown {
  /** Highest cost first. */
  readonly rows: readonly BreakdownRow[];
  /** All rows that the limit left out, added up; null where it left none out. */
  readonly other: (ComparedSums & { readonly groups: number }) | null;
  /** Of everything: the rows and the others. */
  readonly totals: ComparedSums;
  readonly previousPeriod: Period | null;
}

export interface BreakdownOptions {
  readonly by: readonly ReportDimension[];
  readonly limit: number;
  readonly compare?: boolean;
}

const [current, before] = [1, 0];

function comparedOf(group: CellGroup, compare: boolean): ComparedSums {
  return {
    sums: group.sums.get(current) ?? noSums,
    previous: compare ? (group.sums.get(before) ?? noSums) : null,
  };
}

function totalsOf(all: readonly ComparedSums[], compare: boolean): ComparedSums {
  return {
    sums: addSums(all.map(({ sums }) => sums)),
    previous: compare ? addSums(all.map(({ previous }) => previous ?? noSums)) : null,
  };
}

/** Spend by one or two dimensions, or in all. Must be called in a transaction that has one snapshot. */
export async function readBreakdown(
  db: Queryable,
  scope: ReportScope,
  { by, limit, compare = false }: BreakdownOptions,
): Promise<Breakdown> {
  const previousPeriod = compare ? periodBefore(scope, scope.timeZone) : null;
  const intervals: Interval[] = [{ bucket: current, startMs: scope.fromMs, endMs: scope.toMs }];
  if (previousPeriod !== null)
    intervals.push({ bucket: before, startMs: previousPeriod.fromMs, endMs: previousPeriod.toMs });
  const { groups, restGroups } = await readCells(db, { scope, intervals, by, limit, nowMs: scope.nowMs });
  const compared = groups.map((group) => ({
    labels: group.labels,
    isRest: group.isRest,
    ...comparedOf(group, compare),
  }));
  const rest = compared.find(({ isRest }) => isRest);
  return {
    rows: compared.filter(({ isRest }) => !isRest),
    other: rest === undefined ? null : { groups: restGroups, sums: rest.sums, previous: rest.previous },
    totals: totalsOf(compared, compare),
    previousPeriod,
  };
}
