import { type Signed, startStripeSimulator, type StripeEvent, type StripeSimulator } from '@cofferdam/simulator/stripe';
import type { NodeOptions, ServerNode } from '../../../src/wire.ts';
import { textOf } from '../../api/support/fields.ts';
import { type Nodes, type Reply, startNodes } from '../../lane/support/nodes.ts';

export const webhookSecret = 'whsec_test_current';
export const retiredSecret = 'whsec_test_retired';
export const stripeKey = 'sk_test_shop';

/** Nodes that take payments, and the Stripe that they take them through. */
export interface Shop {
  readonly nodes: Nodes;
  readonly stripe: StripeSimulator;
  readonly first: ServerNode;
  /** Makes a page for so many USD; returns the ids of the payment and of the session. */
  order(amountUsd: string, more?: Record<string, unknown>): Promise<{ paymentId: string; sessionId: string }>;
  /** Sends an event as Stripe does, to the first node unless another is named; returns the status. */
  send(event: StripeEvent, to?: ServerNode): Promise<number>;
  sendSigned(signed: Partial<Signed>, to?: ServerNode): Promise<{ status: number; text: string }>;
  /** Sends everything that happened since the last call of this, in order; returns the statuses. */
  sendNew(): Promise<number[]>;
  /** The org's balance in nano-USD, as its entries add up. */
  balance(): Promise<bigint>;
  payment(id: string): Promise<Record<string, unknown>>;
  /** The ledger's entries from the oldest on, as `kind reference amount`. */
  entries(): Promise<string[]>;
  close(): Promise<void>;
}

async function linesOf({ pool }: Nodes): Promise<string[]> {
  const { rows } = await pool.query<{ line: string }>(
    `SELECT kind || ' ' || coalesce(reference, '-') || ' ' || amount_nano_usd / 10000000 AS line FROM ledger_entries ORDER BY id`,
  );
  return rows.map(({ line }) => line);
}

async function deliver(node: ServerNode, { body, header }: Partial<Signed>): Promise<{ status: number; text: string }> {
  const answer = await node.app.inject({
    method: 'POST',
    url: '/webhooks/stripe',
    headers: { 'content-type': 'application/json', ...(header === undefined ? {} : { 'stripe-signature': header }) },
    payload: body ?? '',
  });
  return { status: answer.statusCode, text: answer.payload };
}

function require2xx(reply: Reply): Record<string, unknown> {
  if (reply.status >= 300) throw new Error(reply.text);
  return reply.body;
}

export async function startShop(count = 1, options: Partial<NodeOptions> = {}): Promise<Shop> {
  const nowMs = options.clock ?? Date.now;
  const stripe = await startStripeSimulator({ apiKey: stripeKey, nowMs });
  const settings = {
    secretKey: stripeKey,
    webhookSecrets: [webhookSecret, retiredSecret],
    apiUrl: stripe.url,
    retries: 0,
  };
  const nodes = await startNodes(count, { stripe: settings, ...options });
  const first = nodes.nodes[0]!;
  const send = async (event: StripeEvent, to = first): Promise<number> =>
    (await deliver(to, stripe.sign(event, [webhookSecret]))).status;
  let sent = 0;
  return {
    nodes,
    stripe,
    first,
    async order(amountUsd, more = {}) {
      const made = require2xx(await nodes.post('/v1/credits/checkout', { amount_usd: amountUsd, ...more }));
      const paymentId = textOf(made, 'id');
      const session = stripe.sessions().find((one) => one.client_reference_id === paymentId);
      if (session === undefined) throw new Error('no session was made');
      return { paymentId, sessionId: session.id };
    },
    send,
    sendSigned: (signed, to = first) => deliver(to, signed),
    async sendNew() {
      const events = stripe.events().slice(sent);
      sent += events.length;
      const statuses: number[] = [];
      for (const event of events) statuses.push(await send(event));
      return statuses;
    },
    async balance() {
      const { rows } = await nodes.pool.query<{ sum: bigint | null }>(
        'SELECT sum(amount_nano_usd)::bigint AS sum FROM ledger_entries',
      );
      return rows[0]?.sum ?? 0n;
    },
    payment: async (id) => require2xx(await nodes.get(`/v1/credits/payments/${id}`)),
    entries: () => linesOf(nodes),
    async close() {
      await nodes.close();
      await stripe.close();
    },
  };
}
