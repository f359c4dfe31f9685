import { availableOf, type CounterView } from '@cofferdam/core';
import type { Admitted } from './open-call.ts';

/** What is left of the USD budget with the least left, and its name. */
export interface Remaining {
  readonly budgetName: string;
  readonly availableNanoUsd: bigint;
}

/** What is left for ordinary calls, and what the limit itself leaves, with the allowance for a last call. */
function leftOf(counter: CounterView): { readonly ordinary: bigint; readonly inAll: bigint } {
  const { limit, spent, reserved } = counter;
  return { ordinary: availableOf(limit, counter), inAll: limit.amount - spent - reserved };
}

/**
 * The tightest of the budgets that the call counts in, as it stood when the call was admitted: with what the call holds
 * taken off, or what it cost once that is known. An allowance that was used for a last call is no debt of ordinary ones.
 * Null where none applies.
 */
export function remainingOf(
  { counters, reservation }: Pick<Admitted, 'counters' | 'reservation'>,
  costNanoUsd: bigint | null,
): Remaining | null {
  let tightest: CounterView | null = null;
  for (const counter of counters) {
    if (counter.limit.unit !== 'usd') continue;
    if (tightest === null || leftOf(counter).ordinary < leftOf(tightest).ordinary) tightest = counter;
  }
  if (tightest === null) return null;
  const freed = costNanoUsd === null ? 0n : reservation.amountNanoUsd - costNanoUsd;
  const { ordinary, inAll } = leftOf(tightest);
  const isAllowance = ordinary + freed < 0n && inAll + freed >= 0n;
  return { budgetName: tightest.limit.name, availableNanoUsd: isAllowance ? 0n : ordinary + freed };
}
