import { type Books, shownOf, tell } from '../books/books.ts';
import type { ApiObject, Charge } from '../books/objects.ts';
import { refund } from '../books/refunds.ts';
import { createSession } from './create-session.ts';
import { expand } from './expand.ts';
import { countAt, type Form, formAt, refuseUnknown, textAt, textsOf } from './form.ts';
import { listOf } from './list.ts';
import { badParameter, noSuch, StripeRefusal } from './refusal.ts';

interface Resource<Row extends ApiObject> {
  readonly kind: string;
  readonly rows: ReadonlyMap<string, Row>;
  readonly filters: readonly (keyof Row & string)[];
}

function resource<Row extends ApiObject>(
  kind: string,
  rows: ReadonlyMap<string, Row>,
  filters: readonly (keyof Row & string)[] = [],
): Resource<Row> {
  return { kind, rows, filters };
}

function read<Row extends ApiObject>(
  { kind, rows, filters }: Resource<Row>,
  url: string,
  id: string,
  form: Form,
): object {
  if (id === '') {
    const page = listOf(url, rows.values(), form, filters);
    return { ...page, data: page.data.map(shownOf) };
  }
  refuseUnknown(form, ['expand']);
  const found = rows.get(id);
  if (found === undefined) throw noSuch(kind, id);
  return shownOf(found);
}

function readKind(books: Books, name: string, url: string, id: string, form: Form): object | null {
  const { sessions, intents, charges, refunds, disputes, balance, events } = books;
  switch (name) {
    case 'checkout/sessions':
      return read(resource('checkout.session', sessions, ['payment_intent', 'status']), url, id, form);
    case 'payment_intents':
      return read(resource('payment_intent', intents), url, id, form);
    case 'charges':
      return read(resource('charge', charges, ['payment_intent']), url, id, form);
    case 'refunds':
      return read(resource('refund', refunds, ['payment_intent', 'charge']), url, id, form);
    case 'disputes':
      return read(resource('dispute', disputes, ['payment_intent', 'charge']), url, id, form);
    case 'balance_transactions':
      return read(resource('balance_transaction', balance, ['type', 'source']), url, id, form);
    case 'events':
      return read(resource('event', events, ['type']), url, id, form);
    default:
      return null;
  }
}

function expireSession(books: Books, id: string): object {
  const session = books.sessions.get(id);
  if (session === undefined) throw noSuch('checkout.session', id);
  if (session.status !== 'open') {
    throw badParameter(
      'session',
      `Only Checkout Sessions with a status in ["open"] can be expired. This one is ${session.status}.`,
    );
  }
  session.status = 'expired';
  session.url = null;
  tell(books, 'checkout.session.expired', session);
  return shownOf(session);
}

function chargeOf(books: Books, form: Form): Charge {
  const id = textAt(form, 'charge');
  const intentId = textAt(form, 'payment_intent');
  if (id === null && intentId === null) throw badParameter('charge', 'One of charge or payment_intent is required.');
  const intent = intentId === null ? undefined : books.intents.get(intentId);
  const found = books.charges.get(id ?? intent?.latest_charge ?? '');
  if (found === undefined) throw id === null ? noSuch('payment_intent', intentId ?? '') : noSuch('charge', id);
  return found;
}

function createRefund(books: Books, form: Form): object {
  refuseUnknown(form, ['charge', 'payment_intent', 'amount', 'reason', 'metadata', 'expand']);
  const metadata = textsOf(formAt(form, 'metadata'));
  return refund(books, {
    charge: chargeOf(books, form),
    amount: countAt(form, 'amount'),
    reason: textAt(form, 'reason'),
    metadata,
    // Real ones depend on how it was paid; here whoever asks says so.
    pending: metadata.simulate === 'pending',
  });
}

function write(books: Books, path: string, form: Form): object | null {
  if (path === 'checkout/sessions') {
    const session = createSession(books, form);
    books.sessions.set(session.id, session);
    return shownOf(session);
  }
  const expired = /^checkout\/sessions\/([^/]+)\/expire$/.exec(path)?.[1];
  if (expired !== undefined) return expireSession(books, expired);
  return path === 'refunds' ? createRefund(books, form) : null;
}

/** Answers a request to `/v1/…`; `path` is what follows. Raises StripeRefusal. */
export function answerApi(books: Books, method: string, path: string, form: Form): object {
  const [, name = '', id = ''] = /^(checkout\/sessions|[a-z_]+)(?:\/([^/]+))?$/.exec(path) ?? [];
  const answer = method === 'POST' ? write(books, path, form) : readKind(books, name, `/v1/${name}`, id, form);
  if (answer === null) throw new StripeRefusal(404, `Unrecognized request URL (${method}: /v1/${path}).`);
  return expand(books, answer, form);
}
