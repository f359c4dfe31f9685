import { queryOptions } from '@tanstack/react-query';
import { callApi, keepCsrfToken } from './client.ts';

export type Role = 'owner' | 'billing_admin' | 'operator' | 'viewer';
export type Permission = 'read' | 'spend' | 'operate' | 'administer' | 'credits' | 'people' | 'read_audit';

/** Who is signed in, as `GET /v1/session` says. */
export interface Session {
  readonly org: { readonly id: string; readonly name: string };
  readonly person: { readonly id: string; readonly email: string; readonly name: string; readonly role: Role } | null;
  /** Of the server. */
  readonly version: string;
  readonly permissions: readonly Permission[];
  readonly csrf_token?: string;
}

async function readSession(): Promise<Session> {
  const session = await callApi<Session>('GET', '/v1/session');
  keepCsrfToken(session.csrf_token ?? null);
  return session;
}

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: readSession,
  staleTime: 60_000,
  meta: { topics: ['configuration'] },
});
