import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { actOnAlert, type AlertAction } from '../../services/alerts/change-alerts.ts';
import { countAlerts, listAlertChanges, listAlerts, requireAlert } from '../../services/alerts/find-alerts.ts';
import { changeOrg } from '../../services/org-transaction.ts';
import type { App } from '../app.ts';
import type { ApiContext } from '../context.ts';
import { uuidForm } from '../fields.ts';
import { changedBy } from '../changed-by.ts';
import { idempotencyOf } from '../idempotency-key.ts';
import { decodeCursor, pageOf } from '../page.ts';
import { rendered } from '../render.ts';
import { sendAnswer } from '../reply.ts';
import { renderAlert, renderChange, renderCounts } from './render.ts';
import { idParams, listAlertsQuery, noBody, snoozeBody } from './schemas.ts';

const tags = ['alerts'];
const params = idParams;

/** Does what an admin asks for with an alert; the key is kept with the change. */
async function act(
  context: ApiContext,
  request: FastifyRequest,
  reply: FastifyReply,
  id: string,
  action: AlertAction,
): Promise<FastifyReply> {
  const { orgId } = request.principal;
  const answer = await changeOrg(context.changes, {
    orgId,
    by: changedBy(request),
    idempotency: idempotencyOf(request),
    work: async (org) => rendered(200, renderAlert(await actOnAlert(org, id.toLowerCase(), action))),
  });
  return sendAnswer(reply, answer);
}

function readingRoutes(app: App, context: ApiContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const listSchema = { tags, summary: 'List alerts, newest first', querystring: listAlertsQuery };
  routes.get('/v1/alerts', { schema: listSchema }, async ({ principal, query }) => {
    const { limit, cursor, state = null, type = null, budget = null, agent = null, severity = null } = query;
    const { from: fromMs = null, to: toMs = null } = query;
    const beforeId = decodeCursor(cursor, uuidForm);
    const search = { beforeId, state, type, budget, agent, severity, fromMs, toMs, limit: limit + 1 };
    const found = await listAlerts(context.pool, principal.orgId, search);
    return pageOf(found, limit, ({ id }) => id, renderAlert);
  });

  const countSchema = { tags, summary: 'How many alerts are not resolved, by state and severity' };
  routes.get('/v1/alerts/counts', { schema: countSchema }, async ({ principal }) =>
    renderCounts(await countAlerts(context.pool, principal.orgId)),
  );

  const readSchema = { tags, summary: 'Read an alert, with who changed it and when', params };
  routes.get('/v1/alerts/:id', { schema: readSchema }, async ({ principal, params: { id } }) => {
    const alert = await requireAlert(context.pool, principal.orgId, id.toLowerCase());
    const changes = await listAlertChanges(context.pool, principal.orgId, alert.id);
    return { ...renderAlert(alert), changes: changes.map(renderChange) };
  });
}

export function alertRoutes(app: App, context: ApiContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  readingRoutes(app, context);

  const acknowledge = { tags, summary: 'Say that somebody looks after it', params, body: noBody };
  routes.post('/v1/alerts/:id/acknowledge', { schema: acknowledge }, (request, reply) =>
    act(context, request, reply, request.params.id, { kind: 'acknowledge' }),
  );

  const snooze = { tags, summary: 'Be told of it again at a later time', params, body: snoozeBody };
  routes.post('/v1/alerts/:id/snooze', { schema: snooze }, (request, reply) =>
    act(context, request, reply, request.params.id, { kind: 'snooze', untilMs: request.body.until }),
  );

  const resolve = { tags, summary: 'Say that it is over', params, body: noBody };
  routes.post('/v1/alerts/:id/resolve', { schema: resolve }, (request, reply) =>
    act(context, request, reply, request.params.id, { kind: 'resolve' }),
  );
}
