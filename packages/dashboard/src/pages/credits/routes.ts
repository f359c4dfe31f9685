import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { signedIn } from '../../app/signed-in.tsx';
import { kindNames, type Entry, type PaymentState } from './credits.ts';
import { type Act, acts, type LedgerSearch, paymentStates } from './search.ts';

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
