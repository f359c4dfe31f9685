import type { Dimensions } from '../budgets/dimensions.ts';

export type ReservationState = 'held' | 'settled' | 'released' | 'expired';

/** Who may close a reservation: those that the gateway made are closed to API callers. */
export type ReservationOrigin = 'api' | 'gateway';

/**
 * Money set aside before work is dispatched. Its dimensions are frozen; the counters it holds are a pure function of
 * them, of `createdMs` and of the org's budgets, so that budgets made later count it as well.
 */
export interface Reservation {
  readonly id: string;
  readonly dimensions: Dimensions;
  readonly run: string;
  readonly runPath: readonly string[];
  readonly amountNanoUsd: bigint;
  /** Tokens held in token budgets; null where the caller gave no estimate. */
  readonly tokens: number | null;
  /** Its time is also the budget time of every charge that settles it. */
  readonly createdMs: number;
  readonly expiresMs: number;
  readonly onExpiry: 'release' | 'charge';
  readonly origin: ReservationOrigin;
  /** Taken while the org was prepaid: only then does it hold, and its settle move, the wallet. */
  readonly walletHeld: boolean;
  readonly state: ReservationState;
  readonly closedMs: number | null;
  /** What its closing charged; null while nothing was. */
  readonly costNanoUsd: bigint | null;
  /** The estimated charge of an expiry, which a late settle corrects. */
  readonly expiryRecordId: string | null;
  /** Hash of the settle that was accepted, and its answer: the same settle again gets the same bytes. */
  readonly settleHash: string | null;
  readonly settleAnswer: string | null;
}
