import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { changeOrg } from '../../services/org-transaction.ts';
import { liftRestriction } from '../../services/restrictions/lift-restrictions.ts';
import { listRestrictions } from '../../services/restrictions/list-restrictions.ts';
import { isHeld, type KeptRestriction } from '../../services/restrictions/restriction.ts';
import type { App } from '../app.ts';
import { changedBy } from '../changed-by.ts';
import type { ApiContext } from '../context.ts';
import { displayName, uuid, uuidForm } from '../fields.ts';
import { idempotencyOf } from '../idempotency-key.ts';
import { decodeCursor, pageFields, pageOf } from '../page.ts';
import { rendered, timeText, timeTextOrNull } from '../render.ts';
import { sendAnswer } from '../reply.ts';

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

function renderRestriction(restriction: KeptRestriction, nowMs: number): Record<string, unknown> {
  return {
    id: restriction.id,
    budget: restriction.budgetId,
    budget_name: restriction.budgetName,
    subject: restriction.subject,
    window_start: timeText(restriction.windowStartMs),
    window_end: timeTextOrNull(restriction.windowEndMs),
    do: restriction.kind,
    at: restriction.atPpm / 1e6,
    requests_per_minute: restriction.requestsPerMinute,
    agent: restriction.agent,
    active: isHeld(restriction, nowMs),
    taken_at: timeText(restriction.takenMs),
    lifted_at: timeTextOrNull(restriction.liftedMs),
    lifted_by: restriction.liftedBy,
  };
}

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
