import { invalidField } from '../../errors/problem.ts';
import { confinedTo, type Principal } from '../../services/keys/principal.ts';
import type { ReportFilters } from '../../services/reports/report-dimension.ts';
import { dayStartMs, type Period, type ReportScope } from '../../services/reports/report-period.ts';
import { timeText } from '../render.ts';
import type { PeriodQuery, ScopeQuery } from './schemas.ts';

const defaultLengthMs = 30 * 86_400_000;

/** An instant as it was given, or the beginning of a date in a zone. */
export function instantOf(value: string | number, timeZone: string): number {
  return typeof value === 'number' ? value : dayStartMs(value, timeZone);
}

/** The period of a query. Without `to` it reaches up to now, what is being used at this moment included. */
function periodOf(query: PeriodQuery, nowMs: number): Period {
  const toMs = query.to === undefined ? nowMs + 1 : instantOf(query.to, query.timezone);
  const fromMs = query.from === undefined ? toMs - defaultLengthMs : instantOf(query.from, query.timezone);
  if (fromMs >= toMs) invalidField('from', `must be before to, ${timeText(toMs)}`);
  return { fromMs, toMs };
}

/** Another agent's usage is none, for a key that is bound to one agent. */
export function confinedFilters(filters: ReportFilters, own: string | null): ReportFilters {
  if (own === null) return filters;
  const agents = filters.agent ?? [own];
  return { ...filters, agent: agents.filter((agent) => agent === own) };
}

function filtersOf({ from: _from, to: _to, timezone: _timezone, ...filters }: ScopeQuery): ReportFilters {
  return filters;
}

/** What a query's period and filters come to. */
export function scopeOf(principal: Principal, query: ScopeQuery, nowMs: number): ReportScope {
  const agent = confinedTo(principal);
  const { timezone: timeZone } = query;
  return {
    orgId: principal.orgId,
    agent,
    filters: confinedFilters(filtersOf(query), agent),
    timeZone,
    nowMs,
    ...periodOf(query, nowMs),
  };
}

/** The period as every report repeats it. */
export function periodMembers({ fromMs, toMs }: Period, timezone: string): Record<string, string> {
  return { from: timeText(fromMs), to: timeText(toMs), timezone };
}

/** Where the records are that a report adds up. */
export function recordsUrl({ fromMs, toMs, filters }: ReportScope): string {
  const query = new URLSearchParams({ from: timeText(fromMs), to: timeText(toMs) });
  for (const [dimension, values] of Object.entries(filters))
    if (values !== undefined) query.set(dimension, values.join(','));
  return `/v1/usage?${query.toString()}`;
}
