import type { FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import { fingerprint } from '../../services/fingerprint.ts';
import { requirePayments } from '../../services/payments/context.ts';
import { listPayments, requirePayment } from '../../services/payments/find-payments.ts';
import { type CheckoutRequest, openCheckout } from '../../services/payments/open-checkout.ts';
import { refreshPayment } from '../../services/payments/refresh-payment.ts';
import type { App } from '../app.ts';
import { changedBy } from '../changed-by.ts';
import type { ApiContext } from '../context.ts';
import { uuidForm } from '../fields.ts';
import { idempotencyOf } from '../idempotency-key.ts';
import { decodeCursor, pageOf } from '../page.ts';
import { renderCheckout, renderPayment } from './render.ts';
import { returnPages } from './return-pages.ts';
import { checkoutBody, noBody, paymentParams, paymentsQuery } from './schemas.ts';

const tags = ['credits'];

function requestOf(
  request: FastifyRequest,
  body: z.output<typeof checkoutBody>,
  publicUrl: string | null,
): CheckoutRequest {
  const { amount_usd: amountNanoUsd, success_url, cancel_url, reference = null } = body;
  const origin = publicUrl ?? `${request.protocol}://${request.host}`;
  return {
    orgId: request.principal.orgId,
    amountNanoUsd,
    successUrl: success_url ?? `${origin}/checkout/done`,
    cancelUrl: cancel_url ?? `${origin}/checkout/cancelled`,
    reference,
    idempotencyKey: idempotencyOf(request)?.key ?? null,
    requestHash: fingerprint(amountNanoUsd, success_url, cancel_url, reference),
    by: changedBy(request),
  };
}

/** Payments of credit. Only administrators move credit, and see who paid. */
export function paymentRoutes(app: App, context: ApiContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  returnPages(app);

  routes.post(
    '/v1/credits/checkout',
    { schema: { tags, summary: 'Make a page on which credit can be paid for', body: checkoutBody } },
    async (request, reply) => {
      const asked = requestOf(request, request.body, context.publicUrl);
      return reply.code(201).send(renderCheckout(await openCheckout(requirePayments(context.payments), asked)));
    },
  );

  routes.get(
    '/v1/credits/payments',
    { schema: { tags, summary: 'List payments, newest first', querystring: paymentsQuery } },
    async (request) => {
      const { limit, cursor, state = null } = request.query;
      const search = { state, beforeId: decodeCursor(cursor, uuidForm), limit: limit + 1 };
      const payments = await listPayments(context.pool, request.principal.orgId, search);
      return pageOf(payments, limit, (payment) => payment.id, renderPayment);
    },
  );

  routes.get(
    '/v1/credits/payments/:id',
    { schema: { tags, summary: 'Read a payment', params: paymentParams } },
    async (request) => {
      return renderPayment(await requirePayment(context.pool, request.principal.orgId, request.params.id));
    },
  );

  routes.post(
    '/v1/credits/payments/:id/refresh',
    {
      schema: {
        tags,
        summary: 'Ask Stripe what became of a payment, and book it',
        params: paymentParams,
        body: noBody,
      },
    },
    async (request) => {
      const { orgId } = request.principal;
      const payment = await requirePayment(context.pool, orgId, request.params.id);
      await refreshPayment(requirePayments(context.payments), orgId, payment.id);
      return renderPayment(await requirePayment(context.pool, orgId, payment.id));
    },
  );
}
