import { type Budget, type Leg, type Touched, windowAt } from '@cofferdam/core';
import type { RecordedCall } from './past-calls.ts';

/** What was refused of some kind. */
export interface RefusedSum {
  calls: number;
  savedNanoUsd: bigint;
  readonly firstMs: number;
}

/** What was refused to one subject in one window. */
export interface RefusedWindow extends RefusedSum {
  readonly subject: string;
  readonly startMs: number;
  readonly endMs: number | null;
}

/** The most that one counter of a budget came to. */
export interface Peak {
  readonly spent: bigint;
  readonly subject: string;
  readonly windowStartMs: number;
  readonly timeMs: number;
}

/** More windows than this are counted, and not listed. */
const maxWindows = 200;

function add(sums: Map<string, RefusedSum>, key: string, call: RecordedCall): void {
  const known = sums.get(key);
  if (known === undefined) sums.set(key, { calls: 1, savedNanoUsd: call.costNanoUsd, firstMs: call.budgetTimeMs });
  else {
    known.calls += 1;
    known.savedNanoUsd += call.costNanoUsd;
  }
}

/** What one budget would have done. */
export class BudgetTally {
  readonly budget: Budget;
  readonly all = new Map<string, RefusedSum>();
  readonly bySubject = new Map<string, RefusedSum>();
  readonly byAgent = new Map<string, RefusedSum>();
  readonly byDay = new Map<string, RefusedSum>();
  readonly windows: RefusedWindow[] = [];
  windowCount = 0;
  peak: Peak | null = null;
  /** The window of each subject in which it was refused last. */
  readonly #present = new Map<string, { readonly startMs: number; readonly listed: RefusedWindow | null }>();

  constructor(budget: Budget) {
    this.budget = budget;
  }

  refuse({ leg, counter }: Touched, call: RecordedCall): void {
    const { startMs } = windowAt('day', this.budget.timeZone, call.budgetTimeMs);
    add(this.all, '', call);
    add(this.bySubject, leg.subject, call);
    add(this.byAgent, call.dimensions.agent, call);
    add(this.byDay, String(startMs), call);
    this.#refuseInWindow(leg, call);
    this.#see(leg, counter.spent, call);
  }

  count({ leg, counter }: Touched, call: RecordedCall): void {
    this.#see(leg, counter.spent, call);
  }

  #refuseInWindow({ subject, window }: Leg, { costNanoUsd, budgetTimeMs }: RecordedCall): void {
    const known = this.#present.get(subject);
    if (known?.startMs === window.startMs) {
      if (known.listed === null) return;
      known.listed.calls += 1;
      known.listed.savedNanoUsd += costNanoUsd;
      return;
    }
    this.windowCount += 1;
    const refused = { subject, ...window, calls: 1, savedNanoUsd: costNanoUsd, firstMs: budgetTimeMs };
    const listed = this.windows.length < maxWindows ? refused : null;
    if (listed !== null) this.windows.push(listed);
    this.#present.set(subject, { startMs: window.startMs, listed });
  }

  #see({ subject, window }: Leg, spent: bigint, { budgetTimeMs: timeMs }: RecordedCall): void {
    if (this.peak !== null && spent <= this.peak.spent) return;
    this.peak = { spent, subject, windowStartMs: window.startMs, timeMs };
  }
}
