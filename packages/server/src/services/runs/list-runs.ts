import { idleRunMs, type Run } from '@cofferdam/core';
import { inTransaction, type Pool, type Queryable, type Transaction } from '../../store/connection.ts';
import { runOf, type RunRow } from '../../store/lane/run-row.ts';
import { sqlFile } from '../../store/sql-file.ts';
import { joiningWhole } from '../reports/read-report.ts';
import { readRollupWatermark } from '../reports/rollup-watermark.ts';
import { readRunStops, type RunStop } from './run-stop.ts';
import { readTreeSpend, type TreeSpend } from './spend-of.ts';

const treeSql = sqlFile('runs/tree.sql');

export type RunState = 'running' | 'succeeded' | 'failed' | 'cancelled' | 'unknown';

/** Which runs are asked for; null for any. */
export interface RunSearch {
  readonly agent: string | null;
  readonly workflow: string | null;
  readonly state: RunState | null;
  /** The runs below one, at once; empty for those that have no parent. */
  readonly parent: string | null;
  /** Made in this time: from inclusive, to exclusive. */
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly nowMs: number;
  readonly limit: number;
}

/** The last run of the page before. */
export type RunPlace = Pick<Run, 'createdMs' | 'id'>;

export interface ListedRun {
  readonly run: Run;
  readonly spend: TreeSpend;
  /** What stopped it; null where nothing did. */
  readonly stop: RunStop | null;
}

const columns =
  'r.id, r.agent, r.workflow, r.parent, r.path, r.limit_nano_usd, r.status, r.created_at, r.finished_at, r.last_seen_at';

/** Conditions on a run `r`, with their values; only what is asked for stands in them. */
function conditionsOf(orgId: string, search: RunSearch): { sql: string; values: unknown[] } {
  const values: unknown[] = [orgId];
  const conditions = ['r.org_id = $1'];
  const add = (condition: string, value: unknown): void => {
    conditions.push(`${condition} $${values.push(value)}`);
  };
  const { agent, workflow, state, parent, fromMs, toMs, nowMs } = search;
  if (agent !== null) add('r.agent =', agent);
  if (workflow !== null) add('r.workflow =', workflow);
  if (parent === '') conditions.push('r.parent IS NULL');
  else if (parent !== null) add('r.parent =', parent);
  if (fromMs !== null) add('r.created_at >=', new Date(fromMs));
  if (toMs !== null) add('r.created_at <', new Date(toMs));
  if (state === 'running') add('r.status IS NULL AND r.last_seen_at >=', new Date(nowMs - idleRunMs));
  else if (state === 'unknown') add('r.status IS NULL AND r.last_seen_at <', new Date(nowMs - idleRunMs));
  else if (state !== null) add('r.status =', state);
  return { sql: conditions.join(' AND '), values };
}

async function newest(tx: Transaction, orgId: string, search: RunSearch, after: RunPlace | null): Promise<Run[]> {
  const { sql, values } = conditionsOf(orgId, search);
  const place =
    after === null
      ? ''
      : ` AND (r.created_at, r.id) < ($${values.push(new Date(after.createdMs))}, $${values.push(after.id)})`;
  const limit = `$${values.push(search.limit)}`;
  const { rows } = await tx.query<RunRow>(
    `SELECT ${columns} FROM runs r WHERE ${sql}${place} ORDER BY r.created_at DESC, r.id DESC LIMIT ${limit}`,
    values,
  );
  return rows.map(runOf);
}

/** Each run counts in itself and in all above it; of most runs there are none below. */
async function costliest(tx: Transaction, orgId: string, search: RunSearch): Promise<Run[]> {
  const { sql, values } = conditionsOf(orgId, search);
  const watermark = `$${values.push(await readRollupWatermark(tx, orgId))}`;
  const limit = `$${values.push(search.limit)}`;
  const text = `
    WITH tail AS MATERIALIZED (
      SELECT run, sum(cost_nano_usd) AS cost FROM usage_facts WHERE org_id = $1 AND id > ${watermark} GROUP BY run),
    below AS MATERIALIZED (
      SELECT a.id, sum(coalesce(s.cost_nano_usd, 0) + coalesce(l.cost, 0)) AS cost
        FROM runs d
        LEFT JOIN run_sums s ON s.org_id = $1 AND s.run = d.id
        LEFT JOIN tail l ON l.run = d.id
       CROSS JOIN unnest(d.path[2:]) AS a (id)
       WHERE d.org_id = $1 AND d.parent IS NOT NULL
       GROUP BY a.id)
    SELECT ${columns}
      FROM runs r
      LEFT JOIN run_sums s ON s.org_id = $1 AND s.run = r.id
      LEFT JOIN tail l ON l.run = r.id
      LEFT JOIN below b ON b.id = r.id
     WHERE ${sql}
     ORDER BY coalesce(s.cost_nano_usd, 0) + coalesce(l.cost, 0) + coalesce(b.cost, 0) DESC, r.created_at DESC, r.id DESC
     LIMIT ${limit}`;
  const { rows } = await joiningWhole(tx, () => tx.query<RunRow>(text, values));
  return rows.map(runOf);
}

async function withSpend(tx: Queryable, orgId: string, runs: readonly Run[], nowMs: number): Promise<ListedRun[]> {
  const stops = await readRunStops(tx, orgId, runs, nowMs);
  const spends = await readTreeSpend(
    tx,
    orgId,
    runs.map(({ id }) => id),
  );
  return runs.flatMap((run) => {
    const spend = spends.get(run.id);
    return spend === undefined ? [] : [{ run, spend, stop: stops.get(run.id) ?? null }];
  });
}

function inSnapshot<Result>(pool: Pool, work: (tx: Transaction) => Promise<Result>): Promise<Result> {
  return inTransaction(pool, async (tx) => {
    await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    return work(tx);
  });
}

/** Runs of an org with what their trees spent, newest first. */
export function listNewestRuns(
  pool: Pool,
  orgId: string,
  search: RunSearch,
  after: RunPlace | null,
): Promise<ListedRun[]> {
  return inSnapshot(pool, async (tx) => withSpend(tx, orgId, await newest(tx, orgId, search, after), search.nowMs));
}

/** The runs whose trees spent most. */
export function listCostliestRuns(pool: Pool, orgId: string, search: RunSearch): Promise<ListedRun[]> {
  return inSnapshot(pool, async (tx) => withSpend(tx, orgId, await costliest(tx, orgId, search), search.nowMs));
}

/** The runs below a run, those nearest to it first, with what each spent. */
export function listDescendants(
  pool: Pool,
  orgId: string,
  id: string,
  { limit, nowMs }: Pick<RunSearch, 'limit' | 'nowMs'>,
): Promise<ListedRun[]> {
  return inSnapshot(pool, async (tx) => {
    const { rows } = await tx.query<RunRow>(treeSql.text, [orgId, id, limit]);
    return withSpend(tx, orgId, rows.map(runOf), nowMs);
  });
}
