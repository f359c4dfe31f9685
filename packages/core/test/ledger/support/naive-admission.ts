import { limitName, type NaiveLimit } from './naive-limits.ts';

/** Why a command is refused: a code, and which limit. */
export class Refused extends Error {}

export function refuse(code: string, where = ''): never {
  throw new Refused(`${code} ${where}`.trim());
}

export interface Needs {
  readonly usd: bigint;
  readonly tokens: bigint;
  readonly requests: bigint;
  readonly concurrent: bigint;
}

export interface Figures {
  readonly spent: bigint;
  readonly reserved: bigint;
}

interface AskedWallet {
  readonly balance: bigint;
  readonly reserved: bigint;
  readonly needs: bigint;
}

const order = ['run', 'agent', 'workflow', 'connection', 'user', 'team', 'model', 'org'];

/** Where not every limit has room: 0 for good, 1 until the next window, 2 until open reservations are closed. */
interface Misfit {
  readonly rank: 0 | 1 | 2;
  readonly limit: NaiveLimit;
}

function misfitOf(limit: NaiveLimit, need: bigint, { spent, reserved }: Figures, amount: bigint): Misfit[] {
  const fits = (room: bigint): boolean => (need === 0n && limit.allowFree) || (room > 0n && need <= room);
  if (fits(amount - spent - reserved)) return [];
  if (fits(amount - spent)) return [{ rank: 2, limit }];
  const isRate = limit.window === 'minute' && ['tokens', 'requests'].includes(limit.unit) && fits(limit.amount);
  return [{ rank: isRate ? 1 : 0, limit }];
}

/**
 * Refuses what any hard limit, or the wallet, has no room for; the refusal that comes first is the one that is told.
 * Answers with the limits that it fits only because their allowance is `open` to it.
 */
export function naiveAdmit(
  limits: readonly NaiveLimit[],
  needs: Needs,
  all: ReadonlyMap<string, Figures>,
  wallet: AskedWallet | null,
  open: (name: string) => boolean,
): string[] {
  const hard = limits.filter((limit) => limit.hard);
  const misfitsAt = (amountOf: (limit: NaiveLimit) => bigint): Misfit[] =>
    hard.flatMap((limit) => {
      const figures = all.get(limitName(limit)) ?? { spent: 0n, reserved: 0n };
      return misfitOf(limit, needs[limit.unit], figures, amountOf(limit));
    });
  const withoutAllowance = misfitsAt(({ amount, allowance }) => amount - allowance);
  const misfits = misfitsAt((limit) => limit.amount - (open(limitName(limit)) ? 0n : limit.allowance)).toSorted(
    (a, b) =>
      a.rank - b.rank ||
      order.indexOf(a.limit.per) - order.indexOf(b.limit.per) ||
      (a.limit.id < b.limit.id ? -1 : Number(a.limit.id > b.limit.id)),
  );
  const [first] = misfits;
  if (first?.rank === 0) {
    refuse(first.limit.per === 'run' ? 'run_cap_exceeded' : 'budget_exceeded', limitName(first.limit));
  }
  if (wallet !== null && wallet.needs > wallet.balance) refuse('insufficient_credit');
  if (first?.rank === 1) refuse('rate_limited', limitName(first.limit));
  if (first?.rank === 2) refuse('budget_in_flight', limitName(first.limit));
  if (wallet !== null && wallet.needs > wallet.balance - wallet.reserved) refuse('budget_in_flight', 'wallet');
  return withoutAllowance.map(({ limit }) => limitName(limit));
}
