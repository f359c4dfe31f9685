import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { listDeliveries, redeliver, requireDelivery } from '../../services/channels/find-deliveries.ts';
import { changeOrg } from '../../services/org-transaction.ts';
import { idParams, listDeliveriesQuery, noBody } from '../alerts/schemas.ts';
import type { App } from '../app.ts';
import type { ApiContext } from '../context.ts';
import { uuidForm } from '../fields.ts';
import { changedBy } from '../changed-by.ts';
import { idempotencyOf } from '../idempotency-key.ts';
import { decodeCursor, pageOf } from '../page.ts';
import { rendered } from '../render.ts';
import { sendAnswer } from '../reply.ts';
import { renderDelivery } from './render.ts';

const tags = ['deliveries'];
const params = idParams;

/** What was sent to channels, and what could not be. */
export function deliveryRoutes(app: App, context: ApiContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();

  const listSchema = { tags, summary: 'List deliveries, newest first', querystring: listDeliveriesQuery };
  routes.get('/v1/deliveries', { schema: listSchema }, async ({ principal, query }) => {
    const { limit, cursor, state = null, channel = null, alert = null } = query;
    const search = { beforeId: decodeCursor(cursor, uuidForm), state, channel, alert, limit: limit + 1 };
    const found = await listDeliveries(context.pool, principal.orgId, search);
    return pageOf(found, limit, ({ id }) => id, renderDelivery);
  });

  const readSchema = { tags, summary: 'Read a delivery', params };
  routes.get('/v1/deliveries/:id', { schema: readSchema }, async ({ principal, params: { id } }) => {
    return renderDelivery(await requireDelivery(context.pool, principal.orgId, id.toLowerCase()));
  });

  const againSchema = { tags, summary: 'Send a message again, under the same id', params, body: noBody };
  routes.post('/v1/deliveries/:id/redeliver', { schema: againSchema }, async (request, reply) => {
    const answer = await changeOrg(context.changes, {
      orgId: request.principal.orgId,
      by: changedBy(request),
      idempotency: idempotencyOf(request),
      work: async (org) => rendered(200, renderDelivery(await redeliver(org, request.params.id.toLowerCase()))),
    });
    return sendAnswer(reply, answer);
  });
}
