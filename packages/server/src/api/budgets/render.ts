import { type Budget, type Counter, heldBy, limitOfBudget } from '@cofferdam/core';
import { limitFigures } from '../../errors/describe-refusal.ts';
import { actionFacts, budgetFacts } from '../../services/budgets/budget-facts.ts';
import { timeText, timeTextOrNull } from '../render.ts';

/** A budget as every route shows it. */
export function renderBudget(budget: Budget): Record<string, unknown> {
  return {
    id: budget.id,
    ...budgetFacts(budget),
    counts_from: timeText(budget.countsFromMs),
    created_at: timeText(budget.createdMs),
  };
}

/** The part of the limit that is spent and reserved, to a millionth; null where the limit is nothing. */
export function utilisationOf(
  { limit }: Budget,
  { spent, reserved }: Pick<Counter, 'spent' | 'reserved'>,
): number | null {
  return limit === 0n ? null : Math.round((Number(spent + reserved) / Number(limit)) * 1e6) / 1e6;
}

/** What a budget has counted for one subject in one window. */
export function renderCounter(budget: Budget, counter: Counter): Record<string, unknown> {
  return {
    subject: counter.subject,
    window_start: timeText(counter.windowStartMs),
    window_end: timeTextOrNull(counter.windowEndMs),
    ...limitFigures(limitOfBudget(budget), counter),
    utilisation: utilisationOf(budget, counter),
    restrictions: heldBy(limitOfBudget(budget), counter).map(({ id, ...action }) => ({ id, ...actionFacts(action) })),
  };
}
