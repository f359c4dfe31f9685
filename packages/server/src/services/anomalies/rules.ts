import { type AnomalyRules, defaultAnomalyRules } from '@cofferdam/core';
import type { Queryable } from '../../store/connection.ts';
import { statements } from './statements.ts';

/** What is said of an org or an agent; null is what stands above it: the org, and above that the default. */
export type OwnRules = { readonly [name in keyof AnomalyRules]: AnomalyRules[name] | null };

interface RulesRow {
  readonly agent: string;
  readonly enabled: boolean | null;
  readonly factor: number | null;
  readonly min_charges: number | null;
  readonly min_runs: number | null;
  readonly min_amount_nano_usd: bigint | null;
  readonly loop_requests: number | null;
  readonly loop_window_seconds: number | null;
  readonly pause: boolean | null;
  readonly updated_at: number;
}

export const noRules: OwnRules = {
  enabled: null,
  factor: null,
  minCharges: null,
  minRuns: null,
  minAmountNanoUsd: null,
  loopRequests: null,
  loopWindowMs: null,
  pause: null,
};

function ownRulesOf(row: RulesRow): OwnRules {
  return {
    enabled: row.enabled,
    factor: row.factor,
    minCharges: row.min_charges,
    minRuns: row.min_runs,
    minAmountNanoUsd: row.min_amount_nano_usd,
    loopRequests: row.loop_requests,
    loopWindowMs: row.loop_window_seconds === null ? null : row.loop_window_seconds * 1_000,
    pause: row.pause,
  };
}

/** Rules laid over others: what is null lets the other through. */
function overlaid(base: AnomalyRules, own: OwnRules): AnomalyRules {
  return {
    enabled: own.enabled ?? base.enabled,
    factor: own.factor ?? base.factor,
    minCharges: own.minCharges ?? base.minCharges,
    minRuns: own.minRuns ?? base.minRuns,
    minAmountNanoUsd: own.minAmountNanoUsd ?? base.minAmountNanoUsd,
    loopRequests: own.loopRequests ?? base.loopRequests,
    loopWindowMs: own.loopWindowMs ?? base.loopWindowMs,
    pause: own.pause ?? base.pause,
  };
}

/** The rules of an org, and of those of its agents that were asked for and differ from it. */
export interface RuleBook {
  readonly org: AnomalyRules;
  readonly own: ReadonlyMap<string, OwnRules>;
  rulesOf(agent: string): AnomalyRules;
}

/** The key of the org's own rules among those of its agents. */
const orgItself = '';

export async function loadRules(db: Queryable, orgId: string, agents: readonly string[]): Promise<RuleBook> {
  const { rows } = await db.query<RulesRow>({ ...statements.loadRules, values: [orgId, agents] });
  const own = new Map(rows.map((row) => [row.agent, ownRulesOf(row)]));
  const org = overlaid(defaultAnomalyRules, own.get(orgItself) ?? noRules);
  own.delete(orgItself);
  const byAgent = new Map([...own].map(([agent, rules]) => [agent, overlaid(org, rules)]));
  return { org, own, rulesOf: (agent) => byAgent.get(agent) ?? org };
}

/** The agents that have rules of their own. */
export async function agentsWithRules(db: Queryable, orgId: string): Promise<readonly string[]> {
  const { rows } = await db.query<{ agent: string }>({ ...statements.listAgents, values: [orgId] });
  return rows.map(({ agent }) => agent);
}
