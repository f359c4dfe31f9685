import type { FastifyReply } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { fail } from '../../errors/problem.ts';
import { changeOrg, type OrgTransaction } from '../../services/org-transaction.ts';
import type { Principal, SignedIn } from '../../services/keys/principal.ts';
import { requireLink } from '../../services/people/access-link.ts';
import { acceptInvitation } from '../../services/people/accept-invitation.ts';
import { changePassword, resetPassword } from '../../services/people/change-password.ts';
import { changePerson } from '../../services/people/change-person.ts';
import { endSession, endSessions, listSessions } from '../../services/people/session.ts';
import { signIn } from '../../services/people/sign-in.ts';
import { orgName } from '../../services/orgs/org-name.ts';
import type { App } from '../app.ts';
import { changedBy } from '../changed-by.ts';
import type { ApiContext } from '../context.ts';
import { rendered } from '../render.ts';
import { sendAnswer } from '../reply.ts';
import { dropSessionToken, keepSessionToken } from './cookie.ts';
import { renderCaller, renderPerson, renderSession } from './render.ts';
import {
  acceptInvitationBody,
  changePasswordBody,
  changeSelfBody,
  lookUpInvitationBody,
  resetPasswordBody,
  signInBody,
} from './schemas.ts';
import { requireSameOrigin, visitorOf } from './visitor.ts';

const tags = ['session'];
const open = { open: true } as const;

function requireSignedIn({ person }: Principal): SignedIn {
  return person ?? fail('forbidden', 'this needs somebody who is signed in; a key has no session');
}

/** A browser that shows the cookie from here on is this person's. */
function signedIn(reply: FastifyReply, { cookies }: ApiContext, token: string): FastifyReply {
  keepSessionToken(reply, cookies, token);
  return reply.code(201);
}

/** Routes that people come in by. */
function enteringRoutes(app: App, context: ApiContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const { pool, changes, nowMs } = context;

  const signInSchema = { tags, summary: 'Sign in with email and password', body: signInBody };
  routes.post('/v1/session', { config: open, schema: signInSchema }, async (request, reply) => {
    requireSameOrigin(request);
    const token = await signIn(pool, request.body, visitorOf(request), nowMs());
    return signedIn(reply, context, token).send({ signed_in: true });
  });

  const lookUpSchema = { tags, summary: 'Read what an invitation is for', body: lookUpInvitationBody };
  routes.post('/v1/invitations/look-up', { config: open, schema: lookUpSchema }, async ({ body }) => {
    const { orgId, link } = await requireLink(pool, 'invitation', body.token, nowMs());
    return { org: await orgName(pool, orgId), email: link.email, role: link.role };
  });

  const acceptSchema = {
    tags,
    summary: 'Accept an invitation: make a person, and sign them in',
    body: acceptInvitationBody,
  };
  routes.post('/v1/invitations/accept', { config: open, schema: acceptSchema }, async (request, reply) => {
    requireSameOrigin(request);
    const { email = null, ...rest } = request.body;
    const acceptance = { ...rest, email };
    const { person, sessionToken } = await acceptInvitation(changes, acceptance, visitorOf(request), nowMs());
    return signedIn(reply, context, sessionToken).send(renderPerson(person));
  });

  const resetSchema = { tags, summary: 'Set a new password by a reset link, and sign in', body: resetPasswordBody };
  routes.post('/v1/password-resets/accept', { config: open, schema: resetSchema }, async (request, reply) => {
    requireSameOrigin(request);
    const { person, sessionToken } = await resetPassword(changes, request.body, visitorOf(request), nowMs());
    context.sessions.forget();
    return signedIn(reply, context, sessionToken).send(renderPerson(person));
  });
}

export function sessionRoutes(app: App, context: ApiContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const { pool, sessions, changes, csrf, cookies, nowMs } = context;
  enteringRoutes(app, context);

  const leave = async (reply: FastifyReply, end: () => Promise<unknown>): Promise<FastifyReply> => {
    await end();
    sessions.forget();
    dropSessionToken(reply, cookies);
    return reply.code(204).send();
  };

  routes.get(
    '/v1/session',
    { schema: { tags, summary: 'Read who is calling, and what they may do' } },
    async (request) => renderCaller(request.principal, await orgName(pool, request.principal.orgId), csrf),
  );

  const selfSchema = { tags, summary: 'Change your own name', body: changeSelfBody };
  routes.patch('/v1/session', { schema: selfSchema }, async (request, reply) => {
    const { orgId, keyId } = request.principal;
    requireSignedIn(request.principal);
    const work = async (org: OrgTransaction) =>
      rendered(200, renderPerson(await changePerson(org, keyId, { name: request.body.name })));
    const answer = await changeOrg(changes, { orgId, by: changedBy(request), idempotency: null, work });
    sessions.forget();
    return sendAnswer(reply, answer);
  });

  routes.delete('/v1/session', { schema: { tags, summary: 'Sign out' } }, async (request, reply) => {
    const { sessionId } = requireSignedIn(request.principal);
    return leave(reply, () => endSession(pool, request.principal.orgId, sessionId));
  });

  routes.get('/v1/sessions', { schema: { tags, summary: 'List where you are signed in' } }, async ({ principal }) => {
    const { sessionId } = requireSignedIn(principal);
    const found = await listSessions(pool, principal.orgId, principal.keyId);
    return { data: found.map((one) => renderSession(one, sessionId)), next_cursor: null };
  });

  routes.delete('/v1/sessions', { schema: { tags, summary: 'Sign out everywhere' } }, async (request, reply) => {
    const { orgId, keyId } = request.principal;
    requireSignedIn(request.principal);
    return leave(reply, () => endSessions(pool, orgId, keyId, null));
  });

  const passwordSchema = { tags, summary: 'Change your password; your other sessions end', body: changePasswordBody };
  routes.post('/v1/session/password', { schema: passwordSchema }, async (request, reply) => {
    const { orgId, keyId: personId } = request.principal;
    const { sessionId, email, name, role } = requireSignedIn(request.principal);
    const { current_password: current, new_password: next } = request.body;
    const session = { orgId, personId, sessionId, email, name, role };
    await changePassword(changes, session, { current, next }, visitorOf(request), nowMs());
    sessions.forget();
    return reply.code(204).send();
  });
}
