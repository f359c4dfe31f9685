import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { signedIn } from '../../app/signed-in.tsx';
import { kindNames, type Entry, type PaymentState } from './credits.ts';

/** What is being done, in a dialog over the page. */
export const acts = ['buy', 'top-up', 'grant', 'refund', 'adjust', 'write-off', 'settings'] as const;
export type Act = (typeof acts)[number];

export interface CreditsSearch {
  readonly act?: Act | undefined;
  /** The purchase that is to be refunded. */
  readonly lot?: string | undefined;
}

function textIn(search: Record<string, unknown>, name: string): Record<string, string> {
  const value = search[name];
  return typeof value === 'string' && value !== '' ? { [name]: value } : {};
}

const getParentRoute = () => signedIn;

const credits = createRoute({
  getParentRoute,
  path: '/credits',
  component: lazyRouteComponent(() => import('./credits-page.tsx'), 'CreditsPage'),
  validateSearch: (search: Record<string, unknown>): CreditsSearch => ({
    ...(acts.includes(search['act'] as Act) ? { act: search['act'] as Act } : {}),
    ...textIn(search, 'lot'),
  }),
});

export interface LedgerSearch {
  readonly kind?: Entry['kind'] | undefined;
  readonly lot?: string | undefined;
  readonly reference?: string | undefined;
  readonly agent?: string | undefined;
  readonly run?: string | undefined;
}

const ledger = createRoute({
  getParentRoute,
  path: '/credits/ledger',
  component: lazyRouteComponent(() => import('./ledger-page.tsx'), 'LedgerPage'),
  validateSearch: (search: Record<string, unknown>): LedgerSearch => ({
    ...(typeof search['kind'] === 'string' && search['kind'] in kindNames
      ? { kind: search['kind'] as Entry['kind'] }
      : {}),
    ...textIn(search, 'lot'),
    ...textIn(search, 'reference'),
    ...textIn(search, 'agent'),
    ...textIn(search, 'run'),
  }),
});

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

const payments = createRoute({
  getParentRoute,
  path: '/credits/payments',
  component: lazyRouteComponent(() => import('./payments-page.tsx'), 'PaymentsPage'),
  validateSearch: ({ state }: Record<string, unknown>): { state?: PaymentState | undefined } =>
    paymentStates.includes(state as PaymentState) ? { state: state as PaymentState } : {},
});

const payment = createRoute({
  getParentRoute,
  path: '/credits/payments/$payment',
  component: lazyRouteComponent(() => import('./payment-page.tsx'), 'PaymentPage'),
  // Where the payer comes from; Stripe's own page says no more than that.
  validateSearch: ({ from_stripe: from }: Record<string, unknown>): { from_stripe?: 'paid' | 'left' | undefined } =>
    from === 'paid' || from === 'left' ? { from_stripe: from } : {},
});

const reconciliation = createRoute({
  getParentRoute,
  path: '/credits/reconciliation',
  component: lazyRouteComponent(() => import('./reconciliation-page.tsx'), 'ReconciliationPage'),
});

const statements = createRoute({
  getParentRoute,
  path: '/credits/statements',
  component: lazyRouteComponent(() => import('./statements-page.tsx'), 'StatementsPage'),
});

const statement = createRoute({
  getParentRoute,
  path: '/credits/statements/$month',
  component: lazyRouteComponent(() => import('./statement-page.tsx'), 'StatementPage'),
});

const checkpoints = createRoute({
  getParentRoute,
  path: '/credits/checkpoints',
  component: lazyRouteComponent(() => import('./checkpoints-page.tsx'), 'CheckpointsPage'),
  validateSearch: (search: Record<string, unknown>): { checkpoint?: string | undefined } =>
    textIn(search, 'checkpoint'),
});

export const creditsRoutes = [
  credits,
  ledger,
  payments,
  payment,
  reconciliation,
  statements,
  statement,
  checkpoints,
] as const;
