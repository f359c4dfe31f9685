import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { RecordedChange } from '../../services/audit/change.ts';
import { listChanges } from '../../services/audit/list-changes.ts';
import type { App } from '../app.ts';
import type { ApiContext } from '../context.ts';
import { displayName, uuidForm } from '../fields.ts';
import { decodeCursor, pageFields, pageOf } from '../page.ts';
import { timeText } from '../render.ts';
import { instantOf } from '../reports/report-scope.ts';
import { periodFields } from '../reports/schemas.ts';

const action = z.string().regex(/^[a-z_]{1,50}(\.[a-z_]{1,50})?$/, 'must be such as budget.changed, or budget');

const listChangesQuery = z.strictObject({
  ...pageFields,
  actor: displayName.optional(),
  action: action.optional(),
  target: displayName.optional(),
  ...periodFields,
});

function renderChange({ timeMs, ...change }: RecordedChange): Record<string, unknown> {
  const { id, actor, target, before, after, reason } = change;
  return { id, time: timeText(timeMs), actor, action: change.action, target, before, after, reason };
}

/** Who changed what. Nothing writes here but the changes themselves. */
export function auditRoutes(app: App, context: ApiContext): void {
  const schema = { tags: ['audit'], summary: 'List changes, newest first', querystring: listChangesQuery };
  app.withTypeProvider<ZodTypeProvider>().get('/v1/audit', { schema }, async ({ principal, query }) => {
    const { limit, cursor, from, to, timezone } = query;
    const search = {
      beforeId: decodeCursor(cursor, uuidForm),
      actor: query.actor ?? null,
      action: query.action ?? null,
      target: query.target ?? null,
      fromMs: from === undefined ? null : instantOf(from, timezone),
      toMs: to === undefined ? null : instantOf(to, timezone),
      limit: limit + 1,
    };
    const found = await listChanges(context.pool, principal.orgId, search);
    return pageOf(found, limit, ({ id }) => id, renderChange);
  });
}
