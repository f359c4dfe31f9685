import type { Books } from '../books/books.ts';
import type { Session } from '../books/objects.ts';
import { countAt, type Form, formAt, needText, refuseUnknown, textAt, textsOf } from './form.ts';
import { badParameter } from './refusal.ts';

const known = [
  'mode',
  'line_items',
  'success_url',
  'cancel_url',
  'client_reference_id',
  'metadata',
  'payment_intent_data',
  'expires_at',
  'payment_method_types',
  'submit_type',
  'expand',
];

const leastCents = 50;
const mostCents = 99_999_999;
const daySeconds = 86_400;

interface Item {
  readonly amount: number;
  readonly currency: string;
  readonly name: string;
}

function readItem(items: Form, index: string): Item {
  const item = formAt(items, index);
  const at = `line_items[${index}]`;
  const price = formAt(item, 'price_data');
  refuseUnknown(item, ['price_data', 'quantity']);
  refuseUnknown(price, ['currency', 'product_data', 'unit_amount']);
  const currency = needText(price, 'currency', `${at}[price_data][currency]`);
  if (currency !== 'usd') throw badParameter(`${at}[price_data][currency]`, `Invalid currency: ${currency}`);
  const name = needText(formAt(price, 'product_data'), 'name', `${at}[price_data][product_data][name]`);
  const unit = countAt(price, 'unit_amount');
  const quantity = countAt(item, 'quantity');
  if (unit === null || quantity === null) throw badParameter(at, 'Missing required param: unit_amount or quantity.');
  return { amount: unit * quantity, currency, name };
}

function totalOf(items: readonly Item[]): number {
  const total = items.reduce((sum, { amount }) => sum + amount, 0);
  if (total < leastCents) throw badParameter('line_items', 'The total is below $0.50 usd.', 'amount_too_small');
  if (total > mostCents) throw badParameter('line_items', 'The total is above $999,999.99 usd.', 'amount_too_large');
  return total;
}

function readUrl(form: Form, name: string): string {
  const url = needText(form, name);
  if (!/^https?:\/\/./.test(url)) throw badParameter(name, 'Not a valid URL', 'url_invalid');
  return url;
}

function readExpiry(form: Form, nowSeconds: number): number {
  const expiry = countAt(form, 'expires_at') ?? nowSeconds + daySeconds;
  if (expiry < nowSeconds + 1_800 || expiry > nowSeconds + daySeconds)
    throw badParameter('expires_at', 'The expiry must be between 30 minutes and 24 hours from now.');
  return expiry;
}

/** Makes a Checkout Session for one payment. Raises StripeRefusal. */
export function createSession(books: Books, form: Form): Session {
  refuseUnknown(form, known);
  if (needText(form, 'mode') !== 'payment') throw badParameter('mode', 'This simulator takes only mode payment.');
  const itemForms = formAt(form, 'line_items');
  const items = Object.keys(itemForms).map((index) => readItem(itemForms, index));
  const [first] = items;
  if (first === undefined) throw badParameter('line_items', 'Missing required param: line_items.', 'parameter_missing');
  const intentData = formAt(form, 'payment_intent_data');
  refuseUnknown(intentData, ['metadata', 'description']);
  const created = books.nowSeconds();
  const id = books.newId('cs_test');
  const total = totalOf(items);
  return {
    id,
    object: 'checkout.session',
    created,
    livemode: false,
    mode: 'payment',
    currency: first.currency,
    amount_subtotal: total,
    amount_total: total,
    client_reference_id: textAt(form, 'client_reference_id'),
    metadata: textsOf(formAt(form, 'metadata')),
    success_url: readUrl(form, 'success_url'),
    cancel_url: textAt(form, 'cancel_url'),
    expires_at: readExpiry(form, created),
    payment_method_types: ['card'],
    url: `${books.origin.url}/c/pay/${id}`,
    status: 'open',
    payment_status: 'unpaid',
    payment_intent: null,
    intentMetadata: textsOf(formAt(intentData, 'metadata')),
    description: textAt(intentData, 'description') ?? first.name,
  };
}
