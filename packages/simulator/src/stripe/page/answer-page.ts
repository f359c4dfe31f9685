import { textAt, type Form } from '../api/form.ts';
import { noSuch, StripeRefusal } from '../api/refusal.ts';
import type { Books } from '../books/books.ts';
import { openDispute } from '../books/disputes.ts';
import type { Session } from '../books/objects.ts';
import { pay } from '../books/payments.ts';
import { checkoutPage, closedPage, receiptPage } from './page.ts';

/** What a browser is answered: a page, or where to go. */
export type PageAnswer = { readonly html: string } | { readonly location: string };

function act(books: Books, session: Session, name: string): PageAnswer {
  const back = session.cancel_url ?? session.success_url;
  if (name === 'cancel') return { location: back };
  if (name === 'decline') {
    pay(books, session, 'decline');
    return { html: checkoutPage(session, 'The card was declined.') };
  }
  const intent = pay(books, session, name === 'pay-later' ? 'pay-later' : 'succeed');
  const charge = books.charges.get(intent.latest_charge ?? '');
  if (name === 'dispute' && charge !== undefined) openDispute(books, charge);
  return { location: session.success_url.replaceAll('{CHECKOUT_SESSION_ID}', session.id) };
}

/** Answers the pages that a person is sent to. Raises StripeRefusal. */
export function answerPage(books: Books, method: string, path: string, form: Form): PageAnswer {
  const receipt = /^\/receipts\/(\w+)$/.exec(path)?.[1];
  if (receipt !== undefined) {
    const charge = books.charges.get(receipt);
    if (charge === undefined) throw noSuch('charge', receipt);
    return { html: receiptPage(receipt, charge.amount) };
  }
  const id = /^\/c\/pay\/(\w+)$/.exec(path)?.[1];
  if (id === undefined) throw new StripeRefusal(404, `Unrecognized request URL (${method}: ${path}).`);
  const session = books.sessions.get(id);
  if (session === undefined) throw noSuch('checkout.session', id);
  if (session.status !== 'open') return { html: closedPage(session) };
  return method === 'POST' ? act(books, session, textAt(form, 'act') ?? '') : { html: checkoutPage(session, null) };
}
