import type { FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { isPermitted, permissions, permissionsOf, roles } from '@cofferdam/core';
import { z } from 'zod';
import type { Rendered } from '../../services/lane/command.ts';
import { changeOrg, type OrgTransaction } from '../../services/org-transaction.ts';
import { type AccessLink, listInvitations } from '../../services/people/access-link.ts';
import { changePerson, removePerson } from '../../services/people/change-person.ts';
import { invite, offerPasswordReset, withdrawInvitation } from '../../services/people/invite.ts';
import { meaningOfPermission, meaningOfRole } from '../../services/people/meanings.ts';
import { listPeople } from '../../services/people/person.ts';
import type { App } from '../app.ts';
import { changedBy } from '../changed-by.ts';
import type { ApiContext } from '../context.ts';
import { displayName, uuid, uuidForm } from '../fields.ts';
import { idempotencyOf } from '../idempotency-key.ts';
import { decodeCursor, pageFields, pageOf } from '../page.ts';
import { rendered, timeText } from '../render.ts';
import { sendAnswer } from '../reply.ts';
import { renderPerson } from '../session/render.ts';
import { email } from '../session/schemas.ts';

const tags = ['people'];
const params = z.strictObject({ id: uuid });
const inviteBody = z.strictObject({ email, role: z.enum(roles) });
const changeBody = z.strictObject({ role: z.enum(roles).optional(), name: displayName.optional() });
const listQuery = z.strictObject(pageFields);
const noBody = z.strictObject({}).nullish();

/** A token stands behind the number sign, so that no server on the way and no log gets to see it. */
function linkUrl(context: ApiContext, { protocol, host }: FastifyRequest, path: string, token: string): string {
  return `${context.publicUrl ?? `${protocol}://${host}`}/${path}#${token}`;
}

function renderInvitation({ id, email: invited, role, createdMs, expiresMs }: AccessLink): Record<string, unknown> {
  return { id, email: invited, role, created_at: timeText(createdMs), expires_at: timeText(expiresMs) };
}

type Work = (org: OrgTransaction) => Promise<Rendered>;

/** Changes who may do what; it holds on this node at once, and on the others when their memory of sessions runs out. */
async function change(context: ApiContext, request: FastifyRequest, work: Work, secret = false) {
  const { orgId } = request.principal;
  const [by, idempotency] = [changedBy(request), idempotencyOf(request)];
  const answer = await changeOrg(context.changes, { orgId, by, idempotency, secret, work });
  context.sessions.forget();
  return answer;
}

function invitationRoutes(app: App, context: ApiContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();

  const inviteSchema = { tags, summary: 'Invite somebody; the link is shown this once', body: inviteBody };
  routes.post('/v1/invitations', { schema: inviteSchema }, async (request, reply) => {
    const work: Work = async (org) => {
      const { link, token } = await invite(org, request.body, request.principal.keyId);
      return rendered(201, { ...renderInvitation(link), url: linkUrl(context, request, 'invitation', token) });
    };
    return sendAnswer(reply, await change(context, request, work, true));
  });

  const listSchema = { tags, summary: 'List invitations that can still be accepted' };
  routes.get('/v1/invitations', { schema: listSchema }, async ({ principal }) => {
    const found = await listInvitations(context.pool, principal.orgId, context.nowMs());
    return { data: found.map(renderInvitation), next_cursor: null };
  });

  const withdrawSchema = { tags, summary: 'Withdraw an invitation', params };
  routes.delete('/v1/invitations/:id', { schema: withdrawSchema }, async (request, reply) => {
    const work: Work = async (org) => {
      await withdrawInvitation(org, request.params.id.toLowerCase());
      return { status: 204, body: '' };
    };
    return sendAnswer(reply, await change(context, request, work));
  });
}

/** What each role may do, from the table that every call is held to. */
function renderRoles(): Record<string, unknown> {
  return {
    permissions: permissions
      .filter((permission) => roles.some((role) => isPermitted(role, permission)))
      .map((permission) => ({ permission, meaning: meaningOfPermission[permission] })),
    data: roles.map((role) => ({ role, meaning: meaningOfRole[role], permissions: permissionsOf(role) })),
  };
}

export function peopleRoutes(app: App, context: ApiContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  invitationRoutes(app, context);

  routes.get('/v1/roles', { schema: { tags, summary: 'Read what each role may do' } }, renderRoles);

  const listSchema = { tags, summary: 'List people, newest first', querystring: listQuery };
  routes.get('/v1/people', { schema: listSchema }, async ({ principal, query: { limit, cursor } }) => {
    const found = await listPeople(context.pool, principal.orgId, decodeCursor(cursor, uuidForm), limit + 1);
    return pageOf(found, limit, ({ id }) => id, renderPerson);
  });

  const changeSchema = { tags, summary: "Change somebody's name or role", params, body: changeBody };
  routes.patch('/v1/people/:id', { schema: changeSchema }, async (request, reply) => {
    const work: Work = async (org) => {
      const after = await changePerson(org, request.params.id.toLowerCase(), request.body);
      return rendered(200, renderPerson(after));
    };
    return sendAnswer(reply, await change(context, request, work));
  });

  routes.delete('/v1/people/:id', { schema: { tags, summary: 'Remove somebody', params } }, async (request, reply) => {
    const work: Work = async (org) => {
      await removePerson(org, request.params.id.toLowerCase());
      return { status: 204, body: '' };
    };
    return sendAnswer(reply, await change(context, request, work));
  });

  const resetSchema = { tags, summary: 'Make a link by which somebody sets a new password', params, body: noBody };
  routes.post('/v1/people/:id/password-reset', { schema: resetSchema }, async (request, reply) => {
    const work: Work = async (org) => {
      const id = request.params.id.toLowerCase();
      const { link, token } = await offerPasswordReset(org, id, request.principal.keyId);
      const url = linkUrl(context, request, 'password-reset', token);
      return rendered(201, { person: id, expires_at: timeText(link.expiresMs), url });
    };
    return sendAnswer(reply, await change(context, request, work, true));
  });
}
