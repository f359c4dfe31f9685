import { blockOf, fullThrottle, minuteStart, type TakenAction } from '../actions/restraint.ts';
import { perOrder } from '../budgets/budget.ts';
import type { Counter, Limit } from '../budgets/counter.ts';
import { counterOf, type Leg } from './legs.ts';
import { shortfallOf, type Refusal } from './refusal.ts';
import type { LedgerState } from './state.ts';
import { creditLine, walletAvailable, walletUnspent, type Wallet } from './wallet.ts';

/** What is to be reserved, in each unit; tokens are null where the caller gave no estimate. */
export interface Need {
  readonly usd: bigint;
  readonly tokens: bigint | null;
  readonly requests: bigint;
  readonly concurrent: bigint;
}

/** `probe` asks whether anything is left at all, without reserving. */
export type Purpose = 'reserve' | 'probe';

/**
 * Who asks: a call like any other, somebody's last call, or a reservation that grows and may have taken an allowance.
 * An allowance that was taken is gone, also while its taker is open: what is left of it is nobody's.
 */
export type Asker = 'any' | 'last' | { readonly reservationId: string };

type Fit = 'fits' | 'terminal' | 'rate_limited' | 'in_flight';

/** What a leg takes of its counter. An unknown number of tokens takes none: hard token budgets refuse it before. */
export function needOf(need: Need, limit: Limit): bigint {
  return need[limit.unit] ?? 0n;
}

/**
 * A call that costs nothing passes an exhausted budget only where the budget says so, and then also one that true cost
 * has taken past its limit.
 */
function fitsIn(room: bigint, required: bigint, allowFree: boolean): boolean {
  if (required === 0n && allowFree) return true;
  return room > 0n && required <= room;
}

/** What the limit keeps from this asker for somebody's last call. */
function keptFrom(asker: Asker, limit: Limit, counter: Counter): bigint {
  if (asker === 'any' || limit.windDown === 0n) return limit.windDown;
  const taker = asker === 'last' ? null : asker.reservationId;
  return counter.woundDownBy === taker ? 0n : limit.windDown;
}

/**
 * Whether the amount fits a counter now. What does not is terminal iff it would not fit even if every open
 * reservation were given back; a minute of tokens or requests passes by itself, unless it could never hold so much.
 */
function fitOf(limit: Limit, counter: Counter, required: bigint, asker: Asker): Fit {
  const unspent = limit.amount - keptFrom(asker, limit, counter) - counter.spent;
  if (fitsIn(unspent - counter.reserved, required, limit.allowFree)) return 'fits';
  if (fitsIn(unspent, required, limit.allowFree)) return 'in_flight';
  const isRate = limit.window === 'minute' && (limit.unit === 'tokens' || limit.unit === 'requests');
  return isRate && fitsIn(limit.amount, required, limit.allowFree) ? 'rate_limited' : 'terminal';
}

/** Whether a last call that fits needs the allowance to do so: one that fits without leaves it to a later one. */
export function takesAllowance(limit: Limit, counter: Counter, required: bigint): boolean {
  return limit.windDown > 0n && limit.hard && fitOf(limit, counter, required, 'any') !== 'fits';
}

/** Whether a counter has room for a call like any other; a soft limit has room for everything. */
export function hasRoom(limit: Limit, counter: Counter, need: Need): boolean {
  return !limit.hard || fitOf(limit, counter, needOf(need, limit), 'any') === 'fits';
}

const severity: { readonly [fit in Fit]: number } = { terminal: 0, rate_limited: 1, in_flight: 2, fits: 3 };

interface Misfit {
  readonly fit: Exclude<Fit, 'fits'>;
  readonly leg: Leg;
  readonly counter: Counter;
  readonly required: bigint;
  /** The action that refuses; null where the limit itself does. */
  readonly restriction: TakenAction | null;
}

function comesBefore(a: Misfit, b: Misfit): boolean {
  const bySeverity = severity[a.fit] - severity[b.fit];
  if (bySeverity !== 0) return bySeverity < 0;
  const byPer = perOrder.indexOf(a.leg.limit.per) - perOrder.indexOf(b.leg.limit.per);
  return byPer === 0 ? a.leg.limit.id < b.leg.limit.id : byPer < 0;
}

/**
 * The action of a counter that refuses, hard or soft as its budget is. A throttle counts calls: a run that is made and a
 * reservation that grows are none.
 */
function restrictionOf(leg: Leg, counter: Counter, timeMs: number, isCall: boolean): TakenAction | null {
  if (counter.restraint === null) return null;
  return blockOf(leg.limit, counter) ?? (isCall ? fullThrottle(leg.limit, counter, timeMs) : null);
}

/** Why a counter has no room; null where it has. */
function misfitOf(leg: Leg, counter: Counter, required: bigint, asker: Asker): Misfit | null {
  const fit = leg.limit.hard ? fitOf(leg.limit, counter, required, asker) : 'fits';
  return fit === 'fits' ? null : { fit, leg, counter, required, restriction: null };
}

function worstMisfit(
  state: Pick<LedgerState, 'counters' | 'timeMs'>,
  legs: readonly Leg[],
  need: Need,
  purpose: Purpose,
  asker: Asker,
): Misfit | null {
  const isCall = purpose === 'reserve' && typeof asker === 'string';
  let worst: Misfit | null = null;
  for (const leg of legs) {
    const counter = counterOf(state, leg);
    const required = needOf(need, leg.limit);
    const restriction = restrictionOf(leg, counter, state.timeMs, isCall);
    const fit = restriction?.kind === 'block' ? 'terminal' : 'rate_limited';
    const restrained = restriction === null ? null : ({ fit, leg, counter, required, restriction } as const);
    for (const misfit of [restrained, misfitOf(leg, counter, required, asker)]) {
      if (misfit !== null && (worst === null || comesBefore(misfit, worst))) worst = misfit;
    }
  }
  return worst;
}

function refusalOf(misfit: Misfit, timeMs: number): Refusal {
  const shortfall = shortfallOf(misfit.leg.limit, misfit.counter, misfit.required);
  const restriction = misfit.restriction === null ? {} : { restriction: misfit.restriction };
  if (misfit.fit === 'in_flight') return { code: 'budget_in_flight', shortfall };
  if (misfit.fit === 'rate_limited') {
    const endMs = misfit.restriction === null ? misfit.counter.windowEndMs : minuteStart(timeMs) + 60_000;
    return { code: 'rate_limited', shortfall, retryAfterMs: (endMs ?? timeMs) - timeMs, ...restriction };
  }
  const code = misfit.leg.limit.per === 'run' ? 'run_cap_exceeded' : 'budget_exceeded';
  return { code, shortfall, ...restriction };
}

function walletFit(wallet: Wallet, required: bigint, purpose: Purpose): Exclude<Fit, 'rate_limited'> {
  if (wallet.frozen) return 'terminal';
  if (wallet.mode === 'postpaid') return 'fits';
  const least = purpose === 'probe' ? 1n : required;
  if (least <= walletAvailable(wallet)) return 'fits';
  return least > walletUnspent(wallet) ? 'terminal' : 'in_flight';
}

/**
 * The one admission of the ledger: null where every hard limit and the wallet have room, else the refusal that comes
 * first. Terminal refusals come before those that a wait cures, and among equals the nearest limit is named.
 */
export function admit(
  state: Pick<LedgerState, 'counters' | 'wallet' | 'timeMs'>,
  legs: readonly Leg[],
  need: Need,
  purpose: Purpose,
  asker: Asker = 'any',
): Refusal | null {
  const misfit = worstMisfit(state, legs, need, purpose, asker);
  if (misfit !== null && misfit.fit === 'terminal') return refusalOf(misfit, state.timeMs);
  const wallet = walletFit(state.wallet, need.usd, purpose);
  const { balance, reserved, frozen } = state.wallet;
  const walletShortfall = { balance, reserved, creditLine: creditLine(state.wallet), frozen, required: need.usd };
  if (wallet === 'terminal') return { code: 'insufficient_credit', shortfall: walletShortfall };
  if (misfit !== null) return refusalOf(misfit, state.timeMs);
  return wallet === 'in_flight' ? { code: 'budget_in_flight', wallet: walletShortfall } : null;
}
