import { permissions, roles } from '@cofferdam/core';
import { z } from 'zod';
import { nothing } from './control.ts';
import { flag, id, page, text, textOrNull, timeOrNull, timeText } from './shapes.ts';

const role = z.enum(roles);

const person = z.object({
  id,
  email: text,
  name: text,
  role,
  created_at: timeText,
  password_changed_at: timeText,
  last_sign_in_at: timeOrNull,
});

const roleBook = z.object({
  permissions: z.array(z.object({ permission: z.enum(permissions), meaning: text })),
  data: z.array(z.object({ role, meaning: text, permissions: z.array(z.enum(permissions)) })),
});

const invitation = z.object({ id, email: textOrNull, role, created_at: timeText, expires_at: timeText });

const link = text.meta({ description: 'The link, shown this once' });

const caller = z.object({
  org: z.object({ id, name: text }),
  person: z.object({ id, email: text, name: text, role }).nullable(),
  key: z.object({ id, kind: z.enum(['admin', 'service', 'agent']), operator: flag, agent: textOrNull }).nullable(),
  version: text.meta({ description: 'Of the server' }),
  permissions: z.array(z.enum(permissions)),
  csrf_token: text.optional().meta({ description: 'Only of a session' }),
});

const session = z.object({
  id,
  user_agent: text,
  address: text,
  created_at: timeText,
  last_seen_at: timeText,
  current: flag,
});

export const peopleAnswers = {
  'POST /v1/session': { 201: z.object({ signed_in: flag }) },
  'GET /v1/session': { 200: caller },
  'PATCH /v1/session': { 200: person },
  'DELETE /v1/session': { 204: nothing },
  'GET /v1/sessions': { 200: page(session) },
  'DELETE /v1/sessions': { 204: nothing },
  'POST /v1/session/password': { 204: nothing },
  'POST /v1/invitations': { 201: invitation.extend({ url: link }) },
  'GET /v1/invitations': { 200: page(invitation) },
  'DELETE /v1/invitations/:id': { 204: nothing },
  'POST /v1/invitations/look-up': { 200: z.object({ org: text, email: textOrNull, role }) },
  'POST /v1/invitations/accept': { 201: person },
  'GET /v1/roles': { 200: roleBook },
  'GET /v1/people': { 200: page(person) },
  'PATCH /v1/people/:id': { 200: person },
  'DELETE /v1/people/:id': { 204: nothing },
  'POST /v1/people/:id/password-reset': { 201: z.object({ person: id, expires_at: timeText, url: link }) },
  'POST /v1/password-resets/accept': { 201: person },
};
