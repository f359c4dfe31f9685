import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { changeChannel, deleteChannel, rotateSecret } from '../../services/channels/change-channel.ts';
import { createChannel } from '../../services/channels/create-channel.ts';
import { listChannels, requireChannel } from '../../services/channels/find-channels.ts';
import type { Rendered } from '../../services/lane/command.ts';
import { changeOrg, type OrgTransaction } from '../../services/org-transaction.ts';
import type { App } from '../app.ts';
import type { ApiContext } from '../context.ts';
import { uuidForm } from '../fields.ts';
import { changedBy } from '../changed-by.ts';
import { idempotencyOf } from '../idempotency-key.ts';
import { decodeCursor, pageOf } from '../page.ts';
import { rendered, timeText } from '../render.ts';
import { sendAnswer } from '../reply.ts';
import { renderChannel, renderTest } from './render.ts';
import {
  changeChannelBody,
  channelChangeOf,
  channelParams,
  createChannelBody,
  listChannelsQuery,
  newChannelOf,
  noBody,
} from './schemas.ts';

const tags = ['channels'];
const params = channelParams;

/** Changes a channel under the org's lane; admins only. An answer that holds a secret is kept sealed. */
async function change(
  context: ApiContext,
  request: FastifyRequest,
  reply: FastifyReply,
  work: (org: OrgTransaction) => Promise<Rendered>,
): Promise<FastifyReply> {
  const { orgId } = request.principal;
  const idempotency = idempotencyOf(request);
  return sendAnswer(
    reply,
    await changeOrg(context.changes, { orgId, by: changedBy(request), idempotency, secret: true, work }),
  );
}

function readingRoutes(app: App, context: ApiContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const listSchema = { tags, summary: 'List channels, newest first', querystring: listChannelsQuery };
  routes.get('/v1/channels', { schema: listSchema }, async ({ principal, query: { limit, cursor } }) => {
    const found = await listChannels(context.pool, principal.orgId, decodeCursor(cursor, uuidForm), limit + 1);
    return pageOf(found, limit, ({ id }) => id, renderChannel);
  });

  const readSchema = { tags, summary: 'Read a channel by its name or id; never its secrets', params };
  routes.get('/v1/channels/:channel', { schema: readSchema }, async ({ principal, params: { channel } }) => {
    return renderChannel(await requireChannel(context.pool, principal.orgId, channel));
  });
}

function secretRoutes(app: App, context: ApiContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const testSchema = { tags, summary: 'Send a test message now', params, body: noBody };
  routes.post('/v1/channels/:channel/test', { schema: testSchema }, async ({ principal, params: { channel } }) => {
    const found = await requireChannel(context.pool, principal.orgId, channel);
    return renderTest(await context.testChannel(principal.orgId, found));
  });

  const rotateSchema = { tags, summary: 'Give a webhook another secret', params, body: noBody };
  routes.post('/v1/channels/:channel/rotate-secret', { schema: rotateSchema }, (request, reply) =>
    change(context, request, reply, async (org) => {
      const rotated = await rotateSecret(org, context.channelRules, request.params.channel);
      const { channel, signingSecret, previousUntilMs } = rotated;
      const secret = { signing_secret: signingSecret, previous_secret_until: timeText(previousUntilMs) };
      return rendered(200, { ...renderChannel(channel), ...secret });
    }),
  );
}

export function channelRoutes(app: App, context: ApiContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();

  const createSchema = { tags, summary: 'Make a channel; its secret is shown this once', body: createChannelBody };
  routes.post('/v1/channels', { schema: createSchema }, (request, reply) =>
    change(context, request, reply, async (org) => {
      const { channel, signingSecret } = await createChannel(org, context.channelRules, newChannelOf(request.body));
      const secret = signingSecret === null ? {} : { signing_secret: signingSecret };
      return rendered(201, { ...renderChannel(channel), ...secret });
    }),
  );

  const changeSchema = { tags, summary: 'Change a channel, disable or enable it', params, body: changeChannelBody };
  routes.patch('/v1/channels/:channel', { schema: changeSchema }, (request, reply) => {
    const asked = channelChangeOf(request.body);
    return change(context, request, reply, async (org) =>
      rendered(200, renderChannel(await changeChannel(org, context.channelRules, request.params.channel, asked))),
    );
  });

  const deleteSchema = { tags, summary: 'End a channel that no budget names', params };
  routes.delete('/v1/channels/:channel', { schema: deleteSchema }, (request, reply) =>
    change(context, request, reply, async (org) => {
      await deleteChannel(org, request.params.channel);
      return { status: 204, body: '' };
    }),
  );

  readingRoutes(app, context);
  secretRoutes(app, context);
}
