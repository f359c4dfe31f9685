import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { fail, invalidField } from '../../errors/problem.ts';
import { confinedTo, type Principal } from '../../services/keys/principal.ts';
import { findRun } from '../../services/runs/find-run.ts';
import {
  type ListedRun,
  listCostliestRuns,
  listDescendants,
  listNewestRuns,
  type RunPlace,
  type RunSearch,
} from '../../services/runs/list-runs.ts';
import type { App } from '../app.ts';
import type { ApiContext } from '../context.ts';
import { label } from '../fields.ts';
import { decodeCursor, pageFields, pageOf } from '../page.ts';
import { instantOf } from '../reports/report-scope.ts';
import { periodFields } from '../reports/schemas.ts';
import { runUsageRoute } from './usage-route.ts';
import { renderFoundRun } from './render.ts';

const listQuery = z.strictObject({
  agent: label.optional(),
  workflow: label.optional(),
  status: z.enum(['running', 'succeeded', 'failed', 'cancelled', 'unknown']).optional(),
  parent_run: z.union([z.literal(''), label]).optional(),
  ...periodFields,
  sort: z.enum(['created', 'cost']).default('created'),
  ...pageFields,
});

type ListQuery = z.output<typeof listQuery>;

const tags = ['runs'];
const params = z.strictObject({ id: label });
const cursorForm = /^\d{1,14} .+$/;
/** A tree that is larger than this is read by its branches. */
const mostDescendants = 1_000;

function renderListed(listed: ListedRun, nowMs: number): Record<string, unknown> {
  const { spend } = listed;
  return { ...renderFoundRun(listed, nowMs), requests: spend.requests, descendants: spend.descendants };
}

function placeOf(cursor: string | undefined): RunPlace | null {
  const key = decodeCursor(cursor, cursorForm);
  if (key === null) return null;
  const blank = key.indexOf(' ');
  return { createdMs: Number(key.slice(0, blank)), id: key.slice(blank + 1) };
}

function searchOf(query: ListQuery, agent: string | null, nowMs: number): RunSearch {
  const { workflow = null, status = null, parent_run: parent = null, from, to, timezone, limit } = query;
  const fromMs = from === undefined ? null : instantOf(from, timezone);
  const toMs = to === undefined ? null : instantOf(to, timezone);
  return { agent, workflow, state: status, parent, fromMs, toMs, nowMs, limit: limit + 1 };
}

/** A key that is bound to an agent lists its own agent's runs; another's are none. */
async function list({ pool, nowMs }: ApiContext, principal: Principal, query: ListQuery): Promise<unknown> {
  const own = confinedTo(principal);
  if (own !== null && query.agent !== undefined && query.agent !== own) return { data: [], next_cursor: null };
  const search = searchOf(query, own ?? query.agent ?? null, nowMs());
  const show = (listed: ListedRun): Record<string, unknown> => renderListed(listed, search.nowMs);
  if (query.sort === 'cost') {
    if (query.cursor !== undefined) invalidField('cursor', 'goes with sort=created only: costs change between pages');
    const runs = await listCostliestRuns(pool, principal.orgId, { ...search, limit: query.limit });
    return { data: runs.map(show), next_cursor: null };
  }
  const runs = await listNewestRuns(pool, principal.orgId, search, placeOf(query.cursor));
  return pageOf(runs, query.limit, ({ run }) => `${run.createdMs} ${run.id}`, show);
}

export function runListRoutes(app: App, context: ApiContext): void {
  runUsageRoute(app, context);
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const listSchema = { tags, summary: 'List runs, newest first or by cost', querystring: listQuery };
  routes.get('/v1/runs', { schema: listSchema }, ({ principal, query }) => list(context, principal, query));

  const treeSchema = { tags, summary: 'The runs below a run, with what each spent', params };
  routes.get('/v1/runs/:id/tree', { schema: treeSchema }, async ({ principal, params: { id } }) => {
    const { orgId } = principal;
    const nowMs = context.nowMs();
    const found = await findRun(context.pool, orgId, id, nowMs);
    const agent = confinedTo(principal);
    if (found === null || (agent !== null && found.run.agent !== agent)) fail('not_found', `there is no run ${id}`);
    const below = await listDescendants(context.pool, orgId, id, { limit: mostDescendants + 1, nowMs });
    const depthOf = ({ run }: ListedRun): number => run.path.length - found.run.path.length;
    return {
      ...renderFoundRun(found, nowMs),
      data: below
        .slice(0, mostDescendants)
        .filter(({ run }) => agent === null || run.agent === agent)
        .map((one) => ({ depth: depthOf(one), ...renderListed(one, nowMs) })),
      truncated: below.length > mostDescendants,
    };
  });
}
