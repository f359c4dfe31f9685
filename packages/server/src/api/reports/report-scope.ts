import { invalidField } from '../../errors/problem.ts';
import { confinedTo, type Principal } from '../../services/keys/principal.ts';
import { dayStartMs, type ReportScope } from '../../services/reports/report-period.ts';
import { timeText } from '../render.ts';
import type { PeriodQuery } from './schemas.ts';

const defaultLengthMs = 30 * 86_400_000;

/** What a query's period comes to. Without `to` it reaches up to now, what is being used at this moment included. */
export function scopeOf(principal: Principal, query: PeriodQuery, nowMs: number): ReportScope {
  const instantOf = (value: string | number): number =>
    typeof value === 'number' ? value : dayStartMs(value, query.timezone);
  const toMs = query.to === undefined ? nowMs + 1 : instantOf(query.to);
  const fromMs = query.from === undefined ? toMs - defaultLengthMs : instantOf(query.from);
  if (fromMs >= toMs) invalidField('from', `must be before to, ${timeText(toMs)}`);
  return { orgId: principal.orgId, agent: confinedTo(principal), fromMs, toMs };
}

/** The period as every report repeats it. */
export function periodMembers({ fromMs, toMs }: ReportScope, timezone: string): Record<string, string> {
  return { from: timeText(fromMs), to: timeText(toMs), timezone };
}
