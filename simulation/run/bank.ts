import type { StripeEvent, StripeSimulator } from '@cofferdam/simulator/stripe';
import type { Fleet } from '../nodes/fleet.ts';
import type { Payer } from '../plan/action.ts';
import type { Told } from './book.ts';

export const stripeKey = 'sk_test_simulation';
export const webhookSecret = 'whsec_simulation';

/** A payment that somebody made, by the processor's name of it. */
export interface Paid {
  readonly org: number;
  readonly intentId: string;
}

/** Those who pay for credit, and the processor whose events come late, twice, elsewhere or never. */
export class Bank {
  readonly #stripe: StripeSimulator;
  readonly #fleet: Fleet;
  readonly paid: Paid[] = [];
  #told = 0;

  constructor(stripe: StripeSimulator, fleet: Fleet) {
    this.#stripe = stripe;
    this.#fleet = fleet;
  }

  /** The payers act on the pages that were made for them in a round. */
  act(round: readonly Told[]): void {
    for (const { action, answer } of round) {
      const { deed } = action;
      if (deed.kind !== 'checkout' || answer?.status !== 201) continue;
      const session = this.#stripe.sessions().find((one) => one.client_reference_id === answer.body['id']);
      if (session === undefined || deed.payer === 'leaves') continue;
      const { id } = this.#stripe.pay(session.id, deed.payer === 'is declined' ? 'decline' : 'succeed');
      this.paid.push({ org: action.org, intentId: id });
      this.#later(id, deed.payer, deed.cents);
    }
  }

  #later(intentId: string, payer: Payer, cents: number): void {
    if (payer === 'gets a part back') this.#stripe.refund(intentId, Math.ceil(cents / 3));
    if (payer !== 'disputes and loses' && payer !== 'disputes and wins') return;
    const { id } = this.#stripe.dispute(intentId);
    this.#stripe.closeDispute(id, payer === 'disputes and wins' ? 'won' : 'lost');
  }

  /** Sends what has happened since the last round, each event so many times as the plan has it, to one node after the other. */
  async send(copies: readonly number[]): Promise<void> {
    const events = this.#stripe.events().slice(this.#told);
    const first = this.#told;
    this.#told += events.length;
    const posts = events.flatMap((event, index) =>
      Array.from({ length: copies[(first + index) % copies.length]! }, (_, copy) =>
        this.#post(event, first + index + copy),
      ),
    );
    await Promise.all(posts);
  }

  async #post(event: StripeEvent, node: number): Promise<void> {
    const { body, header } = this.#stripe.sign(event, [webhookSecret]);
    const headers = { 'content-type': 'application/json', 'stripe-signature': header };
    // What is not taken is not sent again here: the server has to find it by itself.
    await fetch(`${this.#fleet.near(node).url}/webhooks/stripe`, { method: 'POST', headers, body }).catch(() => null);
  }

  /** What the processor's own books say of an org, in nano-USD: received, less what was paid back or withdrawn. */
  netNanoUsd(org: number): bigint {
    const own = this.paid.filter((one) => one.org === org);
    return own.reduce((sum, { intentId }) => sum + BigInt(this.#stripe.netCents(intentId)) * 10_000_000n, 0n);
  }
}
