import type { Session } from '../books/objects.ts';

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

function dollars(cents: number): string {
  return `$${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
}

function whole(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:28rem;margin:4rem auto;padding:0 1rem}button{font:inherit;display:block;width:100%;margin:.5rem 0;padding:.6rem}</style>
</head><body>${body}</body></html>
`;
}

/** The acts that the page offers; the last one leaves without paying. */
const buttons: readonly (readonly [act: string, label: string])[] = [
  ['succeed', 'Pay'],
  ['decline', 'Pay with a card that is declined'],
  ['pay-later', 'Pay by a way that takes days'],
  ['dispute', 'Pay, and dispute it at once'],
  ['cancel', 'Go back without paying'],
];

/** What a payer sees instead of Stripe's page: no card is asked for, and no money moves. */
export function checkoutPage(session: Session, note: string | null): string {
  const amount = dollars(session.amount_total);
  const offered = buttons.map(([act, label]) => `<button name="act" value="${act}">${label}</button>`).join('');
  const said = note === null ? '' : `<p role="alert"><strong>${escape(note)}</strong></p>`;
  return whole(
    `Pay ${amount} (simulated)`,
    `<h1>${escape(session.description)}</h1><p>${amount}. This is a simulation: no money moves.</p>${said}<form method="post">${offered}</form>`,
  );
}

export function closedPage(session: Session): string {
  return whole('Checkout (simulated)', `<h1>This session is ${session.status}.</h1>`);
}

export function receiptPage(id: string, cents: number): string {
  return whole(
    'Receipt (simulated)',
    `<h1>Receipt</h1><p>${dollars(cents)} paid, charge ${escape(id)}. Simulated: no money moved.</p>`,
  );
}
