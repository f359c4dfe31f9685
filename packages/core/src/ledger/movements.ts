import type { Counter } from '../budgets/counter.ts';
import type { CounterMove } from './effects.ts';

interface Movement {
  readonly key: string;
  readonly counter: Counter;
  spent: bigint;
  reserved: bigint;
}

/** The moves of a decision, added up for each counter. */
export function movements(moves: readonly CounterMove[]): Iterable<Movement> {
  const byKey = new Map<string, Movement>();
  for (const { key, counter, spent, reserved } of moves) {
    const known = byKey.get(key);
    if (known === undefined) byKey.set(key, { key, counter, spent, reserved });
    else {
      known.spent += spent;
      known.reserved += reserved;
    }
  }
  return byKey.values();
}
