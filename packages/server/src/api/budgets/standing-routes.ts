import { WINDOW_KINDS, perOrder } from '@cofferdam/core';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { invalidField } from '../../errors/problem.ts';
import { type LiveStanding, liveStandings } from '../../services/budgets/live-standings.ts';
import type { App } from '../app.ts';
import type { ApiContext } from '../context.ts';
import { uuidForm } from '../fields.ts';
import { decodeCursor, pageFields, pageOf } from '../page.ts';
import { renderBudget, renderCounter } from './render.ts';

const standingQuery = z.strictObject({
  ...pageFields,
  sort: z.enum(['nearest', 'name', 'newest']).default('nearest'),
  name: z.string().min(1).max(200).optional(),
  per: z.enum(perOrder as readonly [string, ...string[]]).optional(),
  window: z.enum(WINDOW_KINDS).optional(),
  enforcement: z.enum(['hard', 'soft']).optional(),
  near: z.coerce.number().min(0).max(10).optional(),
  restricted: z.enum(['true', 'false']).optional(),
});

function renderStanding({ budget, nearest, subjects, restrictions }: LiveStanding): Record<string, unknown> {
  return {
    ...renderBudget(budget),
    subjects,
    nearest: nearest === null ? null : renderCounter(budget, nearest),
    restrictions,
  };
}

/** What comes after the budget that a cursor names, in the order of this moment: standings move while one pages. */
function after(standings: readonly LiveStanding[], id: string | null): readonly LiveStanding[] {
  if (id === null) return standings;
  const place = standings.findIndex(({ budget }) => budget.id === id);
  if (place === -1) invalidField('cursor', 'names a budget that is not in this list any more');
  return standings.slice(place + 1);
}

/** All budgets with where they stand, in one answer. */
export function standingRoutes(app: App, { pool, nowMs }: ApiContext): void {
  const summary = 'Where every budget stands: what is nearest to its limit, in the window that is open';
  app
    .withTypeProvider<ZodTypeProvider>()
    .get(
      '/v1/budgets/standings',
      { schema: { tags: ['budgets'], summary, querystring: standingQuery } },
      async (request) => {
        const {
          limit,
          cursor,
          sort,
          name = null,
          per,
          window = null,
          enforcement = null,
          near,
          restricted,
        } = request.query;
        const search = {
          order: sort,
          name,
          per: (per ?? null) as LiveStanding['budget']['per'] | null,
          window,
          enforcement,
          nearPpm: near === undefined ? null : Math.round(near * 1e6),
          isRestricting: restricted === undefined ? null : restricted === 'true',
        };
        const found = await liveStandings(pool, request.principal.orgId, search, nowMs());
        return pageOf(after(found, decodeCursor(cursor, uuidForm)), limit, ({ budget }) => budget.id, renderStanding);
      },
    );
}
