import { createHash } from 'node:crypto';
import type {
  ApiObject,
  BalanceTransaction,
  Charge,
  Dispute,
  Intent,
  Refund,
  Session,
  StripeEvent,
} from './objects.ts';

/** What the account holds, and the events that told of it, each in the order in which it came to be. */
export interface Books {
  readonly sessions: Map<string, Session>;
  readonly intents: Map<string, Intent>;
  readonly charges: Map<string, Charge>;
  readonly refunds: Map<string, Refund>;
  readonly disputes: Map<string, Dispute>;
  readonly balance: Map<string, BalanceTransaction>;
  readonly events: Map<string, StripeEvent>;
  /** An id that was not used before. */
  newId(prefix: string): string;
  nowSeconds(): number;
  /** Where the payer's page is. */
  readonly origin: { url: string };
  /** Told of each event when it happens. */
  onEvent: (event: StripeEvent) => void;
}

/** Ids differ from one simulator to the next, so that what one forgot cannot be taken for what another made. */
export function createBooks(seed: string, nowSeconds: () => number): Books {
  let count = 0;
  return {
    sessions: new Map(),
    intents: new Map(),
    charges: new Map(),
    refunds: new Map(),
    disputes: new Map(),
    balance: new Map(),
    events: new Map(),
    newId(prefix) {
      count += 1;
      return `${prefix}_${createHash('sha256').update(`${seed} ${count}`).digest('hex').slice(0, 24)}`;
    },
    nowSeconds,
    origin: { url: '' },
    onEvent: () => undefined,
  };
}

/** The version of the API whose shapes stand in objects.ts. */
const apiVersion = '2026-10-28.endive';

/** Records that something happened, with the object as it is now: a later change does not alter what was told. */
export function tell(books: Books, type: string, object: ApiObject): void {
  const event: StripeEvent = {
    id: books.newId('evt'),
    object: 'event',
    api_version: apiVersion,
    created: books.nowSeconds(),
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type,
    data: { object: structuredClone(shownOf(object)) },
  };
  books.events.set(event.id, event);
  books.onEvent(event);
}

/** Moves the account's money. Amounts are in cents, signed. */
export function move(
  books: Books,
  movement: Pick<BalanceTransaction, 'amount' | 'fee' | 'source' | 'type' | 'reporting_category' | 'currency'>,
): BalanceTransaction {
  const created = books.nowSeconds();
  const row: BalanceTransaction = {
    id: books.newId('txn'),
    object: 'balance_transaction',
    created,
    available_on: created,
    net: movement.amount - movement.fee,
    description: null,
    status: 'available',
    ...movement,
  };
  books.balance.set(row.id, row);
  return row;
}

/** An object without what is the simulator's own. */
export function shownOf(object: ApiObject): object {
  if (object.object !== 'checkout.session') return object;
  const { intentMetadata: _, description: __, ...shown } = object;
  return shown;
}
