import { type Budget, type Counter, orgSubject, windowAt } from '@cofferdam/core';
import type { Queryable } from '../../store/connection.ts';
import { budgetOf, type BudgetRow } from '../../store/config/load-config.ts';
import { counterOfRow, type CounterRow } from '../../store/lane/counter-row.ts';
import type { KeptEntry } from '../registry/entry.ts';
import { statements } from './statements.ts';

/** A budget that holds an agent, with what it has counted in the window that is open. */
export interface AgentBudget {
  readonly budget: Budget;
  readonly counter: Counter;
  /** Whether it counts everything that the agent does; else what `match` says, of models for instance. */
  readonly holdsAll: boolean;
}

/** Whose calls a budget counts: the agent's, as far as its own labels decide; null where it never counts them. */
function subjectFor({ per, match }: Budget, { id, team }: KeptEntry): string | null {
  if (match.agent !== undefined && !match.agent.includes(id)) return null;
  if (match.team !== undefined && (team === null || !match.team.includes(team))) return null;
  if (per === 'org') return orgSubject;
  if (per === 'agent') return id;
  return per === 'team' ? team : null;
}

function holdsAll({ match }: Budget): boolean {
  return Object.keys(match).every((dimension) => dimension === 'agent' || dimension === 'team');
}

/** A counter exists from its first charge on; before, nothing is spent. */
function emptyCounter({ id, window, timeZone }: Budget, subject: string, nowMs: number): Counter {
  const { startMs, endMs } = windowAt(window, timeZone, nowMs);
  const nothing = { spent: 0n, reserved: 0n, woundDownBy: null, restraint: null };
  return { budgetId: id, subject, windowStartMs: startMs, windowEndMs: endMs, ...nothing };
}

/**
 * The budgets that hold an agent: its own, its team's and the org's. Those per workflow, connection, user, model or run
 * hold single calls, by labels that are not the agent's: they are not among these.
 */
export async function listAgentBudgets(
  db: Queryable,
  orgId: string,
  agent: KeptEntry,
  nowMs: number,
): Promise<AgentBudget[]> {
  const { rows } = await db.query<BudgetRow>({ ...statements.allBudgets, values: [orgId] });
  const held = rows.map(budgetOf).flatMap((budget) => {
    const subject = subjectFor(budget, agent);
    return subject === null ? [] : [{ budget, subject }];
  });
  const values = [orgId, held.map(({ budget }) => budget.id), held.map(({ subject }) => subject), new Date(nowMs)];
  const open = await db.query<CounterRow>({ ...statements.openCounters, values });
  const counters = new Map(open.rows.map((row) => [row.budget_id, counterOfRow(row)]));
  return held.map(({ budget, subject }) => ({
    budget,
    counter: counters.get(budget.id) ?? emptyCounter(budget, subject, nowMs),
    holdsAll: holdsAll(budget),
  }));
}
