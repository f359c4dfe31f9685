import type { Answer } from '@cofferdam/sdk';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { listQuery } from '../../api/list.ts';

export type Person = Answer<'GET /v1/people'>['data'][number];
export type Invitation = Answer<'GET /v1/invitations'>['data'][number];
export type RoleBook = Answer<'GET /v1/roles'>;
export type Role = Person['role'];

export const peopleQuery = listQuery<Person>({
  key: ['people'],
  read: (cursor) => call('GET /v1/people', { query: { limit: 100, ...cursor } }),
  topics: ['configuration'],
});

export const invitationsQuery = queryOptions({
  queryKey: ['invitations'],
  queryFn: () => call('GET /v1/invitations'),
  meta: { topics: ['configuration'] },
});

export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  queryFn: () => call('GET /v1/roles'),
  staleTime: Number.POSITIVE_INFINITY,
  meta: { topics: [] },
});

export function roleName(role: Role): string {
  return role.replace('_', ' ');
}
