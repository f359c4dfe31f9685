import type { Pool } from '../../store/connection.ts';
import type { CallPolicy } from './call-policy.ts';
import { createShortMemory } from './short-memory.ts';

export interface AgentPolicies {
  /** Null where the agent has none, or is not registered yet. */
  find(orgId: string, agent: string): CallPolicy | null | Promise<CallPolicy | null>;
  /** Forgets an agent's policy at once, on this node; others follow when their memory of it runs out. */
  forget(orgId: string, agent: string): void;
}

/** For how long a policy is taken as it was last read. */
const memoryMs = 2_000;

const findSql = `SELECT policy FROM registry WHERE org_id = $1 AND kind = 'agent' AND id = $2`;

/** Finds what agents may ask of a model, and remembers it for a moment: also that there is no rule, as is most often so. */
export function createAgentPolicies(pool: Pool, nowMs: () => number): AgentPolicies {
  const memory = createShortMemory<CallPolicy | null>(nowMs, memoryMs);
  const keyOf = (orgId: string, agent: string): string => `${orgId} ${agent}`;

  async function read(orgId: string, agent: string): Promise<CallPolicy | null> {
    const { rows } = await pool.query<{ policy: CallPolicy | null }>(findSql, [orgId, agent]);
    return rows[0]?.policy ?? null;
  }

  return {
    find: (orgId, agent) => memory.get(keyOf(orgId, agent), () => read(orgId, agent)),
    forget: (orgId, agent) => memory.forget(keyOf(orgId, agent)),
  };
}
