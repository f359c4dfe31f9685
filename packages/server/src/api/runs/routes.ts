import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Command } from '@cofferdam/core';
import { z } from 'zod';
import { fail } from '../../errors/problem.ts';
import { bindLabels, confinedTo, mayCreateAgent, requirePermission } from '../../services/keys/principal.ts';
import { findRun } from '../../services/runs/find-run.ts';
import { cancelledRunChange } from '../../services/runs/run-change.ts';
import type { App } from '../app.ts';
import { auditOf } from '../changed-by.ts';
import type { ApiContext } from '../context.ts';
import { label, labelFields, usd } from '../fields.ts';
import { idempotencyOf } from '../idempotency-key.ts';
import { sendAnswer } from '../reply.ts';
import { renderFoundRun, renderRunOutcome } from './render.ts';

const createBody = z.strictObject({
  ...labelFields,
  id: label.optional(),
  parent_run: label.optional(),
  limit_usd: usd.optional(),
});

const finishBody = z.strictObject({ status: z.enum(['succeeded', 'failed', 'cancelled']) });
const runParams = z.strictObject({ id: label });
const tags = ['runs'];

async function submit(
  context: ApiContext,
  request: FastifyRequest,
  reply: FastifyReply,
  command: Command,
  status: number,
): Promise<FastifyReply> {
  const idempotency = idempotencyOf(request);
  const render = renderRunOutcome(status, context.nowMs);
  const audit = auditOf(request, cancelledRunChange);
  return sendAnswer(
    reply,
    await context.lanes.submit(request.principal.orgId, { command, idempotency, audit, render }),
  );
}

export function runRoutes(app: App, context: ApiContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.post('/v1/runs', { schema: { tags, summary: 'Start a run', body: createBody } }, (request, reply) => {
    const { body, principal } = request;
    const command: Command = {
      kind: 'create-run',
      id: body.id ?? context.newId(),
      dimensions: bindLabels(principal, body),
      parentRun: body.parent_run ?? null,
      limitNanoUsd: body.limit_usd ?? null,
      mayCreateAgent: mayCreateAgent(principal),
    };
    return submit(context, request, reply, command, 201);
  });

  routes.post(
    '/v1/runs/:id/finish',
    { schema: { tags, summary: 'End a run', params: runParams, body: finishBody } },
    (request, reply) => {
      const { body, params, principal } = request;
      // Who operates agents may stop a run; how it went is for its agent to say.
      requirePermission(principal, body.status === 'cancelled' && principal.person !== null ? 'operate' : 'spend');
      const command: Command = {
        kind: 'finish-run',
        run: params.id,
        status: body.status,
        onlyAgent: confinedTo(principal),
      };
      return submit(context, request, reply, command, 200);
    },
  );

  routes.get('/v1/runs/:id', { schema: { tags, summary: 'Read a run', params: runParams } }, async (request, reply) => {
    const nowMs = context.nowMs();
    const found = await findRun(context.pool, request.principal.orgId, request.params.id, nowMs);
    const agent = confinedTo(request.principal);
    if (found === null || (agent !== null && found.run.agent !== agent))
      fail('not_found', `there is no run ${request.params.id}`);
    return reply.send(renderFoundRun(found, nowMs));
  });
}
