import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { PolicyChange } from '@cofferdam/core';
import { runBacktest } from '../../services/backtests/run-backtest.ts';
import type { BudgetTerms } from '../../services/budgets/create-budget.ts';
import { applyFile } from '../../services/policy-file/apply.ts';
import { planPresent, presentPolicy } from '../../services/policy-file/plan.ts';
import { fewAtOnce } from '../../services/reports/few-at-once.ts';
import type { App } from '../app.ts';
import { renderBacktest } from '../backtests/render.ts';
import type { ApiContext } from '../context.ts';
import { changedBy } from '../changed-by.ts';
import { idempotencyOf } from '../idempotency-key.ts';
import { rendered, timeText } from '../render.ts';
import { sendAnswer } from '../reply.ts';
import { allowSlowAnswer } from '../slow-answer.ts';
import { readPolicy } from './read-policy.ts';
import { renderPlan, renderPolicy } from './render.ts';
import { applyBody, planBody, policyDocument } from './schemas.ts';

const tags = ['policy'];

/** As many as a replay takes at once. */
const maxReplayed = 20;

/** The budgets of the file that a replay can speak of, those that are new or different first. */
function replayed(budgets: readonly BudgetTerms[], changes: readonly PolicyChange[]): readonly BudgetTerms[] {
  const changed = new Set(changes.filter(({ kind }) => kind === 'budgets').map(({ name }) => name));
  const possible = budgets.filter(({ unit }) => unit !== 'concurrent');
  const isChanged = ({ name }: BudgetTerms): boolean => changed.has(name);
  return [...possible.filter(isChanged), ...possible.filter((terms) => !isChanged(terms))].slice(0, maxReplayed);
}

function planRoute(app: App, { pool, changes, nowMs }: ApiContext): void {
  const limited = fewAtOnce(2);
  const schema = { tags, summary: 'What applying a policy file would change, and would have refused', body: planBody };
  app
    .withTypeProvider<ZodTypeProvider>()
    .post('/v1/policy/plan', { schema, preHandler: allowSlowAnswer }, async ({ principal, body }) => {
      const { orgId } = principal;
      const policy = readPolicy(body.policy);
      const plan = await planPresent(pool, changes.vault, orgId, policy, nowMs());
      const budgets = policy.budgets ?? [];
      const proposed = replayed(budgets, plan.changes);
      const toMs = nowMs();
      const fromMs = toMs - body.backtest_days * 86_400_000;
      const isAsked = body.backtest_days > 0 && proposed.length > 0;
      const backtest = isAsked
        ? await limited(() => runBacktest(pool, { orgId, proposed, fromMs, toMs, nowMs: toMs }))
        : null;
      const period = { from: timeText(fromMs), to: timeText(toMs), timezone: 'UTC' };
      return {
        ...renderPlan(plan),
        backtest: backtest === null ? null : { ...period, ...renderBacktest(backtest) },
        not_replayed: backtest === null ? [] : budgets.filter((one) => !proposed.includes(one)).map(({ name }) => name),
      };
    });
}

function applyRoute(app: App, context: ApiContext): void {
  const schema = { tags, summary: 'Make the org what a policy file says: all of it, or nothing', body: applyBody };
  app.withTypeProvider<ZodTypeProvider>().post('/v1/policy/apply', { schema }, async (request, reply) => {
    const { orgId } = request.principal;
    const { policy, plan: planId = null } = request.body;
    const read = readPolicy(policy);
    const answer = await applyFile(context.changes, context.channelRules, {
      orgId,
      by: changedBy(request),
      idempotency: idempotencyOf(request),
      policy: read,
      planId,
      nowMs: context.nowMs(),
      render: (plan, nowMs, secrets) =>
        rendered(200, { ...renderPlan(plan), applied_at: timeText(nowMs), signing_secrets: secrets }),
    });
    for (const { id } of read.agents ?? []) context.agentPolicies.forget(orgId, id);
    return sendAnswer(reply, answer);
  });
}

/** The whole policy of an org as one document, for a file that is kept with the code. */
export function policyFileRoutes(app: App, context: ApiContext): void {
  const schema = { tags, summary: 'The policy of the org as a file, without what is secret' };
  app.get('/v1/policy', { schema }, async ({ principal }) =>
    renderPolicy(await presentPolicy(context.pool, principal.orgId, context.nowMs())),
  );
  planRoute(app, context);
  applyRoute(app, context);

  const document = z.toJSONSchema(policyDocument, { io: 'input', unrepresentable: 'any' });
  const schemaOfFile = { title: 'Cofferdam policy file', ...document };
  app.get('/policy.schema.json', { config: { open: true }, schema: { hide: true } }, () => schemaOfFile);
}
