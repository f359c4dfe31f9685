import { decodeNorm, usualOf } from '@cofferdam/core';
import type { Queryable } from '../../store/connection.ts';
import { type KeptRestriction, restrictionOf, type RestrictionRow } from '../restrictions/restriction.ts';

/** What stands beside an agent's spend: when it was last charged, its norm, who holds it, what was told of it. */
export interface AgentState {
  /** The time of use of the record that was booked last; null where there is none. */
  readonly lastUsedMs: number | null;
  /** What its charges are compared with; null while that is not known. */
  readonly normNanoUsd: bigint | null;
  /** Restrictions that hold it now, by budgets of its own. */
  readonly restrictions: readonly KeptRestriction[];
  readonly openAlerts: number;
}

// The newest record of each: a look into the index by agent for each of them.
const lastUsedSql = `
  SELECT a.agent, u.time FROM unnest($2::text[]) AS a (agent)
   CROSS JOIN LATERAL (SELECT r.time FROM usage_records r
                        WHERE r.org_id = $1 AND r.agent = a.agent ORDER BY r.id DESC LIMIT 1) u`;

const normsSql = `SELECT agent, state FROM norms WHERE org_id = $1 AND series = '' AND agent = ANY ($2)`;

const heldSql = `
  SELECT * FROM (
    SELECT r.*, coalesce(r.agent, CASE WHEN b.per = 'agent' THEN r.subject END) AS held
      FROM restrictions r LEFT JOIN budgets b ON b.org_id = r.org_id AND b.id = r.budget_id
     WHERE r.org_id = $1 AND r.lifted_at IS NULL AND (r.window_end IS NULL OR r.window_end > $3)) h
   WHERE held = ANY ($2) ORDER BY id DESC`;

const alertsSql = `
  SELECT agent, count(*)::integer AS count FROM alerts
   WHERE org_id = $1 AND state = 'open' AND agent = ANY ($2) GROUP BY agent`;

function normOf(state: Buffer): bigint | null {
  return usualOf(decodeNorm(state), 'cost')?.norm ?? null;
}

/** The states of some agents, by their ids; an agent of whom nothing is known is missing. */
export async function readAgentStates(
  db: Queryable,
  orgId: string,
  agents: readonly string[],
  nowMs: number,
): Promise<ReadonlyMap<string, AgentState>> {
  const values = [orgId, agents];
  const used = await db.query<{ agent: string; time: number }>(lastUsedSql, values);
  const norms = await db.query<{ agent: string; state: Buffer }>(normsSql, values);
  const held = await db.query<RestrictionRow & { held: string }>(heldSql, [...values, new Date(nowMs)]);
  const alerts = await db.query<{ agent: string; count: number }>(alertsSql, values);
  const lastUsed = new Map(used.rows.map(({ agent, time }) => [agent, time]));
  const known = new Map(norms.rows.map(({ agent, state }) => [agent, normOf(state)]));
  const open = new Map(alerts.rows.map(({ agent, count }) => [agent, count]));
  return new Map(
    agents.map((agent) => [
      agent,
      {
        lastUsedMs: lastUsed.get(agent) ?? null,
        normNanoUsd: known.get(agent) ?? null,
        restrictions: held.rows.filter((row) => row.held === agent).map(restrictionOf),
        openAlerts: open.get(agent) ?? 0,
      },
    ]),
  );
}
