import { call } from '../../api/call.ts';
import type { FormValues } from '../../components/form.tsx';
import { money } from '../../format/money.ts';
import type { Credits } from './credits.ts';
import type { Act } from './search.ts';

export type MoveField = 'amount_usd' | 'source' | 'lot' | 'reference' | 'priority' | 'expires_at' | 'reason';

/** What the wallet has after a move. */
interface Moved {
  readonly amount_usd: string;
  readonly balance_usd: string;
}

/** One way of moving credit by hand. */
export interface MoveKind {
  readonly title: string;
  readonly about: string;
  readonly action: string;
  readonly fields: readonly MoveField[];
  /** Those that may be left out. */
  readonly optional: readonly MoveField[];
  /** A plain sentence of what will happen. */
  readonly said: (values: FormValues, credits: Credits) => string;
  readonly send: (values: FormValues) => Promise<Moved>;
}

/** An amount that somebody types, as a sentence has it. */
export function amountText(typed: string): string {
  const text = typed.trim();
  return /^-?\d+(\.\d+)?$/.test(text) ? money(text) : 'the amount';
}

/** As the wire has it; a field of a form has no zone, so it is that of whoever looks. */
function expiry({ expires_at: local = '' }: FormValues): { readonly expires_at?: string } {
  return local === '' ? {} : { expires_at: new Date(local).toISOString() };
}

function untilText({ expires_at: local = '' }: FormValues): string {
  if (local === '') return 'It does not expire.';
  const end = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short' }).format(new Date(local));
  return `What is left of it on ${end} expires.`;
}

function reasonIn({ reason = '' }: FormValues): { readonly reason?: string } {
  return reason === '' ? {} : { reason };
}

const topUp: MoveKind = {
  title: 'Book a purchase',
  about: 'For credit that was paid for elsewhere, by an invoice or a transfer. No money moves here.',
  action: 'Book the purchase',
  fields: ['amount_usd', 'reference', 'expires_at'],
  optional: ['expires_at'],
  said: (values, { mode }) =>
    `Adds ${amountText(values['amount_usd'] ?? '')} as a purchase. ${untilText(values)}${
      mode === 'postpaid'
        ? ' The first purchase makes the org prepaid: calls are then refused where credit does not cover them.'
        : ''
    }`,
  send: ({ amount_usd: amount = '', reference = '', ...more }) =>
    call('POST /v1/credits/top-ups', { body: { amount_usd: amount, reference, ...expiry(more) } }),
};

const grant: MoveKind = {
  title: 'Grant credit',
  about: 'For credit that nobody pays for. It leaves the mode as it is.',
  action: 'Grant it',
  fields: ['amount_usd', 'source', 'reference', 'priority', 'expires_at', 'reason'],
  optional: ['priority', 'expires_at', 'reason'],
  said: (values) => {
    const { amount_usd: amount = '', source = 'grant', priority = '' } = values;
    const order = priority === '' ? 'before purchases' : `in the order of priority ${priority}, the lowest first`;
    return `Adds ${amountText(amount)} as a ${source}, drawn ${order}. ${untilText(values)}`;
  },
  send: ({ amount_usd: amount = '', reference = '', source, priority = '', ...more }) =>
    call('POST /v1/credits/grants', {
      body: {
        amount_usd: amount,
        reference,
        source: source === 'promotion' ? 'promotion' : 'grant',
        ...(priority === '' ? {} : { priority: Number(priority) }),
        ...expiry(more),
        ...reasonIn(more),
      },
    }),
};

const refund: MoveKind = {
  title: 'Refund what is unused',
  about:
    'Takes unused credit out of a purchase that was paid for elsewhere. No money moves. A payment through Stripe is refunded at Stripe instead, and its credit follows by itself: doing both takes it twice.',
  action: 'Take it out',
  fields: ['lot', 'amount_usd', 'reference', 'reason'],
  optional: [],
  said: ({ amount_usd: amount = '' }) =>
    `Takes ${amountText(amount)} out of what is left of the purchase. What was used, and what open calls hold, cannot be refunded.`,
  send: ({ amount_usd: amount = '', lot = '', reference = '', reason = '' }) =>
    call('POST /v1/credits/refunds', { body: { amount_usd: amount, lot, reference, reason } }),
};

const adjust: MoveKind = {
  title: 'Adjust the balance',
  about: 'Sets right what was booked wrong. Entries are never changed: this adds one.',
  action: 'Adjust it',
  fields: ['amount_usd', 'reference', 'expires_at', 'reason'],
  optional: ['expires_at'],
  said: (values) => {
    const { amount_usd: amount = '' } = values;
    if (!amount.trim().startsWith('-')) return `Adds ${amountText(amount)} as a lot of its own. ${untilText(values)}`;
    return `Takes ${amountText(amount.trim().slice(1))} out of the lots, in the order in which they are drawn. What they do not cover becomes debt.`;
  },
  send: ({ amount_usd: amount = '', reference = '', reason = '', ...more }) =>
    call('POST /v1/credits/adjustments', { body: { amount_usd: amount, reference, reason, ...expiry(more) } }),
};

const writeOff: MoveKind = {
  title: 'Write off the debt',
  about: 'Gives up what the org owes. Nobody pays it.',
  action: 'Write it off',
  fields: ['amount_usd', 'reference', 'reason'],
  optional: ['amount_usd'],
  said: ({ amount_usd: amount = '' }, { balance_usd: balance }) =>
    amount === ''
      ? `Gives up the whole debt: the balance goes from ${money(balance)} to $0.00.`
      : `Gives up ${amountText(amount)} of the debt; the balance is ${money(balance)} now.`,
  send: ({ amount_usd: amount = '', reference = '', reason = '' }) =>
    call('POST /v1/credits/write-offs', {
      body: { ...(amount === '' ? {} : { amount_usd: amount }), reference, reason },
    }),
};

export const moveKinds: Partial<Readonly<Record<Act, MoveKind>>> = {
  'top-up': topUp,
  grant,
  refund,
  adjust,
  'write-off': writeOff,
};
