import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { changeOrg } from '../../services/org-transaction.ts';
import { liftRestriction } from '../../services/restrictions/lift-restrictions.ts';
import { listRestrictions } from '../../services/restrictions/list-restrictions.ts';
import type { App } from '../app.ts';
import { changedBy } from '../changed-by.ts';
import type { ApiContext } from '../context.ts';
import { displayName, uuid, uuidForm } from '../fields.ts';
import { idempotencyOf } from '../idempotency-key.ts';
import { decodeCursor, pageFields, pageOf } from '../page.ts';
import { rendered } from '../render.ts';
import { sendAnswer } from '../reply.ts';
import { renderRestriction } from './render.ts';

const tags = ['restrictions'];

const listQuery = z.strictObject({
  ...pageFields,
  budget: displayName.optional(),
  subject: z.string().min(1).max(300).optional(),
  do: z.enum(['throttle', 'pause', 'block']).optional(),
  state: z.enum(['active', 'ended']).optional(),
});

const params = z.strictObject({ id: uuid });
const noBody = z.strictObject({}).nullish();

/** What budgets have done at a share of their limit: seen, and lifted. */
export function restrictionRoutes(app: App, context: ApiContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();

  const listSchema = { tags, summary: 'List restrictions, newest first', querystring: listQuery };
  routes.get('/v1/restrictions', { schema: listSchema }, async ({ principal, query }) => {
    const { limit, cursor, budget = null, subject = null, do: kind = null, state } = query;
    const nowMs = context.nowMs();
    const active = state === undefined ? null : state === 'active';
    const search = { beforeId: decodeCursor(cursor, uuidForm), budget, subject, kind, active, nowMs, limit: limit + 1 };
    const found = await listRestrictions(context.pool, principal.orgId, search);
    return pageOf(
      found,
      limit,
      ({ id }) => id,
      (one) => renderRestriction(one, nowMs),
    );
  });

  const liftSchema = { tags, summary: 'Let whom it holds go on', params, body: noBody };
  routes.post('/v1/restrictions/:id/lift', { schema: liftSchema }, async (request, reply) => {
    const answer = await changeOrg(context.changes, {
      orgId: request.principal.orgId,
      by: changedBy(request),
      idempotency: idempotencyOf(request),
      work: async (org) => {
        const restriction = await liftRestriction(org, request.params.id.toLowerCase());
        return rendered(200, renderRestriction(restriction, org.nowMs));
      },
    });
    return sendAnswer(reply, answer);
  });
}
