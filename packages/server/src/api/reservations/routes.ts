import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Command, ReservationOrigin } from '@cofferdam/core';
import { fail } from '../../errors/problem.ts';
import type { LaneCommand } from '../../services/lane/command.ts';
import { bindLabels, confinedTo, mayCreateAgent } from '../../services/keys/principal.ts';
import { findReservation } from '../../services/reservations/find-reservation.ts';
import type { App } from '../app.ts';
import type { ApiContext } from '../context.ts';
import { fingerprint } from '../../services/fingerprint.ts';
import { idempotencyOf } from '../idempotency-key.ts';
import { sendAnswer } from '../reply.ts';
import { spendingOf, toolUseOf } from '../usage/usage-fields.ts';
import { renderChanged, renderReservation, renderReserved, renderSettled } from './render.ts';
import { extendBody, releaseBody, reservationParams, reserveBody, settleBody } from './schemas.ts';

const origin: ReservationOrigin = 'api';

/** Puts a command into the org's lane and answers with what was decided. */
async function submit(
  context: ApiContext,
  request: FastifyRequest,
  reply: FastifyReply,
  command: Command,
  render: LaneCommand['render'],
): Promise<FastifyReply> {
  const idempotency = idempotencyOf(request);
  return sendAnswer(reply, await context.lanes.submit(request.principal.orgId, { command, idempotency, render }));
}

const tags = ['reservations'];

function reserveRoute(app: App, context: ApiContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  routes.post(
    '/v1/reservations',
    { schema: { tags, summary: 'Set money aside', body: reserveBody } },
    (request, reply) => {
      const { body, principal } = request;
      const { estimate } = body;
      const command: Command = {
        kind: 'reserve',
        id: context.newId(),
        dimensions: bindLabels(principal, body),
        run: body.run ?? null,
        parentRun: body.parent_run ?? null,
        amountNanoUsd: body.amount_usd ?? null,
        estimate:
          estimate === undefined
            ? null
            : { inputTokens: estimate.input_tokens, maxOutputTokens: estimate.max_output_tokens },
        final: body.final,
        ttlMs: body.ttl_seconds * 1000,
        onExpiry: body.on_expiry,
        origin,
        mayCreateAgent: mayCreateAgent(principal),
      };
      return submit(context, request, reply, command, renderReserved);
    },
  );
}

function settleRoute(app: App, context: ApiContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  routes.post(
    '/v1/reservations/:id/settle',
    {
      schema: { tags, summary: 'Replace a reservation by its true cost', params: reservationParams, body: settleBody },
    },
    (request, reply) => {
      const { body, params, principal } = request;
      const command: Command = {
        kind: 'settle',
        reservationId: params.id.toLowerCase(),
        origin,
        onlyAgent: confinedTo(principal),
        hash: fingerprint(body),
        spending: spendingOf(body),
        tools: (body.tools ?? []).map(toolUseOf),
      };
      return submit(context, request, reply, command, renderSettled);
    },
  );
}

function changingRoutes(app: App, context: ApiContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  routes.post(
    '/v1/reservations/:id/release',
    { schema: { tags, summary: 'Give a reservation back', params: reservationParams, body: releaseBody } },
    (request, reply) => {
      const reservationId = request.params.id.toLowerCase();
      const command: Command = { kind: 'release', reservationId, origin, onlyAgent: confinedTo(request.principal) };
      return submit(context, request, reply, command, renderChanged);
    },
  );

  routes.post(
    '/v1/reservations/:id/extend',
    { schema: { tags, summary: 'Change an open reservation', params: reservationParams, body: extendBody } },
    (request, reply) => {
      const { body, params, principal } = request;
      if (body.ttl_seconds === undefined && body.amount_usd === undefined) {
        fail('invalid_request', 'ttl_seconds: give ttl_seconds, amount_usd or both', { field: 'ttl_seconds' });
      }
      const command: Command = {
        kind: 'extend',
        reservationId: params.id.toLowerCase(),
        origin,
        onlyAgent: confinedTo(principal),
        ttlMs: body.ttl_seconds === undefined ? null : body.ttl_seconds * 1000,
        amountNanoUsd: body.amount_usd ?? null,
      };
      return submit(context, request, reply, command, renderChanged);
    },
  );
}

function readingRoute(app: App, context: ApiContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  routes.get(
    '/v1/reservations/:id',
    { schema: { tags, summary: 'Read a reservation', params: reservationParams } },
    async (request, reply) => {
      const id = request.params.id.toLowerCase();
      const reservation = await findReservation(context.pool, request.principal.orgId, id);
      const agent = confinedTo(request.principal);
      const isVisible =
        reservation !== null &&
        reservation.origin === origin &&
        (agent === null || reservation.dimensions.agent === agent);
      if (!isVisible) fail('not_found', `there is no reservation ${id}`);
      return reply.send(renderReservation(reservation));
    },
  );
}

export function reservationRoutes(app: App, context: ApiContext): void {
  reserveRoute(app, context);
  settleRoute(app, context);
  changingRoutes(app, context);
  readingRoute(app, context);
}
