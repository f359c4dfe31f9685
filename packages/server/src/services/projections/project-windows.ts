import {
  type Budget,
  isPaceKnown,
  leastRecentCharges,
  type Overrun,
  projectWindow,
  recentFromMs,
  type WindowUnderWay,
} from '@cofferdam/core';
import type { Transaction } from '../../store/connection.ts';
import { type SpentRow, sumSpent } from '../budgets/seed.ts';
import type { OpenWindow } from './open-windows.ts';

/** A window whose limit will be passed before it ends. */
export interface ProjectedOverrun extends OpenWindow {
  readonly projected: bigint;
  readonly crossesAtMs: number;
}

function underWay({ windowStartMs: startMs, windowEndMs: endMs }: OpenWindow, nowMs: number): WindowUnderWay {
  return { startMs, endMs, nowMs };
}

/** Whether the window's own pace would take it past its limit: only then its recent part is worth a look. */
function isSuspect(open: OpenWindow, nowMs: number): boolean {
  const window = underWay(open, nowMs);
  const { spent, budget } = open;
  if (spent >= budget.limit || !isPaceKnown(window)) return false;
  return projectWindow(window, { spent, limit: budget.limit, recent: spent }).projected > budget.limit;
}

function projectedOf(open: OpenWindow, nowMs: number, recent: SpentRow | undefined): Overrun | null {
  if (recent === undefined || recent.charges < leastRecentCharges) return null;
  const { spent, budget } = open;
  return projectWindow(underWay(open, nowMs), { spent, limit: budget.limit, recent: recent.amount });
}

async function projectBudget(
  tx: Transaction,
  orgId: string,
  budget: Budget,
  windows: readonly OpenWindow[],
  nowMs: number,
): Promise<ProjectedOverrun[]> {
  const fromMs = recentFromMs(underWay(windows[0]!, nowMs));
  const recent = await sumSpent(tx, orgId, budget, { fromMs, toMs: nowMs + 1 });
  const bySubject = new Map(recent.map((row) => [row.subject, row]));
  return windows.flatMap((open) => {
    const overrun = projectedOf(open, nowMs, bySubject.get(open.subject));
    if (overrun === null || overrun.crossesAtMs === null) return [];
    return [{ ...open, projected: overrun.projected, crossesAtMs: overrun.crossesAtMs }];
  });
}

/** Which of the windows are on course to pass their limits, the first to do so first. */
export async function projectWindows(
  tx: Transaction,
  orgId: string,
  windows: readonly OpenWindow[],
  nowMs: number,
): Promise<ProjectedOverrun[]> {
  const byBudget = new Map<Budget, OpenWindow[]>();
  for (const open of windows) {
    if (!isSuspect(open, nowMs)) continue;
    byBudget.set(open.budget, [...(byBudget.get(open.budget) ?? []), open]);
  }
  const found: ProjectedOverrun[] = [];
  for (const [budget, open] of byBudget) found.push(...(await projectBudget(tx, orgId, budget, open, nowMs)));
  return found.toSorted((a, b) => a.crossesAtMs - b.crossesAtMs);
}
