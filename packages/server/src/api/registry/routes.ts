import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { RegistryKind } from '@cofferdam/core';
import { fail } from '../../errors/problem.ts';
import { listAgentBudgets } from '../../services/budgets/agent-budgets.ts';
import { changeOrg, type OrgTransaction } from '../../services/org-transaction.ts';
import { addAgent, changeEntry, pauseAgent } from '../../services/registry/change-entry.ts';
import type { KeptEntry } from '../../services/registry/entry.ts';
import { type EntryPosition, findEntry, listEntries } from '../../services/registry/find-entries.ts';
import type { App } from '../app.ts';
import { renderBudget, renderCounter } from '../budgets/render.ts';
import { policyOf } from '../call-policy.ts';
import type { ApiContext } from '../context.ts';
import { changedBy } from '../changed-by.ts';
import { idempotencyOf } from '../idempotency-key.ts';
import { decodeCursor, pageOf } from '../page.ts';
import { rendered } from '../render.ts';
import { sendAnswer } from '../reply.ts';
import { renderEntry } from './render.ts';
import { addAgentBody, changeAgentBody, entryParams, listEntriesQuery, noBody, renameBody } from './schemas.ts';

const positionForm = /^\d{1,15} \S{1,128}$/;

function positionOf(cursor: string | undefined): EntryPosition | null {
  const key = decodeCursor(cursor, positionForm);
  if (key === null) return null;
  const blank = key.indexOf(' ');
  return { createdMs: Number(key.slice(0, blank)), id: key.slice(blank + 1) };
}

/** Changes the registry under the org's lane, so that the next batch sees it; admins only. */
async function change(
  context: ApiContext,
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  work: (org: OrgTransaction) => Promise<KeptEntry>,
): Promise<FastifyReply> {
  const answer = await changeOrg(context.changes, {
    orgId: request.principal.orgId,
    by: changedBy(request),
    idempotency: idempotencyOf(request),
    work: async (org) => rendered(status, renderEntry(await work(org), org.nowMs)),
  });
  return sendAnswer(reply, answer);
}

/** Changes an agent, whose policy is remembered: it is forgotten on this node at once. */
async function changeAgent(
  context: ApiContext,
  request: FastifyRequest,
  reply: FastifyReply,
  { status, id }: { readonly status: number; readonly id: string },
  work: (org: OrgTransaction) => Promise<KeptEntry>,
): Promise<FastifyReply> {
  const changed = await change(context, request, reply, status, work);
  context.agentPolicies.forget(request.principal.orgId, id);
  return changed;
}

const tags = ['registry'];

/** What every kind of label has: a list, and one by its id. */
function readingRoutes(app: App, context: ApiContext, kind: RegistryKind): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const listSchema = { tags, summary: `List ${kind}s, newest first`, querystring: listEntriesQuery };
  routes.get(`/v1/${kind}s`, { schema: listSchema }, async ({ principal, query }) => {
    const entries = await listEntries(context.pool, principal.orgId, kind, positionOf(query.cursor), query.limit + 1);
    return pageOf(
      entries,
      query.limit,
      ({ createdMs, id }) => `${createdMs} ${id}`,
      (entry) => renderEntry(entry, context.nowMs()),
    );
  });
  const readSchema = { tags, summary: `Read one of the ${kind}s`, params: entryParams };
  routes.get(`/v1/${kind}s/:id`, { schema: readSchema }, async ({ principal, params }) => {
    const entry = await findEntry(context.pool, principal.orgId, kind, params.id);
    if (entry === null) fail('not_found', `there is no ${kind} ${params.id}`);
    return renderEntry(entry, context.nowMs());
  });
}

function renamingRoute(app: App, context: ApiContext, kind: RegistryKind): void {
  const schema = { tags, summary: `Rename one of the ${kind}s`, params: entryParams, body: renameBody };
  app.withTypeProvider<ZodTypeProvider>().patch(`/v1/${kind}s/:id`, { schema }, (request, reply) => {
    const { params, body } = request;
    return change(context, request, reply, 200, (org) => changeEntry(org, kind, params.id, body));
  });
}

function agentBudgetsRoute(app: App, { pool, nowMs }: ApiContext): void {
  const schema = { tags, summary: 'The budgets that hold an agent, with what they have counted', params: entryParams };
  app
    .withTypeProvider<ZodTypeProvider>()
    .get('/v1/agents/:id/budgets', { schema }, async ({ principal: { orgId }, params: { id } }) => {
      const agent = await findEntry(pool, orgId, 'agent', id);
      if (agent === null) fail('not_found', `there is no agent ${id}`);
      const held = await listAgentBudgets(pool, orgId, agent, nowMs());
      return {
        data: held.map(({ budget, counter, holdsAll }) => ({
          ...renderBudget(budget),
          ...renderCounter(budget, counter),
          holds_all: holdsAll,
        })),
      };
    });
}

function agentRoutes(app: App, context: ApiContext): void {
  agentBudgetsRoute(app, context);
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const addSchema = { tags, summary: 'Register an agent before its first use', body: addAgentBody };
  routes.post('/v1/agents', { schema: addSchema }, (request, reply) => {
    const { id, policy, ...rest } = request.body;
    return changeAgent(context, request, reply, { status: 201, id }, (org) =>
      addAgent(org, id, { ...rest, policy: policyOf(policy) }),
    );
  });
  const changeSchema = {
    tags,
    summary: 'Rename an agent, or give it another team or policy',
    params: entryParams,
    body: changeAgentBody,
  };
  routes.patch('/v1/agents/:id', { schema: changeSchema }, (request, reply) => {
    const { id } = request.params;
    const { policy, ...rest } = request.body;
    return changeAgent(context, request, reply, { status: 200, id }, (org) =>
      changeEntry(org, 'agent', id, { ...rest, policy: policyOf(policy) }),
    );
  });
  for (const [verb, pause] of [
    ['pause', true],
    ['resume', false],
  ] as const) {
    const summary = pause ? 'Refuse all that an agent asks for' : 'Let a paused agent go on';
    const schema = { tags, summary, params: entryParams, body: noBody };
    routes.post(`/v1/agents/:id/${verb}`, { schema }, (request, reply) => {
      const { id } = request.params;
      return change(context, request, reply, 200, (org) => pauseAgent(org, id, pause));
    });
  }
}

export function registryRoutes(app: App, context: ApiContext): void {
  for (const kind of ['agent', 'workflow', 'user', 'team'] as const) readingRoutes(app, context, kind);
  for (const kind of ['workflow', 'user', 'team'] as const) renamingRoute(app, context, kind);
  agentRoutes(app, context);
}
