import type { FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { createKey, type NewKey } from '../../services/keys/create-key.ts';
import type { Key } from '../../services/keys/key.ts';
import { listKeys } from '../../services/keys/list-keys.ts';
import { requirePermission } from '../../services/keys/principal.ts';
import { revokeKey } from '../../services/keys/revoke-key.ts';
import type { Answer, Rendered } from '../../services/lane/command.ts';
import { changeOrg } from '../../services/org-transaction.ts';
import type { App } from '../app.ts';
import type { ApiContext } from '../context.ts';
import { uuidForm } from '../fields.ts';
import { changedBy } from '../changed-by.ts';
import { idempotencyOf } from '../idempotency-key.ts';
import { decodeCursor, pageOf } from '../page.ts';
import { rendered } from '../render.ts';
import { sendAnswer } from '../reply.ts';
import { renderCreatedKey, renderKey } from './render.ts';
import { createKeyBody, keyParams, listKeysQuery, revokeBody } from './schemas.ts';

const tags = ['keys'];

/** Revokes a key, and forgets it on this node at once; other nodes follow when their memory of it runs out. */
async function revoke(
  context: ApiContext,
  request: FastifyRequest,
  keyId: string,
  render: (key: Key) => Rendered,
): Promise<Answer> {
  const id = keyId.toLowerCase();
  const answer = await changeOrg(context.changes, {
    orgId: request.principal.orgId,
    by: changedBy(request),
    idempotency: idempotencyOf(request),
    work: async (org) => render(await revokeKey(org, id, request.principal)),
  });
  context.authenticator.forget(id);
  return answer;
}

export function keyRoutes(app: App, context: ApiContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.post(
    '/v1/keys',
    { schema: { tags, summary: 'Make a key; its secret is shown this once', body: createKeyBody } },
    async (request, reply) => {
      const { name, kind, agent = null, pins } = request.body;
      // Who could make an admin key could do whatever an admin key can.
      if (kind === 'admin') requirePermission(request.principal, 'administer');
      const key: NewKey = { name, kind, agent, pins };
      const answer = await changeOrg(context.changes, {
        orgId: request.principal.orgId,
        by: changedBy(request),
        idempotency: idempotencyOf(request),
        secret: true,
        work: async (org) => rendered(201, renderCreatedKey(key, await createKey(org, key))),
      });
      return sendAnswer(reply, answer);
    },
  );

  routes.get(
    '/v1/keys',
    { schema: { tags, summary: 'List keys, newest first', querystring: listKeysQuery } },
    async (request) => {
      const { agent = null, limit, cursor } = request.query;
      const search = { agent, beforeId: decodeCursor(cursor, uuidForm), limit: limit + 1 };
      const keys = await listKeys(context.pool, request.principal.orgId, search);
      return pageOf(keys, limit, (key) => key.id, renderKey);
    },
  );

  routes.post(
    '/v1/keys/:id/revoke',
    { schema: { tags, summary: 'End a key', params: keyParams, body: revokeBody } },
    async (request, reply) =>
      sendAnswer(reply, await revoke(context, request, request.params.id, (key) => rendered(200, renderKey(key)))),
  );

  routes.delete('/v1/keys/:id', { schema: { tags, summary: 'End a key', params: keyParams } }, async (request, reply) =>
    sendAnswer(reply, await revoke(context, request, request.params.id, () => ({ status: 204, body: '' }))),
  );
}
