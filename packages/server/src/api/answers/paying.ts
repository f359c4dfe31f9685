import { z } from 'zod';
import { count, flag, id, page, text, textOrNull, timeOrNull, timeText, usdText } from './shapes.ts';

const checkout = z.object({
  id,
  url: textOrNull.meta({ description: 'Where the payer pays' }),
  amount_usd: usdText,
  reference: textOrNull,
  expires_at: timeOrNull,
  created_at: timeText,
});

const state = z.enum([
  'created',
  'pending',
  'succeeded',
  'failed',
  'expired',
  'partially_refunded',
  'refunded',
  'disputed',
  'charged_back',
]);

const payment = checkout.extend({
  state,
  received_usd: usdText,
  refunded_usd: usdText,
  disputed_usd: usdText,
  problem: textOrNull.meta({ description: 'Why it failed, or could not be booked' }),
  receipt_url: textOrNull,
  stripe_session: textOrNull,
  stripe_payment_intent: textOrNull,
  updated_at: timeText,
});

const residual = z.object({
  id: text.meta({ description: 'What approves its correction' }),
  kind: z.enum(['missing_here', 'missing_there', 'amount_differs']),
  entry: z.enum(['top_up', 'claw_back', 'reinstatement']),
  reference: text,
  payment: id,
  stripe_usd: usdText,
  ledger_usd: usdText,
  difference_usd: usdText.meta({ description: 'What a correction adds to the balance' }),
});

const elsewhere = z.object({
  id: text,
  cause: z.enum(['payment', 'refund', 'dispute']),
  source: text,
  amount_usd: usdText,
  time: timeText,
});

const reconciliation = z.object({
  from: timeText,
  to: timeText,
  ok: flag,
  payments: count,
  matched: count,
  residuals: z.array(residual),
  pending: z.array(z.object({ payment: id, state, amount_usd: usdText })),
  refunded_twice: z.array(z.object({ payment: id, here_usd: usdText, stripe_usd: usdText })).meta({
    description: 'Purchases refunded here by hand and at Stripe too: each of the two takes the credit',
  }),
  stripe: z.object({
    payments_usd: usdText,
    refunds_usd: usdText,
    disputes_usd: usdText,
    fees_usd: usdText.meta({ description: 'What Stripe kept; no part of any credit' }),
  }),
  elsewhere: z
    .array(elsewhere)
    .optional()
    .meta({ description: 'What moved on the account for no payment of any org; operators see it' }),
});

const corrections = z.object({
  corrections: z.array(
    z.object({
      residual: text,
      kind: z.enum(['booked', 'adjusted', 'settled']),
      amount_usd: usdText,
      reference: textOrNull,
    }),
  ),
});

export const payingAnswers = {
  'GET /v1/credits/reconciliation': { 200: reconciliation },
  'POST /v1/credits/reconciliation/corrections': { 200: corrections },
  'POST /v1/credits/checkout': { 201: checkout },
  'GET /v1/credits/payments': { 200: page(payment) },
  'GET /v1/credits/payments/:id': { 200: payment },
  'POST /v1/credits/payments/:id/refresh': { 200: payment },
};
