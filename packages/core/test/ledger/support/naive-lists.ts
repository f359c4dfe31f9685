import type { Dimensions } from '../../../src/budgets/index.ts';
import type { Command, CreditCommand, ExpireLotsCommand } from '../../../src/ledger/index.ts';
import type { NaiveRun } from './naive-limits.ts';

export interface NaiveReservation {
  readonly id: string;
  readonly labels: Dimensions;
  readonly run: string;
  readonly atMs: number;
  readonly onExpiry: 'release' | 'charge';
  readonly origin: string;
  readonly prepaid: boolean;
  readonly tokens: bigint | null;
  readonly amount: bigint;
  readonly expiresMs: number;
  readonly state: 'held' | 'settled' | 'released' | 'expired';
  readonly settleHash: string | null;
  /** The limits whose allowance for a last call it has. */
  readonly took: readonly string[];
}

export interface NaiveCharge {
  readonly reservation: string | null;
  readonly isEstimate: boolean;
  readonly labels: Dimensions;
  readonly run: string;
  readonly atMs: number;
  readonly cost: bigint | null;
  readonly tokens: bigint;
  readonly requests: bigint;
  readonly prepaid: boolean;
}

/** Plain lists of what has happened. Nothing in it is a running total. */
export interface NaiveLists {
  reservations: NaiveReservation[];
  charges: NaiveCharge[];
  runs: NaiveRun[];
  topUps: { reference: string; hash: string; amount: bigint }[];
  reports: { key: string; hash: string }[];
}

export type OfCredit = CreditCommand | ExpireLotsCommand;

const ofCredit =
  'top-up grant-credit refund-credit claw-back reinstate-credit adjust-credit write-off expire-lots'.split(' ');

export function isOfCredit(command: Command): command is OfCredit {
  return ofCredit.includes(command.kind);
}
