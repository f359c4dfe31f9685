export type { DisputeFacts, IntentFacts, PaymentFacts, RefundFacts } from './facts.ts';
export { derivePayment, type DerivedPayment, type Movement, type PaymentState } from './derive-payment.ts';
export { type BookedMovement, movementName, reconcile, type Residual, type ResidualKind } from './reconcile.ts';
