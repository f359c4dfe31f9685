import { type Person } from '../../services/people/person.ts';
import { permissionsOf } from '@cofferdam/core';
import { holderOf, type Principal } from '../../services/keys/principal.ts';
import type { Csrf } from '../../services/people/csrf.ts';
import type { ShownSession } from '../../services/people/session.ts';
import { serverVersion } from '../../services/version.ts';
import { timeText, timeTextOrNull } from '../render.ts';

/** Who is calling, and what they may do: a page shows no control that would be refused. */
export function renderCaller(principal: Principal, orgName: string, csrf: Csrf): Record<string, unknown> {
  const { orgId, keyId, kind, person, operator, agent } = principal;
  const permissions = permissionsOf(holderOf(principal));
  const org = { id: orgId, name: orgName };
  const shared = { org, version: serverVersion, permissions };
  if (person === null) return { ...shared, person: null, key: { id: keyId, kind, operator, agent } };
  const { sessionId, email, name, role } = person;
  const shown = { id: keyId, email, name, role };
  return { ...shared, person: shown, key: null, csrf_token: csrf.tokenOf(sessionId) };
}

export function renderPerson(person: Person): Record<string, unknown> {
  const { id, email, name, role, createdMs, passwordChangedMs, lastSignInMs } = person;
  return {
    id,
    email,
    name,
    role,
    created_at: timeText(createdMs),
    password_changed_at: timeText(passwordChangedMs),
    last_sign_in_at: timeTextOrNull(lastSignInMs),
  };
}

export function renderSession(session: ShownSession, currentId: string): Record<string, unknown> {
  const { id, userAgent, address, createdMs, lastSeenMs } = session;
  return {
    id,
    user_agent: userAgent,
    address,
    created_at: timeText(createdMs),
    last_seen_at: timeText(lastSeenMs),
    current: id === currentId,
  };
}
