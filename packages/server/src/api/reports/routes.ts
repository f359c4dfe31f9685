import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { invalidField } from '../../errors/problem.ts';
import { readBreakdown } from '../../services/reports/breakdown.ts';
import { readOverview } from '../../services/reports/overview.ts';
import { readReport } from '../../services/reports/read-report.ts';
import { countRefusals, readRefusals } from '../../services/reports/refusals.ts';
import type { Period } from '../../services/reports/report-period.ts';
import { sortRows } from '../../services/reports/sort-rows.ts';
import { maxSeriesPoints, readSeries } from '../../services/reports/series.ts';
import { readUnitEconomics } from '../../services/reports/unit-economics.ts';
import type { App } from '../app.ts';
import type { ApiContext } from '../context.ts';
import { timeText } from '../render.ts';
import { agentsRoute } from './agents-route.ts';
import { renderBreakdown } from './measures.ts';
import { renderOverview, renderRefusalRow, renderRefusals, renderSeriesRow } from './render.ts';
import { sendBreakdown, sendRefusals, sendSeries } from './report-csv.ts';
import { renderUnitEconomics } from './render-unit-economics.ts';
import { periodMembers, recordsUrl, scopeOf } from './report-scope.ts';
import { breakdownQuery, periodQuery, refusalsQuery, seriesQuery } from './schemas.ts';

const tags = ['reports'];

function previousMembers(period: Period | null): Record<string, unknown> {
  return period === null ? {} : { previous_from: timeText(period.fromMs), previous_to: timeText(period.toMs) };
}

function breakdownRoute(app: App, { pool, nowMs }: ApiContext): void {
  const schema = { tags, summary: 'Spend by one or two dimensions', querystring: breakdownQuery };
  app.withTypeProvider<ZodTypeProvider>().get('/v1/reports/breakdown', { schema }, async (request, reply) => {
    const { by, limit, compare, sort, order, format, ...query } = request.query;
    const scope = scopeOf(request.principal, query, nowMs());
    const options = { by, limit, compare: compare !== undefined };
    const found = await readReport(pool, (tx) => readBreakdown(tx, scope, options));
    const breakdown = { ...found, rows: sortRows(found.rows, sort, order) };
    if (format === 'csv') return sendBreakdown(reply, scope, by, breakdown);
    return reply.send({
      ...renderBreakdown(by, breakdown),
      truncated: found.other !== null,
      records_url: recordsUrl(scope),
      ...periodMembers(scope, query.timezone),
      ...previousMembers(found.previousPeriod),
    });
  });
}

function seriesRoute(app: App, { pool, nowMs }: ApiContext): void {
  const schema = { tags, summary: 'Spend over time', querystring: seriesQuery };
  app.withTypeProvider<ZodTypeProvider>().get('/v1/reports/series', { schema }, async (request, reply) => {
    const { by, interval, limit, compare, format, ...query } = request.query;
    const scope = scopeOf(request.principal, query, nowMs());
    const dimension = by?.[0] ?? null;
    const options = { by: dimension, interval, lines: limit, compare: compare !== undefined };
    const series = await readReport(pool, (tx) => readSeries(tx, scope, options));
    if (series === null) invalidField('interval', `makes more than ${maxSeriesPoints} points of this period`);
    const { rows, previous } = series;
    if (format === 'csv') return sendSeries(reply, scope, dimension, rows);
    return reply.send({
      data: rows.map((row) => renderSeriesRow(dimension, row)),
      records_url: recordsUrl(scope),
      ...periodMembers(scope, query.timezone),
      ...(previous === null ? {} : { previous: previous.rows.map((row) => renderSeriesRow(dimension, row)) }),
      ...previousMembers(previous),
    });
  });
}

function refusalsRoute(app: App, { pool, nowMs }: ApiContext): void {
  const schema = { tags, summary: 'What was refused, why, and by which budget', querystring: refusalsQuery };
  app.withTypeProvider<ZodTypeProvider>().get('/v1/reports/refusals', { schema }, async (request, reply) => {
    const { by, budget = null, limit, format, ...query } = request.query;
    const scope = scopeOf(request.principal, query, nowMs());
    const { rows, totals } = await readReport(pool, async (tx) => ({
      rows: await readRefusals(tx, scope, { by, budget, limit: limit + 1 }),
      totals: await countRefusals(tx, scope, budget),
    }));
    const shown = rows.slice(0, limit).map((row) => renderRefusalRow(by, row));
    if (format === 'csv') return sendRefusals(reply, scope, by, shown);
    return reply.send({
      data: shown,
      totals: renderRefusals(totals),
      truncated: rows.length > limit,
      ...periodMembers(scope, query.timezone),
    });
  });
}

/** Reports on what was used. A key that is bound to an agent sees its own agent's part of them. */
export function reportRoutes(app: App, context: ApiContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const { pool } = context;
  breakdownRoute(app, context);
  seriesRoute(app, context);
  refusalsRoute(app, context);
  agentsRoute(app, context);

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
