import type { Transaction } from '../../store/connection.ts';
import type { NewAlert } from '../alerts/alert.ts';
import { bySystem } from '../audit/change.ts';
import { changeOrgWithin, type OrgTransactions } from '../org-transaction.ts';
import { pauseAgent } from '../registry/change-entry.ts';

/** Pauses the agents of some alerts, in the transaction that raised them. */
export type PauseAgents = (tx: Transaction, orgId: string, alerts: readonly NewAlert[]) => Promise<void>;

/**
 * Their next calls are refused, and answers that stream are cut off, until an operator resumes them. The audit log says
 * which alert it was for.
 */
export function createAnomalyPauses(clock: OrgTransactions['clock']): PauseAgents {
  return async (tx, orgId, alerts) => {
    const byAgent = new Map(alerts.map((alert) => [alert.agent, alert]));
    for (const [agent, { id }] of byAgent) {
      if (agent === null) continue;
      const work = async (org: Parameters<typeof pauseAgent>[0]): Promise<unknown> => pauseAgent(org, agent, true, id);
      await changeOrgWithin(tx, { orgId, by: bySystem('anomaly', id), work }, clock);
    }
  };
}
