import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { invalidField } from '../../errors/problem.ts';
import { readBreakdown } from '../../services/reports/breakdown.ts';
import { readOverview } from '../../services/reports/overview.ts';
import { readReport } from '../../services/reports/read-report.ts';
import { readRefusals } from '../../services/reports/refusals.ts';
import type { Period } from '../../services/reports/report-period.ts';
import { maxSeriesPoints, readSeries } from '../../services/reports/series.ts';
import { readUnitEconomics } from '../../services/reports/unit-economics.ts';
import type { App } from '../app.ts';
import type { ApiContext } from '../context.ts';
import { timeText } from '../render.ts';
import { renderBreakdownRow, renderCompared, renderOverview, renderRefusalRow, renderSeriesRow } from './render.ts';
import { renderUnitEconomics } from './render-unit-economics.ts';
import { periodMembers, recordsUrl, scopeOf } from './report-scope.ts';
import { breakdownQuery, periodQuery, refusalsQuery, seriesQuery } from './schemas.ts';

const tags = ['reports'];

function previousMembers(period: Period | null): Record<string, unknown> {
  return period === null ? {} : { previous_from: timeText(period.fromMs), previous_to: timeText(period.toMs) };
}

function breakdownRoute(app: App, { pool, nowMs }: ApiContext): void {
  const schema = { tags, summary: 'Spend by one or two dimensions', querystring: breakdownQuery };
  app
    .withTypeProvider<ZodTypeProvider>()
    .get('/v1/reports/breakdown', { schema }, async ({ principal, query: { by, limit, compare, ...query } }) => {
      const scope = scopeOf(principal, query, nowMs());
      const options = { by, limit, compare: compare !== undefined };
      const { rows, other, totals, previousPeriod } = await readReport(pool, (tx) => readBreakdown(tx, scope, options));
      return {
        data: rows.map((row) => renderBreakdownRow(by, row)),
        other: other === null ? null : { groups: other.groups, ...renderCompared(other) },
        totals: renderCompared(totals),
        truncated: other !== null,
        records_url: recordsUrl(scope),
        ...periodMembers(scope, query.timezone),
        ...previousMembers(previousPeriod),
      };
    });
}

function seriesRoute(app: App, { pool, nowMs }: ApiContext): void {
  const schema = { tags, summary: 'Spend over time', querystring: seriesQuery };
  app
    .withTypeProvider<ZodTypeProvider>()
    .get('/v1/reports/series', { schema }, async ({ principal, query: { by, interval, limit, compare, ...query } }) => {
      const scope = scopeOf(principal, query, nowMs());
      const dimension = by?.[0] ?? null;
      const options = { by: dimension, interval, lines: limit, compare: compare !== undefined };
      const series = await readReport(pool, (tx) => readSeries(tx, scope, options));
      if (series === null) invalidField('interval', `makes more than ${maxSeriesPoints} points of this period`);
      const { rows, previous } = series;
      return {
        data: rows.map((row) => renderSeriesRow(dimension, row)),
        records_url: recordsUrl(scope),
        ...periodMembers(scope, query.timezone),
        ...(previous === null ? {} : { previous: previous.rows.map((row) => renderSeriesRow(dimension, row)) }),
        ...previousMembers(previous),
      };
    });
}

/** Reports on what was used. A key that is bound to an agent sees its own agent's part of them. */
export function reportRoutes(app: App, context: ApiContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const { pool } = context;
  breakdownRoute(app, context);
  seriesRoute(app, context);

  routes.get(
    '/v1/reports/refusals',
    { schema: { tags, summary: 'What was refused, and by which budget', querystring: refusalsQuery } },
    async ({ principal, query: { limit, ...query } }) => {
      const scope = scopeOf(principal, query, context.nowMs());
      const rows = await readRefusals(pool, scope, limit);
      return { data: rows.map(renderRefusalRow), ...periodMembers(scope, query.timezone) };
    },
  );

  routes.get(
    '/v1/reports/overview',
    { schema: { tags, summary: 'Where the org stands', querystring: periodQuery } },
    async ({ principal, query }) => {
      const scope = scopeOf(principal, query, context.nowMs());
      const overview = await readOverview(pool, scope);
      return {
        ...renderOverview(overview),
        ...periodMembers(scope, query.timezone),
        ...previousMembers(overview.previousPeriod),
      };
    },
  );

  routes.get(
    '/v1/reports/unit-economics',
    { schema: { tags, summary: 'What a unit of work costs', querystring: periodQuery } },
    async ({ principal, query }) => {
      const scope = scopeOf(principal, query, context.nowMs());
      const figures = await readUnitEconomics(pool, context.book, scope);
      return { ...renderUnitEconomics(figures), ...periodMembers(scope, query.timezone) };
    },
  );
}
