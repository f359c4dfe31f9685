import { availableOf, type CounterView } from '@cofferdam/core';
import type { Admitted } from './open-call.ts';

/** What is left of the USD budget with the least left, and its name. */
export interface Remaining {
  readonly budgetName: string;
  readonly availableNanoUsd: bigint;
}

/** What ordinary calls may still use: the allowance for a last call is none of theirs, nor a debt once it is used. */
function leftOf(counter: CounterView): bigint {
  const { limit, spent, reserved } = counter;
  const available = availableOf(limit, counter);
  return available < 0n && limit.amount - spent - reserved >= 0n ? 0n : available;
}

/**
 * The tightest of the budgets that the call counts in, as it stood when the call was admitted: with what the call holds
 * taken off, or what it cost once that is known. Null where none applies.
 */
export function remainingOf(
  { counters, reservation }: Pick<Admitted, 'counters' | 'reservation'>,
  costNanoUsd: bigint | null,
): Remaining | null {
  let tightest: CounterView | null = null;
  for (const counter of counters) {
    if (counter.limit.unit !== 'usd') continue;
    if (tightest === null || leftOf(counter) < leftOf(tightest)) tightest = counter;
  }
  if (tightest === null) return null;
  const freed = costNanoUsd === null ? 0n : reservation.amountNanoUsd - costNanoUsd;
  return { budgetName: tightest.limit.name, availableNanoUsd: leftOf(tightest) + freed };
}
