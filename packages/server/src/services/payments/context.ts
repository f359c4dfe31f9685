import { fail } from '../../errors/problem.ts';
import type { Carrier } from '../lane/carrier.ts';
import type { OrgTransactions } from '../org-transaction.ts';
import type { PaymentProcessor } from './processor.ts';

/** What the services about payments work with. */
export interface PaymentServices {
  readonly processor: PaymentProcessor;
  readonly lanes: Carrier;
  readonly changes: OrgTransactions;
  readonly nowMs: () => number;
}

/** Raises `payments_not_configured`. */
export function requirePayments(payments: PaymentServices | null): PaymentServices {
  return (
    payments ?? fail('payments_not_configured', 'this server takes no payments: COFFERDAM_STRIPE_SECRET_KEY is not set')
  );
}
