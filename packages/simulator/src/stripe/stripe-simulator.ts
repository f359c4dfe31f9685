import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { KeptAnswers } from './api/idempotency.ts';
import { noSuch } from './api/refusal.ts';
import { createBooks } from './books/books.ts';
import { closeDispute, openDispute } from './books/disputes.ts';
import type { Charge, Dispute, Intent, Refund, Session, StripeEvent } from './books/objects.ts';
import { pay, payElsewhere, settleLater, type PayerAct } from './books/payments.ts';
import { refund, settleRefund } from './books/refunds.ts';
import { createCourier, type Courier } from './events/courier.ts';
import { type Endpoint, sign, type Signed } from './events/endpoint.ts';
import { type Fault, handleRequest, type Handling } from './handle-request.ts';

export interface StripeSimulatorOptions {
  readonly host?: string;
  /** 0 for a free one. */
  readonly port?: number;
  /** The only key that is taken; any that starts with `sk_` where there is none. */
  readonly apiKey?: string;
  /** What ids are made from; by chance where it is left out. */
  readonly seed?: string;
  readonly nowMs?: () => number;
}

/** An account at a Stripe that is not Stripe: its API, its payers, its bank, and its books. */
export interface StripeSimulator {
  readonly url: string;
  /** The payer acts on the page of a session. */
  pay(sessionId: string, act: PayerAct): Intent;
  /** What a way of paying that takes days comes to. */
  settle(intentId: string, paid: boolean): void;
  /** Pays back, in whole or in part; a pending one arrives or fails later. */
  refund(intentId: string, amountCents: number | null, pending?: boolean): Refund;
  settleRefund(refundId: string, arrived: boolean): void;
  dispute(intentId: string, inquiry?: boolean): Dispute;
  closeDispute(disputeId: string, outcome: 'won' | 'lost'): void;
  disputes(intentId: string): readonly Dispute[];
  /** A payment that another system made on the same account. */
  payElsewhere(amountCents: number, metadata?: Readonly<Record<string, string>>): Intent;
  sessions(): readonly Session[];
  /** Every event so far, in the order in which it happened. */
  events(): readonly StripeEvent[];
  /** An event as it is posted: body and signature, of now unless a time is given. */
  sign(event: StripeEvent, secrets: readonly string[], atMs?: number): Signed;
  /** From now on, events are posted as they happen, and again where they are not taken. */
  sendEventsTo(endpoint: Endpoint): void;
  /** What the account's own books say of a payment: received, less what was paid back or withdrawn, in cents, without fees. */
  netCents(intentId: string): number;
  failNext(...faults: readonly Fault[]): void;
  /** Forgets the faults that have not come yet. */
  clearFaults(): void;
  /** The requests to the API so far, as `POST /v1/refunds`. */
  requests(): readonly string[];
  close(): Promise<void>;
}

function listen(handling: Handling, host: string, port: number): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => void handleRequest(handling, request, response));
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const { port: bound } = server.address() as AddressInfo;
      resolve({
        url: `http://${host}:${bound}`,
        close: () =>
          new Promise((done) => {
            server.close(() => done());
            server.closeAllConnections();
          }),
      });
    });
  });
}

function need<Row>(rows: ReadonlyMap<string, Row>, id: string, kind: string): Row {
  const row = rows.get(id);
  if (row === undefined) throw noSuch(kind, id);
  return row;
}

/** Starts the simulator on this machine. What it is asked to do that cannot be raises StripeRefusal, as the API answers it. */
export async function startStripeSimulator(options: StripeSimulatorOptions = {}): Promise<StripeSimulator> {
  const { host = '127.0.0.1', port = 0, apiKey = null, nowMs = Date.now } = options;
  const nowSeconds = (): number => Math.floor(nowMs() / 1_000);
  const books = createBooks(options.seed ?? randomBytes(12).toString('hex'), nowSeconds);
  const handling: Handling = { books, kept: new KeptAnswers(), apiKey, faults: [], seen: [] };
  const server = await listen(handling, host, port);
  books.origin.url = server.url;
  let courier: Courier | null = null;
  const intentOf = (id: string): Intent => need(books.intents, id, 'payment_intent');
  const chargeOf = (id: string): Charge => need(books.charges, intentOf(id).latest_charge ?? '', 'charge');
  return {
    url: server.url,
    pay: (id, act) => pay(books, need(books.sessions, id, 'checkout.session'), act),
    settle: (id, paid) => settleLater(books, intentOf(id), paid),
    refund: (id, amount, pending = false) => refund(books, { charge: chargeOf(id), amount, pending }),
    settleRefund: (id, arrived) => settleRefund(books, need(books.refunds, id, 'refund'), arrived),
    dispute: (id, inquiry) => openDispute(books, chargeOf(id), inquiry),
    closeDispute: (id, outcome) => closeDispute(books, need(books.disputes, id, 'dispute'), outcome),
    disputes: (intentId) => [...books.disputes.values()].filter((one) => one.payment_intent === intentId),
    payElsewhere: (amount, metadata = {}) => payElsewhere(books, amount, metadata),
    sessions: () => [...books.sessions.values()],
    events: () => [...books.events.values()],
    sign: (event, secrets, atMs = nowMs()) => sign(event, secrets, Math.floor(atMs / 1_000)),
    sendEventsTo(endpoint) {
      courier?.close();
      const next = createCourier(endpoint, nowSeconds);
      courier = next;
      books.onEvent = (event) => next.take(event);
    },
    netCents(intentId) {
      const sources = new Set(
        [...books.charges.values(), ...books.refunds.values(), ...books.disputes.values()].flatMap((one) =>
          one.payment_intent === intentId ? [one.id] : [],
        ),
      );
      return [...books.balance.values()].reduce((sum, row) => sum + (sources.has(row.source) ? row.amount : 0), 0);
    },
    failNext: (...faults) => void handling.faults.push(...faults),
    clearFaults: () => void handling.faults.splice(0),
    requests: () => handling.seen,
    async close() {
      courier?.close();
      await server.close();
    },
  };
}
