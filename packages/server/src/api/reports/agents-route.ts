import { formatUsd } from '@cofferdam/core';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type AgentRow, type AgentsReport, readAgents } from '../../services/reports/agents.ts';
import { readReport } from '../../services/reports/read-report.ts';
import { sortMeasures } from '../../services/reports/sort-rows.ts';
import type { App } from '../app.ts';
import type { ApiContext } from '../context.ts';
import { label } from '../fields.ts';
import { renderEntry } from '../registry/render.ts';
import { timeText, timeTextOrNull } from '../render.ts';
import { renderRestriction } from '../restrictions/render.ts';
import { renderMeasures } from './measures.ts';
import { renderCompared, renderStanding } from './render.ts';
import { periodMembers, scopeOf } from './report-scope.ts';
import { periodFields } from './schemas.ts';

const query = z.strictObject({
  ...periodFields,
  search: z.string().min(1).max(128).optional(),
  team: z.union([z.literal(''), label]).optional(),
  paused: z.enum(['true', 'false']).optional(),
  sort: z.enum(sortMeasures).default('cost'),
  order: z.enum(['desc', 'asc']).default('desc'),
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
});

function renderRow(row: AgentRow, { totals }: AgentsReport, nowMs: number): Record<string, unknown> {
  const { entry, state, nearest } = row;
  return {
    ...renderEntry(entry, nowMs),
    ...renderCompared(row),
    ...renderMeasures(row, totals),
    last_used_at: timeTextOrNull(state.lastUsedMs),
    norm_usd: state.normNanoUsd === null ? null : formatUsd(state.normNanoUsd),
    open_alerts: state.openAlerts,
    restrictions: state.restrictions.map((restriction) => renderRestriction(restriction, nowMs)),
    nearest_budget: nearest === null ? null : renderStanding(nearest),
  };
}

export function agentsRoute(app: App, { pool, nowMs }: ApiContext): void {
  const schema = { tags: ['reports'], summary: 'Agents with what they spent, and how they stand', querystring: query };
  app.withTypeProvider<ZodTypeProvider>().get('/v1/reports/agents', { schema }, async ({ principal, query: asked }) => {
    const { search: text = null, team = null, paused, sort, order, limit, ...period } = asked;
    const scope = scopeOf(principal, period, nowMs());
    const search = { text, team, paused: paused === undefined ? null : paused === 'true', sort, order, limit };
    const report = await readReport(pool, (tx) => readAgents(tx, scope, search));
    const { previousPeriod } = report;
    return {
      data: report.rows.map((row) => renderRow(row, report, scope.nowMs)),
      totals: { ...renderCompared(report.totals), ...renderMeasures(report.totals, report.totals) },
      found: report.found,
      ...periodMembers(scope, period.timezone),
      ...(previousPeriod === null
        ? {}
        : { previous_from: timeText(previousPeriod.fromMs), previous_to: timeText(previousPeriod.toMs) }),
    };
  });
}
