export { StripeRefusal } from './api/refusal.ts';
export type { PayerAct } from './books/payments.ts';
export type { StripeEvent } from './books/objects.ts';
export type { Signed } from './events/endpoint.ts';
export type { Fault } from './handle-request.ts';
export { startStripeSimulator, type StripeSimulator, type StripeSimulatorOptions } from './stripe-simulator.ts';
