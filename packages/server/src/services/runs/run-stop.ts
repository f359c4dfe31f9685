import { idleRunMs, type Refusal, type Run } from '@cofferdam/core';
import { describeRefusal } from '../../errors/describe-refusal.ts';
import type { Queryable } from '../../store/connection.ts';
import { pauseCauseOf, type PauseCauseRow } from '../../store/lane/pause-cause.ts';
import { leastId } from '../../store/partitions.ts';
import { sqlFile } from '../../store/sql-file.ts';

const statements = {
  stops: sqlFile('runs/stops.sql'),
  lastWork: sqlFile('runs/last-work.sql'),
  pausedAgents: sqlFile('runs/paused-agents.sql'),
};

/** What a problem says of a stop, as its caller was told: `detail`, and the members of its code. */
export type StopFacts = Readonly<Record<string, unknown>>;

/** Why a run came to a halt: a final refusal, the pause of its agent, or that it was called off. */
export interface RunStop {
  /** A code of a refusal, or `run_cancelled`. */
  readonly code: string;
  readonly atMs: number;
  /** When it was last refused for that; null where nothing was asked for since. */
  readonly lastRefusedMs: number | null;
  readonly refusals: number;
  readonly facts: StopFacts;
}

/** Refusals that end a run's work unless somebody acts; what passes by itself stops nothing. */
export const stopCodes: ReadonlySet<Refusal['code']> = new Set([
  'agent_paused',
  'model_unpriced',
  'budget_exceeded',
  'run_cap_exceeded',
  'insufficient_credit',
]);

/** What is kept of a refusal: what the caller was told, without what every problem of its code says. */
export function factsOfRefusal(refusal: Refusal): StopFacts {
  const { type: _type, title: _title, status: _status, code: _code, ...facts } = describeRefusal(refusal);
  return facts;
}

interface StopRow {
  readonly run: string;
  readonly code: string;
  readonly first_at: number;
  readonly last_at: number;
  readonly count: bigint;
  readonly told: StopFacts;
}

interface PausedRow extends PauseCauseRow {
  readonly id: string;
  readonly paused_at: number;
  readonly paused_until: number | null;
}

/** When runs last began to spend, as far as that was since the time that is asked for. */
async function lastWork(
  db: Queryable,
  orgId: string,
  since: ReadonlyMap<string, number>,
): Promise<ReadonlyMap<string, number | null>> {
  if (since.size === 0) return new Map();
  const values = [orgId, [...since.keys()], [...since.values()].map(leastId)];
  const { rows } = await db.query<{ run: string; worked_at: number | null }>(statements.lastWork.text, values);
  return new Map(rows.map((row) => [row.run, row.worked_at]));
}

/** A run that went on after it was refused was not stopped by that. */
function stopOfRow(row: StopRow, workedMs: number | null): RunStop[] {
  if (workedMs !== null && workedMs > row.last_at) return [];
  const { code, count, told: facts, last_at: lastRefusedMs } = row;
  const atMs = workedMs !== null && workedMs > row.first_at ? lastRefusedMs : row.first_at;
  return [{ code, atMs, lastRefusedMs, refusals: Number(count), facts }];
}

function cancelOf(run: Run): RunStop[] {
  if (run.status !== 'cancelled' || run.finishedMs === null) return [];
  const facts = { detail: `run ${run.id} was cancelled` };
  return [{ code: 'run_cancelled', atMs: run.finishedMs, lastRefusedMs: null, refusals: 0, facts }];
}

/** A run that was under way when its agent was paused was stopped then, whether it was refused since or not. */
function pauseOf(
  run: Run,
  paused: PausedRow | undefined,
  workedMs: number | null,
  refusals: readonly RunStop[],
): RunStop[] {
  if (paused === undefined || run.status !== null || run.createdMs > paused.paused_at) return [];
  if (paused.paused_at - run.lastSeenMs > idleRunMs || (workedMs !== null && workedMs > paused.paused_at)) return [];
  const facts = factsOfRefusal({
    code: 'agent_paused',
    agent: run.agent,
    untilMs: paused.paused_until,
    cause: pauseCauseOf(paused),
  });
  const said = refusals.find(({ code, atMs }) => code === 'agent_paused' && atMs >= paused.paused_at);
  const { lastRefusedMs = null, refusals: count = 0 } = said ?? {};
  return [{ code: 'agent_paused', atMs: paused.paused_at, lastRefusedMs, refusals: count, facts }];
}

async function readPaused(
  db: Queryable,
  orgId: string,
  runs: readonly Run[],
  nowMs: number,
): Promise<ReadonlyMap<string, PausedRow>> {
  const agents = [...new Set(runs.filter(({ status }) => status === null).map(({ agent }) => agent))];
  if (agents.length === 0) return new Map();
  const { rows } = await db.query<PausedRow>(statements.pausedAgents.text, [orgId, agents, new Date(nowMs)]);
  return new Map(rows.map((row) => [row.id, row]));
}

/** What stopped each of some runs: of several reasons the one that came first. Runs that nothing stopped are missing. */
export async function readRunStops(
  db: Queryable,
  orgId: string,
  runs: readonly Run[],
  nowMs: number,
): Promise<ReadonlyMap<string, RunStop>> {
  const { rows } = await db.query<StopRow>(statements.stops.text, [orgId, runs.map(({ id }) => id)]);
  const paused = await readPaused(db, orgId, runs, nowMs);
  const since = new Map<string, number>();
  const ask = (run: string, timeMs: number): unknown => since.set(run, Math.min(since.get(run) ?? timeMs, timeMs));
  for (const row of rows) ask(row.run, row.first_at);
  for (const { id, agent } of runs) if (paused.has(agent)) ask(id, paused.get(agent)!.paused_at);
  const worked = await lastWork(db, orgId, since);
  const found = runs.flatMap((run): [string, RunStop][] => {
    const workedMs = worked.get(run.id) ?? null;
    const refusals = rows.filter((row) => row.run === run.id).flatMap((row) => stopOfRow(row, workedMs));
    const all = [...refusals, ...pauseOf(run, paused.get(run.agent), workedMs, refusals), ...cancelOf(run)];
    const first = all.toSorted((a, b) => a.atMs - b.atMs)[0];
    return first === undefined ? [] : [[run.id, first]];
  });
  return new Map(found);
}
