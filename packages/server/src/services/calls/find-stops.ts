import type { Refusal } from '@cofferdam/core';
import type { Queryable } from '../../store/connection.ts';
import { pauseCauseOf, type PauseCauseRow } from '../../store/lane/pause-cause.ts';
import { sqlFile } from '../../store/sql-file.ts';

const statement = sqlFile('calls/find-stops.sql');

interface StopRow extends PauseCauseRow {
  kind: 'agent' | 'run';
  id: string;
  status: string | null;
  paused_until: number | null;
}

/** Why calls of these agents and runs may not go on, by `agent {id}` and `run {id}`: a run that succeeded stops none. */
export async function findStops(
  db: Queryable,
  orgId: string,
  agents: readonly string[],
  runs: readonly string[],
  nowMs: number,
): Promise<ReadonlyMap<string, Refusal>> {
  const { rows } = await db.query<StopRow>({ ...statement, values: [orgId, agents, runs, new Date(nowMs)] });
  return new Map(
    rows.map((row) => [
      `${row.kind} ${row.id}`,
      row.kind === 'agent'
        ? { code: 'agent_paused', agent: row.id, untilMs: row.paused_until, cause: pauseCauseOf(row) }
        : { code: 'run_finished', run: row.id, status: row.status ?? '' },
    ]),
  );
}
