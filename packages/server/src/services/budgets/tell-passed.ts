import {
  alertedBudget,
  type Budget,
  markedBudgets,
  type Restraint,
  takeActions,
  thresholdEvent,
  type AlertEvent,
} from '@cofferdam/core';
import { alertOfEvent } from '../alerts/alert-of-event.ts';
import { raiseAlerts } from '../alerts/raise-alerts.ts';
import { newId } from '../ids.ts';
import type { OrgTransaction } from '../org-transaction.ts';
import { writeTaken } from '../restrictions/write-taken.ts';
import { statements } from './statements.ts';

interface PassedRow {
  subject: string;
  window_start: number;
  window_end: number | null;
  spent: bigint;
  reserved: bigint;
  restraint: Restraint | null;
}

/** Takes the actions that a counter has passed; what was taken under this limit is not taken again. */
async function act(org: OrgTransaction, budget: Budget, row: PassedRow): Promise<AlertEvent[]> {
  const { subject, window_start: windowStartMs, window_end: windowEndMs, spent, reserved, restraint } = row;
  const place = { budgetId: budget.id, subject, windowStartMs, windowEndMs, restraint };
  const { nowMs: timeMs } = org;
  const crossing = { before: -1n, after: spent, agent: null, timeMs, newId: () => newId(timeMs) };
  const taken = takeActions(budget, place, crossing);
  if (taken !== null) await writeTaken(org, place, taken);
  const figures = alertedBudget(budget, { subject, windowStartMs, windowEndMs, spent, reserved });
  const agent = budget.per === 'agent' ? subject : null;
  const team = budget.per === 'team' ? subject : null;
  const passed = (markedBudgets([budget]).get(budget.id)?.marks ?? []).filter((mark) => spent >= mark.amount);
  return passed.map(({ ppm }) => thresholdEvent(figures, ppm, { agent, team, run: null }, taken?.restrictions));
}

/**
 * Tells of the thresholds that are passed already when a budget is made or changed, and takes the actions that are due
 * at them: no charge will cross them any more. Each once, as if a charge had. `tells` picks what is told of.
 */
export async function tellPassed(
  org: OrgTransaction,
  budget: Budget,
  tells: (event: AlertEvent) => boolean = () => true,
): Promise<void> {
  const { tx, orgId, nowMs } = org;
  const [first] = markedBudgets([budget]).get(budget.id)?.marks ?? [];
  if (first === undefined) return;
  const values = [orgId, budget.id, new Date(nowMs), first.amount];
  const { rows } = await tx.query<PassedRow>({ ...statements.passedCounters, values });
  const events: AlertEvent[] = [];
  for (const row of rows) events.push(...(await act(org, budget, row)));
  const alerts = events.filter(tells).map((event) => alertOfEvent(event, nowMs));
  await raiseAlerts(tx, orgId, alerts);
}
