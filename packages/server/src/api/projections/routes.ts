import { windowAt } from '@cofferdam/core';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { invalidField } from '../../errors/problem.ts';
import type { Principal } from '../../services/keys/principal.ts';
import { readOverruns } from '../../services/projections/read-overruns.ts';
import { readProjection } from '../../services/projections/read-projection.ts';
import type { ReportScope } from '../../services/reports/report-period.ts';
import type { App } from '../app.ts';
import type { ApiContext } from '../context.ts';
import { timeText } from '../render.ts';
import { periodMembers, scopeOf } from '../reports/report-scope.ts';
import { scopeQuery, type ScopeQuery } from '../reports/schemas.ts';
import { renderOverrun, renderProjection } from './render.ts';

const tags = ['reports'];

/** Longer daily averages than this say nothing of today, and would be slow to take. */
const maxPeriodMs = 366 * 86_400_000;

/**
 * The period that the daily average is taken over: without `from` the month so far, and never beyond now, since what is
 * to come has no average.
 */
function projectedScope(principal: Principal, query: ScopeQuery, nowMs: number): ReportScope {
  const end = scopeOf(principal, { ...query, from: undefined }, nowMs);
  const toMs = Math.min(end.toMs, nowMs + 1);
  const { startMs } = windowAt('month', query.timezone, toMs - 1);
  const { fromMs } = query.from === undefined ? { fromMs: startMs } : scopeOf(principal, query, nowMs);
  if (fromMs >= toMs) invalidField('from', `must be before ${timeText(toMs)}`);
  if (toMs - fromMs > maxPeriodMs) invalidField('from', 'must be at most 366 days before to');
  return { ...end, fromMs, toMs };
}

/** Where the month is going, and which budgets are on course to be passed. */
export function projectionRoutes(app: App, { pool, nowMs }: ApiContext): void {
  app
    .withTypeProvider<ZodTypeProvider>()
    .get(
      '/v1/reports/projection',
      { schema: { tags, summary: 'Where the month is going', querystring: scopeQuery } },
      async ({ principal, query }) => {
        const now = nowMs();
        const scope = projectedScope(principal, query, now);
        const asOfMs = Math.min(scope.toMs, now);
        const projection = await readProjection(pool, { scope, timeZone: query.timezone, asOfMs });
        const overruns = await readOverruns(pool, scope.orgId, scope.filters, now);
        return {
          ...periodMembers(scope, query.timezone),
          ...renderProjection(projection),
          budgets: overruns.map(renderOverrun),
        };
      },
    );
}
