import { alertedBudget, type Budget, markedBudgets, thresholdEvent } from '@cofferdam/core';
import { alertOfEvent } from '../alerts/alert-of-event.ts';
import { raiseAlerts } from '../alerts/raise-alerts.ts';
import type { OrgTransaction } from '../org-transaction.ts';
import { statements } from './statements.ts';

interface PassedRow {
  subject: string;
  window_start: number;
  window_end: number | null;
  spent: bigint;
  reserved: bigint;
}

/**
 * Tells of the thresholds that are passed already when a budget is made or its limit is lowered: no charge will cross
 * them any more. Each fires once, as if a charge had.
 */
export async function tellPassed({ tx, orgId, nowMs }: OrgTransaction, budget: Budget): Promise<void> {
  const marks = markedBudgets([budget]).get(budget.id)?.marks ?? [];
  const [first] = marks;
  if (first === undefined) return;
  const values = [orgId, budget.id, new Date(nowMs), first.amount];
  const { rows } = await tx.query<PassedRow>({ ...statements.passedCounters, values });
  const events = rows.flatMap(({ subject, window_start: windowStartMs, window_end: windowEndMs, spent, reserved }) => {
    const figures = alertedBudget(budget, { subject, windowStartMs, windowEndMs, spent, reserved });
    const agent = budget.per === 'agent' ? subject : null;
    const team = budget.per === 'team' ? subject : null;
    const passed = marks.filter((mark) => spent >= mark.amount);
    return passed.map(({ ppm }) => thresholdEvent(figures, ppm, { agent, team, run: null }));
  });
  await raiseAlerts(
    tx,
    orgId,
    events.map((event) => alertOfEvent(event, nowMs)),
  );
}
