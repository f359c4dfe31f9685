import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { requireOperator } from '../../services/keys/principal.ts';
import { firstAdminKey, foundOrg } from '../../services/orgs/found-org.ts';
import { listOrgs, type Org } from '../../services/orgs/list-orgs.ts';
import { changeOrg } from '../../services/org-transaction.ts';
import type { App } from '../app.ts';
import type { ApiContext } from '../context.ts';
import { displayName, uuidForm } from '../fields.ts';
import { changedBy } from '../changed-by.ts';
import { idempotencyOf } from '../idempotency-key.ts';
import { renderCreatedKey } from '../keys/render.ts';
import { decodeCursor, pageFields, pageOf } from '../page.ts';
import { rendered, timeText } from '../render.ts';
import { sendAnswer } from '../reply.ts';

const createOrgBody = z.strictObject({ name: displayName });
const listOrgsQuery = z.strictObject(pageFields);
const tags = ['orgs'];

function renderOrg({ id, name, createdMs }: Org): Record<string, unknown> {
  return { id, name, created_at: timeText(createdMs) };
}

export function orgRoutes(app: App, context: ApiContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.post(
    '/v1/orgs',
    { schema: { tags, summary: 'Make an org with its first admin key', body: createOrgBody } },
    async (request, reply) => {
      const { principal, body } = request;
      requireOperator(principal);
      // The idempotency record is of the operator's own org: the new org has no name before it is made.
      const answer = await changeOrg(context.changes, {
        orgId: principal.orgId,
        by: changedBy(request),
        idempotency: idempotencyOf(request),
        secret: true,
        work: async (operator) => {
          const { org, key } = await foundOrg(operator, body.name);
          return rendered(201, { ...renderOrg(org), admin_key: renderCreatedKey(firstAdminKey, key) });
        },
      });
      return sendAnswer(reply, answer);
    },
  );

  routes.get(
    '/v1/orgs',
    { schema: { tags, summary: 'List orgs, newest first', querystring: listOrgsQuery } },
    async (request) => {
      requireOperator(request.principal);
      const { limit, cursor } = request.query;
      const orgs = await listOrgs(context.pool, decodeCursor(cursor, uuidForm), limit + 1);
      return pageOf(orgs, limit, (org) => org.id, renderOrg);
    },
  );
}
