import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { invalidField } from '../../errors/problem.ts';
import { readBreakdown } from '../../services/reports/breakdown.ts';
import { readOverview } from '../../services/reports/overview.ts';
import { readRefusals } from '../../services/reports/refusals.ts';
import { bucketsOf, maxSeriesPoints, readSeries } from '../../services/reports/series.ts';
import type { App } from '../app.ts';
import type { ApiContext } from '../context.ts';
import { renderBreakdownRow, renderOverview, renderRefusalRow, renderSeriesRow, renderSums } from './render.ts';
import { periodMembers, scopeOf } from './report-scope.ts';
import { breakdownQuery, periodQuery, refusalsQuery, seriesQuery } from './schemas.ts';

const tags = ['reports'];

/** Reports on what was used. A key that is bound to an agent sees its own agent's part of them. */
export function reportRoutes(app: App, context: ApiContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const { pool } = context;

  routes.get(
    '/v1/reports/breakdown',
    { schema: { tags, summary: 'Spend by one or two dimensions', querystring: breakdownQuery } },
    async ({ principal, query }) => {
      const scope = scopeOf(principal, query, context.nowMs());
      const { rows, totals, truncated } = await readBreakdown(pool, scope, query.by, query.limit);
      const data = rows.map((row) => renderBreakdownRow(query.by, row));
      return { data, totals: renderSums(totals), truncated, ...periodMembers(scope, query.timezone) };
    },
  );

  routes.get(
    '/v1/reports/series',
    { schema: { tags, summary: 'Spend over time', querystring: seriesQuery } },
    async ({ principal, query }) => {
      const scope = scopeOf(principal, query, context.nowMs());
      const buckets = bucketsOf(scope, query.interval, query.timezone);
      if (buckets === null) invalidField('interval', `makes more than ${maxSeriesPoints} points of this period`);
      const by = query.by?.[0] ?? null;
      const rows = await readSeries(pool, scope, by, buckets);
      return { data: rows.map((row) => renderSeriesRow(by, row)), ...periodMembers(scope, query.timezone) };
    },
  );

  routes.get(
    '/v1/reports/refusals',
    { schema: { tags, summary: 'What was refused, and by which budget', querystring: refusalsQuery } },
    async ({ principal, query }) => {
      const scope = scopeOf(principal, query, context.nowMs());
      const rows = await readRefusals(pool, scope, query.limit);
      return { data: rows.map(renderRefusalRow), ...periodMembers(scope, query.timezone) };
    },
  );

  routes.get(
    '/v1/reports/overview',
    { schema: { tags, summary: 'Where the org stands', querystring: periodQuery } },
    async ({ principal, query }) => {
      const scope = scopeOf(principal, query, context.nowMs());
      return { ...renderOverview(await readOverview(pool, scope)), ...periodMembers(scope, query.timezone) };
    },
  );
}
