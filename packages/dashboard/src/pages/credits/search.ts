import type { Entry, PaymentState } from './credits.ts';

/** What is being done, in a dialog over the page. */
export const acts = ['buy', 'top-up', 'grant', 'refund', 'adjust', 'write-off', 'settings'] as const;
export type Act = (typeof acts)[number];

export interface LedgerSearch {
  readonly kind?: Entry['kind'] | undefined;
  readonly lot?: string | undefined;
  readonly reference?: string | undefined;
  readonly agent?: string | undefined;
  readonly run?: string | undefined;
}

export const paymentStates = [
  'created',
  'pending',
  'succeeded',
  'failed',
  'expired',
  'partially_refunded',
  'refunded',
  'disputed',
  'charged_back',
] as const satisfies readonly PaymentState[];
