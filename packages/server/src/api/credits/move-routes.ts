import type { FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { type CreditCommand, defaultPriority, type Outcome } from '@cofferdam/core';
import { invalidField } from '../../errors/problem.ts';
import { creditChange } from '../../services/credits/credit-change.ts';
import type { Answer, Rendered } from '../../services/lane/command.ts';
import type { App } from '../app.ts';
import { auditOf } from '../changed-by.ts';
import type { ApiContext } from '../context.ts';
import { fingerprint } from '../../services/fingerprint.ts';
import { idempotencyOf } from '../idempotency-key.ts';
import { sendAnswer } from '../reply.ts';
import { renderMove, renderTopUp } from './render.ts';
import { adjustmentBody, grantBody, refundBody, topUpBody, writeOffBody } from './schemas.ts';

const tags = ['credits'];

function submit(
  context: ApiContext,
  request: FastifyRequest,
  command: CreditCommand,
  render: (outcome: Outcome) => Rendered,
): Promise<Answer> {
  const idempotency = idempotencyOf(request);
  const audit = auditOf(request, creditChange);
  return context.lanes.submit(request.principal.orgId, { command, idempotency, audit, render });
}

/** Credit that comes in. */
function bringingRoutes(app: App, context: ApiContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  routes.post(
    '/v1/credits/top-ups',
    { schema: { tags, summary: 'Add credit that was paid for, once for each reference', body: topUpBody } },
    async (request, reply) => {
      const { amount_usd: amountNanoUsd, reference, expires_at: expiresMs = null } = request.body;
      const hash = expiresMs === null ? fingerprint(amountNanoUsd) : fingerprint([amountNanoUsd, expiresMs]);
      const command = { kind: 'top-up', amountNanoUsd, reference, expiresMs, hash } as const;
      return sendAnswer(reply, await submit(context, request, command, renderTopUp));
    },
  );
  routes.post(
    '/v1/credits/grants',
    { schema: { tags, summary: 'Add credit that nobody paid for, once for each reference', body: grantBody } },
    async (request, reply) => {
      const {
        amount_usd: amountNanoUsd,
        source,
        reference,
        expires_at: expiresMs = null,
        reason = null,
      } = request.body;
      const priority = request.body.priority ?? defaultPriority[source];
      const hash = fingerprint([amountNanoUsd, source, priority, expiresMs, reason]);
      const of = { amountNanoUsd, source, reference, priority, expiresMs, reason, hash };
      return sendAnswer(reply, await submit(context, request, { kind: 'grant-credit', ...of }, renderMove));
    },
  );
}

/** Credit that goes out, and what is set right. */
function settlingRoutes(app: App, context: ApiContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  routes.post(
    '/v1/credits/refunds',
    { schema: { tags, summary: 'Take out what is unused of a purchase that is refunded', body: refundBody } },
    async (request, reply) => {
      const { amount_usd: amountNanoUsd, reference, lot, top_up: topUp, reason } = request.body;
      if ((lot === undefined) === (topUp === undefined)) invalidField('lot', 'give either lot or top_up');
      const purchase = lot === undefined ? { topUp: topUp ?? '' } : { lotId: lot };
      const hash = fingerprint([amountNanoUsd, purchase, reason]);
      const command = { kind: 'refund-credit', amountNanoUsd, reference, purchase, reason, hash } as const;
      return sendAnswer(reply, await submit(context, request, command, renderMove));
    },
  );
  routes.post(
    '/v1/credits/adjustments',
    { schema: { tags, summary: 'Set right what was booked wrong, by a signed amount', body: adjustmentBody } },
    async (request, reply) => {
      const { amount_usd: amountNanoUsd, reference, expires_at: expiresMs = null, reason } = request.body;
      if (amountNanoUsd < 0n && expiresMs !== null) invalidField('expires_at', 'is for an amount above 0');
      const hash = fingerprint([amountNanoUsd, expiresMs, reason]);
      const command = { kind: 'adjust-credit', amountNanoUsd, reference, expiresMs, reason, hash } as const;
      return sendAnswer(reply, await submit(context, request, command, renderMove));
    },
  );
  routes.post(
    '/v1/credits/write-offs',
    { schema: { tags, summary: 'Give up a debt, or a part of it', body: writeOffBody } },
    async (request, reply) => {
      const { amount_usd: amount, reference, reason } = request.body;
      const amountNanoUsd = amount ?? null;
      const hash = fingerprint([amountNanoUsd, reason]);
      const command = { kind: 'write-off', amountNanoUsd, reference, reason, hash } as const;
      return sendAnswer(reply, await submit(context, request, command, renderMove));
    },
  );
}

/** Credit that somebody moves, each once for its reference: for admins. */
export function moveRoutes(app: App, context: ApiContext): void {
  bringingRoutes(app, context);
  settlingRoutes(app, context);
}
