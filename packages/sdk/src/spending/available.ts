import type { Answer } from '../operations.ts';
import { nanoOf, usdOf } from './money.ts';

type Reserved = Answer<'POST /v1/reservations'>;

/** What is left, as of the last reservation and of what this process has settled since. Others spend too: it advises. */
export interface Available {
  /** The least that any hard budget of USD, or the wallet, has left; null where nothing limits. */
  readonly usd: string | null;
  /** Which of them that is: the name of a budget, or `wallet`. */
  readonly nearest: string | null;
  /** What matched the last reservation, as its answer had it. */
  readonly budgets: Reserved['budgets'];
  readonly wallet: Reserved['wallet'];
}

/** Keeps what answers say of what is left. */
export interface Availability {
  /** Takes the answer to a reservation, and the number of the org's change that it speaks of. */
  reserved(answer: Reserved, seq: number): void;
  /** Takes what the end of a reservation gave back. */
  closed(amountUsd: string, costUsd: string | null, seq: number): void;
  /** Null before the first reservation. */
  now(): Available | null;
}

interface Freed {
  readonly seq: number;
  readonly nano: bigint;
}

function nearestOf({ budgets, wallet }: Reserved, freed: bigint): Pick<Available, 'usd' | 'nearest'> {
  const hard = budgets.filter(({ enforcement }) => enforcement === 'hard');
  const lefts = hard.flatMap(({ name, available_usd: usd }) =>
    usd === undefined ? [] : [{ name, nano: nanoOf(usd) }],
  );
  if (wallet !== null) lefts.push({ name: 'wallet', nano: nanoOf(wallet.available_usd) });
  const [first, ...others] = lefts;
  if (first === undefined) return { usd: null, nearest: null };
  const least = others.reduce((one, other) => (other.nano < one.nano ? other : one), first);
  return { usd: usdOf(least.nano + freed), nearest: least.name };
}

export function createAvailability(): Availability {
  let last: Reserved | null = null;
  let lastSeq = -1;
  let frees: Freed[] = [];
  return {
    reserved(answer, seq) {
      // Answers overtake each other: the one that speaks of the later change counts.
      if (seq < lastSeq) return;
      last = answer;
      lastSeq = seq;
      frees = frees.filter((freed) => freed.seq > seq);
    },
    closed(amountUsd, costUsd, seq) {
      if (seq > lastSeq) frees.push({ seq, nano: nanoOf(amountUsd) - nanoOf(costUsd ?? amountUsd) });
    },
    now() {
      if (last === null) return null;
      const freed = frees.reduce((sum, { nano }) => sum + nano, 0n);
      return { ...nearestOf(last, freed), budgets: last.budgets, wallet: last.wallet };
    },
  };
}
