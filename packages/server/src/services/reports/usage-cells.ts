import type { Queryable } from '../../store/connection.ts';
import { dimensionSql, filterSql, type ReportDimension } from './report-dimension.ts';
import type { ReportScope } from './report-period.ts';
import { coverOf, type Interval } from './rollup-cover.ts';
import { readRollupWatermark } from './rollup-watermark.ts';
import { figures, type SumsRow, sumsOf, type UsageSums } from './usage-sums.ts';

const greatestId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** What is to be added up: in which intervals, by which dimensions, and how many groups have a line of their own. */
export interface CellQuery {
  readonly scope: Pick<ReportScope, 'orgId' | 'filters'>;
  /** Buckets from 1 on are what groups are ranked by; those below stand beside them. */
  readonly intervals: readonly Interval[];
  readonly by: readonly ReportDimension[];
  readonly limit: number;
  readonly nowMs: number;
}

/** One group of records, with its sums by bucket; a bucket in which nothing was used is missing. */
export interface CellGroup {
  /** In the order of the dimensions; null where there is no such label. Empty for the rest. */
  readonly labels: readonly (string | null)[];
  /** All groups beyond the limit together. */
  readonly isRest: boolean;
  readonly sums: ReadonlyMap<number, UsageSums>;
}

export interface Cells {
  /** Those of the highest cost first; the rest at the end. */
  readonly groups: readonly CellGroup[];
  readonly restGroups: number;
}

type CellRow = SumsRow & {
  readonly bucket: number;
  readonly rank: bigint;
  readonly rest_groups: bigint;
  readonly [label: `label${number}`]: string | null;
};

const sumsSql = figures.map((name) => `sum(f.${name}) AS ${name}`).join(', ');
const signedSumsSql = figures.map((name) => `sum(f.${name} * p.sign) AS ${name}`).join(', ');
const totalsSql = figures.map((name) => `sum(u.${name})::text AS ${name}`).join(', ');

interface Labels {
  readonly expressions: string;
  readonly names: string;
}

function labelsOf(by: readonly ReportDimension[]): Labels {
  const expressions = by.length === 0 ? ["''"] : by.map((dimension) => dimensionSql[dimension]);
  return {
    expressions: expressions.map((expression, index) => `${expression} AS label${index}`).join(', '),
    names: expressions.map((_, index) => `label${index}`).join(', '),
  };
}

/**
 * Whole slots, a look into the primary key for each piece: summed up there, since a join on the ends of a piece may be
 * turned round into one that reads every slot for every piece. Runs are not rolled up: no slot is asked for where they
 * are.
 */
function slotsSql({ expressions, names }: Labels, filter: string): string {
  return `
    SELECT p.bucket, s.*
      FROM unnest($3::integer[], $4::timestamptz[], $5::timestamptz[], $6::integer[]) AS p (span, "from", "to", bucket)
     CROSS JOIN LATERAL (
       SELECT ${expressions}, ${sumsSql} FROM (SELECT r.*, '' AS run FROM usage_rollups r) f
        WHERE f.org_id = $1 AND f.span_minutes = p.span AND f.slot >= p."from" AND f.slot < p."to"${filter}
        GROUP BY ${names}) s`;
}

/** Parts of slots, from the records that the rollups hold. */
function edgesSql({ expressions, names }: Labels, filter: string): string {
  return `
    SELECT p.bucket, s.*
      FROM unnest($7::timestamptz[], $8::timestamptz[], $9::integer[], $10::integer[]) AS p ("from", "to", bucket, sign)
     CROSS JOIN LATERAL (
       SELECT ${expressions}, ${signedSumsSql} FROM usage_facts f
        WHERE f.org_id = $1 AND f.time >= p."from" AND f.time < p."to" AND f.id <= $2${filter}
        GROUP BY ${names}) s`;
}

/** The records that came after, read once. */
function tailSql({ expressions, names }: Labels, filter: string): string {
  return `
    SELECT p.bucket, ${expressions}, ${sumsSql}
      FROM (SELECT f.* FROM usage_facts f WHERE f.org_id = $1 AND f.id > $2${filter} OFFSET 0) f
      JOIN unnest($11::timestamptz[], $12::timestamptz[], $13::integer[]) AS p ("from", "to", bucket)
        ON f.time >= p."from" AND f.time < p."to"
     GROUP BY p.bucket, ${names}`;
}

/** Groups are ranked by their cost over the buckets from 1 on; a rank beyond the limit is the rest. */
function cellsSql(by: readonly ReportDimension[], filter: string): string {
  const labels = labelsOf(by);
  const { names } = labels;
  const each = names.split(', ');
  const order = each.map((name) => `nullif(${name}, '')`).join(', ');
  const shown = each.map((name) => `CASE WHEN r.rank <= $14 THEN nullif(min(u.${name}), '') END AS ${name}`);
  return `
    WITH used AS MATERIALIZED (${slotsSql(labels, filter)} UNION ALL ${edgesSql(labels, filter)}
           UNION ALL ${tailSql(labels, filter)}),
         ranked AS (
           SELECT ${names}, least($14 + 1, row_number() OVER (
                    ORDER BY coalesce(sum(cost_nano_usd) FILTER (WHERE bucket > 0), 0) DESC, sum(cost_nano_usd) DESC, ${order})) AS rank
             FROM used GROUP BY ${names} HAVING sum(records) <> 0)
    SELECT u.bucket, r.rank, ${shown.join(', ')}, ${totalsSql},
           (SELECT count(*) FROM ranked WHERE rank > $14) AS rest_groups
      FROM used u JOIN ranked r USING (${names})
     GROUP BY u.bucket, r.rank HAVING sum(u.records) <> 0
     ORDER BY r.rank, u.bucket`;
}

function times(intervals: readonly Interval[]): [string[], string[]] {
  const text = (timeMs: number): string => new Date(timeMs).toISOString();
  return [intervals.map(({ startMs }) => text(startMs)), intervals.map(({ endMs }) => text(endMs))];
}

/** Runs are too many to be rolled up: what is asked about them is read from the records. */
function isOfRecords({ by, scope }: CellQuery): boolean {
  return by.includes('run') || scope.filters.run !== undefined;
}

async function valuesOf(db: Queryable, query: CellQuery): Promise<unknown[]> {
  const { scope, intervals, limit, nowMs } = query;
  const ofRecords = isOfRecords(query);
  const { pieces, edges } = ofRecords
    ? { pieces: [], edges: intervals.map((interval) => ({ ...interval, sign: 1 as const })) }
    : coverOf(intervals, nowMs);
  const watermark = ofRecords ? greatestId : await readRollupWatermark(db, scope.orgId);
  const bucketsOf = (all: readonly Interval[]): number[] => all.map(({ bucket }) => bucket);
  return [
    scope.orgId,
    watermark,
    pieces.map(({ spanMinutes }) => spanMinutes),
    ...times(pieces),
    bucketsOf(pieces),
    ...times(edges),
    bucketsOf(edges),
    edges.map(({ sign }) => sign),
    ...times(intervals),
    bucketsOf(intervals),
    limit,
  ];
}

function groupsOf(rows: readonly CellRow[], { by, limit }: CellQuery): CellGroup[] {
  const groups = new Map<bigint, CellGroup & { readonly sums: Map<number, UsageSums> }>();
  for (const row of rows) {
    const isRest = row.rank > limit;
    const labels = isRest ? [] : by.map((_, index) => row[`label${index}`] ?? null);
    const group = groups.get(row.rank) ?? { labels, isRest, sums: new Map<number, UsageSums>() };
    group.sums.set(row.bucket, sumsOf(row));
    groups.set(row.rank, group);
  }
  return [...groups.values()];
}

/**
 * Adds up usage, exactly: from rollups up to their watermark, from the records that share a slot with the ends of an
 * interval, and from those after the watermark. Must be called in a transaction that has one snapshot.
 */
export async function readCells(db: Queryable, query: CellQuery): Promise<Cells> {
  const values = await valuesOf(db, query);
  const filter = filterSql(query.scope.filters, values.length + 1);
  const { rows } = await db.query<CellRow>(cellsSql(query.by, filter.sql), [...values, ...filter.values]);
  return { groups: groupsOf(rows, query), restGroups: Number(rows[0]?.rest_groups ?? 0) };
}
