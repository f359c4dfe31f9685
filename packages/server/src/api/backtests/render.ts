import { type Budget, formatUsd, limitOfBudget } from '@cofferdam/core';
import { figure, limitFigures } from '../../errors/describe-refusal.ts';
import type { CountersNow } from '../../services/backtests/counters-now.ts';
import type { Backtest } from '../../services/backtests/run-backtest.ts';
import type { BudgetTally, RefusedSum } from '../../services/backtests/tally.ts';
import { utilisationOf } from '../budgets/render.ts';
import { timeText, timeTextOrNull } from '../render.ts';

/** Longer lists are for a query language. */
const maxRows = 50;

function renderSum({ calls, savedNanoUsd }: RefusedSum): Record<string, unknown> {
  return { refused_calls: calls, saved_usd: formatUsd(savedNanoUsd) };
}

/** Those that would have lost most first. */
function largest(sums: ReadonlyMap<string, RefusedSum>, name: string): Record<string, unknown>[] {
  const rows = [...sums].toSorted(([a, one], [b, other]) => {
    if (other.savedNanoUsd !== one.savedNanoUsd) return other.savedNanoUsd > one.savedNanoUsd ? 1 : -1;
    return a < b ? -1 : 1;
  });
  return rows.slice(0, maxRows).map(([label, sum]) => ({
    [name]: label,
    ...renderSum(sum),
    first_refused_at: timeText(sum.firstMs),
  }));
}

function renderPeak({ budget, peak }: BudgetTally): Record<string, unknown> | null {
  if (peak === null) return null;
  const { unit, limit } = budget;
  return {
    utilisation: limit === 0n ? null : Math.round((Number(peak.spent) / Number(limit)) * 10_000) / 10_000,
    [`spent_${unit}`]: figure(unit, peak.spent),
    subject: peak.subject,
    window_start: timeText(peak.windowStartMs),
    time: timeText(peak.timeMs),
  };
}

const nothingRefused: RefusedSum = { calls: 0, savedNanoUsd: 0n, firstMs: 0 };

/** The counters that the budget would begin with. */
function renderNow(budget: Budget, { subjects, passed, counters }: CountersNow): Record<string, unknown> {
  return {
    subjects,
    passed,
    counters: counters.map((counter) => ({
      subject: counter.subject,
      window_start: timeText(counter.windowStartMs),
      window_end: timeTextOrNull(counter.windowEndMs),
      ...limitFigures(limitOfBudget(budget), counter),
      utilisation: utilisationOf(budget, counter),
    })),
  };
}

function renderTally(tally: BudgetTally, tasksLost: number, now: CountersNow): Record<string, unknown> {
  const { budget, all, bySubject, byAgent, byDay, windows, windowCount } = tally;
  const sum = all.get('');
  return {
    name: budget.name,
    per: budget.per,
    window: budget.window,
    timezone: budget.timeZone,
    enforcement: budget.enforcement,
    [`limit_${budget.unit}`]: figure(budget.unit, budget.limit),
    ...renderSum(sum ?? nothingRefused),
    tasks_lost: tasksLost,
    first_refused_at: timeTextOrNull(sum?.firstMs ?? null),
    subjects: bySubject.size,
    by_subject: largest(bySubject, 'subject'),
    agents: byAgent.size,
    by_agent: largest(byAgent, 'agent'),
    daily: [...byDay].map(([day, one]) => ({ time: timeText(Number(day)), ...renderSum(one) })),
    windows: windowCount,
    by_window: windows.map((one) => ({
      subject: one.subject,
      window_start: timeText(one.startMs),
      window_end: timeTextOrNull(one.endMs),
      ...renderSum(one),
      first_refused_at: timeText(one.firstMs),
    })),
    peak: renderPeak(tally),
    now: renderNow(budget, now),
  };
}

const notes = [
  'Records are replayed, not reservations: each call asks for what it cost in the end. A live call asks for the most that it may cost, and is refused a little earlier.',
  'Nobody knows what an agent would have done after a refusal: its later calls are replayed as they happened.',
  'Usage that was reported afterwards is treated as if it had asked first. What has no price asks for nothing.',
];

export function renderBacktest({ totals, budgets, tasksLost, now }: Backtest): Record<string, unknown> {
  const lostBy = (index: number): number => {
    let count = 0;
    for (const bits of tasksLost.values()) if ((bits & (1 << index)) !== 0) count += 1;
    return count;
  };
  return {
    records: totals.records,
    calls: totals.calls,
    cost_usd: formatUsd(totals.costNanoUsd),
    unpriced_records: totals.unpricedRecords,
    refused_calls: totals.refusedCalls,
    saved_usd: formatUsd(totals.savedNanoUsd),
    tasks_lost: tasksLost.size,
    first_refused_at: timeTextOrNull(totals.firstMs),
    budgets: budgets.map((tally, index) => renderTally(tally, lostBy(index), now[index]!)),
    notes,
  };
}
