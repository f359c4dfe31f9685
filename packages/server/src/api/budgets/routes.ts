import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Budget } from '@cofferdam/core';
import { changeBudget, deleteBudget } from '../../services/budgets/change-budget.ts';
import { createBudget } from '../../services/budgets/create-budget.ts';
import { findBudget, listBudgets } from '../../services/budgets/find-budget.ts';
import type { App } from '../app.ts';
import type { ApiContext } from '../context.ts';
import { changedBy } from '../changed-by.ts';
import { idempotencyOf } from '../idempotency-key.ts';
import { decodeCursor, pageOf } from '../page.ts';
import { rendered } from '../render.ts';
import { sendAnswer } from '../reply.ts';
import { pageOfCounters } from './list-counters.ts';
import { renderBudget } from './render.ts';
import { standingRoutes } from './standing-routes.ts';
import { budgetParams, budgetQuery, changesOf, counterQuery, createBody, patchBody, termsOf } from './schemas.ts';

const tags = ['budgets'];
const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function budgetRoutes(app: App, context: ApiContext): void {
  readRoutes(app, context);
  standingRoutes(app, context);
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.post(
    '/v1/budgets',
    { schema: { tags, summary: 'Make a budget', body: createBody } },
    async (request, reply) => {
      const answer = await createBudget(context.changes, {
        orgId: request.principal.orgId,
        by: changedBy(request),
        idempotency: idempotencyOf(request),
        terms: termsOf(request.body),
        nowMs: context.nowMs(),
        render: (budget: Budget) => rendered(201, renderBudget(budget)),
      });
      return sendAnswer(reply, answer);
    },
  );

  routes.patch(
    '/v1/budgets/:id',
    { schema: { tags, summary: 'Change a budget', params: budgetParams, body: patchBody } },
    async (request, reply) => {
      const answer = await changeBudget(context.changes, {
        orgId: request.principal.orgId,
        by: changedBy(request),
        id: request.params.id.toLowerCase(),
        changes: changesOf(request.body),
        render: (budget: Budget) => rendered(200, renderBudget(budget)),
      });
      return sendAnswer(reply, answer);
    },
  );

  routes.delete(
    '/v1/budgets/:id',
    { schema: { tags, summary: 'End a budget', params: budgetParams } },
    async (request, reply) => {
      return sendAnswer(
        reply,
        await deleteBudget(context.changes, {
          orgId: request.principal.orgId,
          by: changedBy(request),
          id: request.params.id.toLowerCase(),
        }),
      );
    },
  );
}

function readRoutes(app: App, context: ApiContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.get(
    '/v1/budgets',
    { schema: { tags, summary: 'List budgets, newest first', querystring: budgetQuery } },
    async (request) => {
      const { limit, cursor } = request.query;
      const beforeId = decodeCursor(cursor, uuidForm);
      const budgets = await listBudgets(context.pool, request.principal.orgId, beforeId, limit + 1);
      return pageOf(budgets, limit, (budget) => budget.id, renderBudget);
    },
  );

  routes.get(
    '/v1/budgets/:id',
    { schema: { tags, summary: 'Read a budget', params: budgetParams } },
    async (request) => {
      return renderBudget(await findBudget(context.pool, request.principal.orgId, request.params.id.toLowerCase()));
    },
  );

  routes.get(
    '/v1/budgets/:id/counters',
    { schema: { tags, summary: 'What a budget has counted', params: budgetParams, querystring: counterQuery } },
    (request) => {
      return pageOfCounters(context, request.principal.orgId, {
        ...request.query,
        id: request.params.id.toLowerCase(),
      });
    },
  );
}
