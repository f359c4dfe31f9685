import { paged, plain, sent } from './shapes.ts';

/** Who and what there is in an org. */
export const org = {
  connections: {
    create: sent('POST /v1/connections'),
    list: paged('GET /v1/connections'),
    get: plain('GET /v1/connections/{name}'),
    update: sent('PATCH /v1/connections/{name}'),
    delete: plain('DELETE /v1/connections/{name}'),
  },

  keys: {
    create: sent('POST /v1/keys'),
    list: paged('GET /v1/keys'),
    revoke: sent('POST /v1/keys/{id}/revoke'),
    delete: plain('DELETE /v1/keys/{id}'),
  },

  orgs: {
    create: sent('POST /v1/orgs'),
    list: paged('GET /v1/orgs'),
  },

  agents: {
    create: sent('POST /v1/agents'),
    list: paged('GET /v1/agents'),
    get: plain('GET /v1/agents/{id}'),
    update: sent('PATCH /v1/agents/{id}'),
    budgets: plain('GET /v1/agents/{id}/budgets'),
    pause: sent('POST /v1/agents/{id}/pause'),
    resume: sent('POST /v1/agents/{id}/resume'),
  },

  workflows: {
    list: paged('GET /v1/workflows'),
    get: plain('GET /v1/workflows/{id}'),
    update: sent('PATCH /v1/workflows/{id}'),
  },

  users: {
    list: paged('GET /v1/users'),
    get: plain('GET /v1/users/{id}'),
    update: sent('PATCH /v1/users/{id}'),
  },

  teams: {
    list: paged('GET /v1/teams'),
    get: plain('GET /v1/teams/{id}'),
    update: sent('PATCH /v1/teams/{id}'),
  },

  people: {
    list: paged('GET /v1/people'),
    update: sent('PATCH /v1/people/{id}'),
    delete: plain('DELETE /v1/people/{id}'),
    resetPassword: sent('POST /v1/people/{id}/password-reset'),
    roles: plain('GET /v1/roles'),
    acceptReset: sent('POST /v1/password-resets/accept'),
  },

  invitations: {
    create: sent('POST /v1/invitations'),
    list: plain('GET /v1/invitations'),
    delete: plain('DELETE /v1/invitations/{id}'),
    lookUp: sent('POST /v1/invitations/look-up'),
    accept: sent('POST /v1/invitations/accept'),
  },

  session: {
    signIn: sent('POST /v1/session'),
    get: plain('GET /v1/session'),
    update: sent('PATCH /v1/session'),
    signOut: plain('DELETE /v1/session'),
    setPassword: sent('POST /v1/session/password'),
    list: plain('GET /v1/sessions'),
    signOutEverywhere: plain('DELETE /v1/sessions'),
  },
} as const;
