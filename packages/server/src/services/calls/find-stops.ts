import type { Refusal } from '@cofferdam/core';
import type { Queryable } from '../../store/connection.ts';
import { sqlFile } from '../../store/sql-file.ts';

const statement = sqlFile('calls/find-stops.sql');

interface StopRow {
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
    rows.map(({ kind, id, status, paused_until: untilMs }) => [
      `${kind} ${id}`,
      kind === 'agent'
        ? { code: 'agent_paused', agent: id, untilMs }
        : { code: 'run_finished', run: id, status: status ?? '' },
    ]),
  );
}
