import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { fail } from '../../errors/problem.ts';
import { findNorms } from '../../services/anomalies/find-norms.ts';
import { ruleFacts } from '../../services/anomalies/rule-facts.ts';
import { agentsWithRules, loadRules } from '../../services/anomalies/rules.ts';
import { deleteAgentRules, setAgentRules, setOrgRules } from '../../services/anomalies/set-rules.ts';
import { changeOrg } from '../../services/org-transaction.ts';
import { findEntry } from '../../services/registry/find-entries.ts';
import type { App } from '../app.ts';
import type { ApiContext } from '../context.ts';
import { changedBy } from '../changed-by.ts';
import { idempotencyOf } from '../idempotency-key.ts';
import { rendered } from '../render.ts';
import { sendAnswer } from '../reply.ts';
import { readRules, renderAgentRules, renderNorms } from './render.ts';
import { agentParams as params, rulesBody as body } from './schemas.ts';

const tags = ['anomalies'];

async function requireAgent({ pool }: ApiContext, orgId: string, agent: string): Promise<void> {
  if ((await findEntry(pool, orgId, 'agent', agent)) === null) fail('not_found', `there is no agent ${agent}`);
}

function orgRoutes(app: App, context: ApiContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const { pool, changes } = context;

  const readSchema = { tags, summary: 'Read when a charge, a run or a loop is out of character' };
  routes.get('/v1/anomaly-rules', { schema: readSchema }, async ({ principal }) => {
    const { org } = await loadRules(pool, principal.orgId, []);
    return { ...ruleFacts(org), agents: await agentsWithRules(pool, principal.orgId) };
  });

  const setSchema = { tags, summary: 'Set the rules of the org, whole: what is left out has its default', body };
  routes.put('/v1/anomaly-rules', { schema: setSchema }, async (request, reply) => {
    const { orgId } = request.principal;
    const answer = await changeOrg(changes, {
      orgId,
      by: changedBy(request),
      idempotency: idempotencyOf(request),
      work: async (org) => {
        const rules = ruleFacts(await setOrgRules(org, readRules(request.body)));
        return rendered(200, { ...rules, agents: await agentsWithRules(org.tx, orgId) });
      },
    });
    return sendAnswer(reply, answer);
  });
}

function agentRoutes(app: App, context: ApiContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const { pool, changes } = context;
  const path = '/v1/agents/:id/anomaly-rules';

  const readSchema = { tags, summary: 'Read the rules of an agent, and in what it differs from the org', params };
  routes.get(path, { schema: readSchema }, async ({ principal, params: { id } }) => {
    await requireAgent(context, principal.orgId, id);
    return renderAgentRules(id, await loadRules(pool, principal.orgId, [id]));
  });

  const setSchema = { tags, summary: 'Set in what an agent differs from the org, whole', params, body };
  routes.put(path, { schema: setSchema }, async (request, reply) => {
    const { id } = request.params;
    const answer = await changeOrg(changes, {
      orgId: request.principal.orgId,
      by: changedBy(request),
      idempotency: idempotencyOf(request),
      work: async (org) => rendered(200, renderAgentRules(id, await setAgentRules(org, id, readRules(request.body)))),
    });
    return sendAnswer(reply, answer);
  });

  const deleteSchema = { tags, summary: 'Judge an agent as the org says again', params };
  routes.delete(path, { schema: deleteSchema }, async (request, reply) => {
    const answer = await changeOrg(changes, {
      orgId: request.principal.orgId,
      by: changedBy(request),
      idempotency: null,
      work: async (org) => {
        await deleteAgentRules(org, request.params.id);
        return rendered(204, null);
      },
    });
    return sendAnswer(reply, answer);
  });
}

export function anomalyRoutes(app: App, context: ApiContext): void {
  orgRoutes(app, context);
  agentRoutes(app, context);
  const schema = {
    tags,
    summary: 'Read what is usual for an agent: its charges, its models and tools, its runs',
    params,
  };
  app
    .withTypeProvider<ZodTypeProvider>()
    .get('/v1/agents/:id/norm', { schema }, async ({ principal, params: { id } }) => {
      await requireAgent(context, principal.orgId, id);
      return renderNorms(id, await findNorms(context.pool, principal.orgId, id));
    });
}
