import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { showBuiltIn, type ShownConnection } from '../../services/connections/built-in-connections.ts';
import { changeConnection, deleteConnection } from '../../services/connections/change-connection.ts';
import { createConnection } from '../../services/connections/create-connection.ts';
import { listConnections, requireSealed } from '../../services/connections/find-connections.ts';
import type { Rendered } from '../../services/lane/command.ts';
import { changeOrg, type OrgTransaction } from '../../services/org-transaction.ts';
import type { App } from '../app.ts';
import type { ApiContext } from '../context.ts';
import { uuidForm } from '../fields.ts';
import { changedBy } from '../changed-by.ts';
import { idempotencyOf } from '../idempotency-key.ts';
import { decodeCursor, pageOf } from '../page.ts';
import { rendered } from '../render.ts';
import { sendAnswer } from '../reply.ts';
import { renderConnection } from './render.ts';
import {
  changeConnectionBody,
  connectionChangeOf,
  connectionParams,
  createConnectionBody,
  listConnectionsQuery,
  newConnectionOf,
} from './schemas.ts';

const tags = ['connections'];

/** Changes a connection under the org's lane, and forgets it on this node at once; admins only. */
async function change(
  context: ApiContext,
  request: FastifyRequest,
  reply: FastifyReply,
  name: string,
  work: (org: OrgTransaction) => Promise<Rendered>,
): Promise<FastifyReply> {
  const { orgId } = request.principal;
  const answer = await changeOrg(context.changes, {
    orgId,
    by: changedBy(request),
    idempotency: idempotencyOf(request),
    work,
  });
  context.connections.forget(orgId, name);
  return sendAnswer(reply, answer);
}

/** Rows of a page and one more: those that the org has, and after the last of them those that every org has. */
async function findPage(
  { pool, connections }: ApiContext,
  orgId: string,
  before: string | null,
  limit: number,
): Promise<ShownConnection[]> {
  const made = await listConnections(pool, orgId, before, limit + 1);
  if (made.length > limit) return made;
  return [...made, ...connections.builtIn.filter(({ id }) => before === null || id < before).map(showBuiltIn)];
}

/** Raises `not_found`. */
async function findOne({ pool, connections }: ApiContext, orgId: string, name: string): Promise<ShownConnection> {
  const builtIn = connections.builtIn.find((one) => one.name === name);
  return builtIn === undefined ? requireSealed(pool, orgId, name) : showBuiltIn(builtIn);
}

function readingRoutes(app: App, context: ApiContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const listSchema = { tags, summary: 'List connections, newest first', querystring: listConnectionsQuery };
  routes.get('/v1/connections', { schema: listSchema }, async ({ principal, query: { limit, cursor } }) => {
    const found = await findPage(context, principal.orgId, decodeCursor(cursor, uuidForm), limit);
    return pageOf(found, limit, ({ id }) => id, renderConnection);
  });

  const readSchema = { tags, summary: 'Read a connection; never its key', params: connectionParams };
  routes.get('/v1/connections/:name', { schema: readSchema }, async ({ principal, params }) => {
    return renderConnection(await findOne(context, principal.orgId, params.name));
  });
}

export function connectionRoutes(app: App, context: ApiContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();

  const createSchema = { tags, summary: 'Connect an account at a provider', body: createConnectionBody };
  routes.post('/v1/connections', { schema: createSchema }, (request, reply) => {
    const asked = newConnectionOf(request.body);
    return change(context, request, reply, asked.name, async (org) =>
      rendered(201, renderConnection(await createConnection(org, context.connectionRules, asked))),
    );
  });

  const params = connectionParams;
  const changeSchema = {
    tags,
    summary: 'Change a connection, or give it another key',
    params,
    body: changeConnectionBody,
  };
  routes.patch('/v1/connections/:name', { schema: changeSchema }, (request, reply) => {
    const { name } = request.params;
    const asked = connectionChangeOf(request.body);
    return change(context, request, reply, name, async (org) =>
      rendered(200, renderConnection(await changeConnection(org, context.connectionRules, name, asked))),
    );
  });

  routes.delete(
    '/v1/connections/:name',
    { schema: { tags, summary: 'End a connection', params } },
    (request, reply) => {
      const { name } = request.params;
      return change(context, request, reply, name, async (org) => {
        await deleteConnection(org, name);
        return { status: 204, body: '' };
      });
    },
  );

  readingRoutes(app, context);
}
