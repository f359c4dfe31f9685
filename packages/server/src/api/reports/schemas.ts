import { z } from 'zod';
import { type ReportDimension, reportDimensions } from '../../services/reports/report-dimension.ts';
import { type RefusalDimension, refusalDimensions } from '../../services/reports/refusals.ts';
import { sortMeasures } from '../../services/reports/sort-rows.ts';
import { displayName, time, timeZone } from '../fields.ts';
import { filterFields } from './filter-fields.ts';

const dateForm = /^[12]\d{3}-\d\d-\d\d$/;

function isDate(text: string): boolean {
  return dateForm.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);
}

/** An instant, or a date: the beginning of that day in the report's zone. */
const timeOrDate = z
  .string()
  .transform((text, context): string | number => {
    if (isDate(text)) return text;
    const parsed = /^[12]\d{3}-/.test(text) ? time.safeParse(text) : null;
    if (parsed?.success === true) return parsed.data;
    context.addIssue({ code: 'custom', message: 'must be an RFC 3339 time or a date, such as 2026-11-23' });
    return z.NEVER;
  })
  .optional();

/** How every report says its period. */
export const periodFields = { from: timeOrDate, to: timeOrDate, timezone: timeZone.default('UTC') };

function isDimension(name: string): name is ReportDimension {
  return (reportDimensions as readonly string[]).includes(name);
}

/** One or two dimensions, comma-separated. */
function dimensions(most: number) {
  return z
    .string()
    .max(100)
    .transform((text, context): ReportDimension[] => {
      const names = text.split(',').map((name) => name.trim());
      const known = names.filter(isDimension);
      if (known.length === names.length && known.length <= most && new Set(known).size === known.length) return known;
      const many = most === 1 ? 'one' : 'one or two different ones';
      context.addIssue({ code: 'custom', message: `must be ${many} of ${reportDimensions.join(', ')}` });
      return z.NEVER;
    });
}

const rowLimit = z.coerce.number().int().min(1).max(10_000).default(1_000);
const compare = z.enum(['previous']).optional();
const format = z.enum(['json', 'csv']).default('json');

export const periodQuery = z.strictObject(periodFields);
export const scopeQuery = z.strictObject({ ...periodFields, ...filterFields });

/** What refusals are told apart by, comma-separated. */
const refusalKinds = z
  .string()
  .max(100)
  .transform((text, context): RefusalDimension[] => {
    const names = text.split(',').map((name) => name.trim());
    const known = refusalDimensions.filter((name) => names.includes(name));
    if (known.length === names.length) return known;
    context.addIssue({ code: 'custom', message: `must be different ones of ${refusalDimensions.join(', ')}` });
    return z.NEVER;
  });

export const refusalsQuery = z.strictObject({
  by: refusalKinds.default(['code', 'agent', 'budget']),
  ...periodFields,
  agent: filterFields.agent,
  budget: displayName.optional(),
  limit: rowLimit,
  format,
});
export const breakdownQuery = z.strictObject({
  by: dimensions(2),
  ...periodFields,
  ...filterFields,
  limit: rowLimit,
  compare,
  sort: z.enum(sortMeasures).default('cost'),
  order: z.enum(['desc', 'asc']).default('desc'),
  format,
});
export const seriesQuery = z.strictObject({
  by: dimensions(1).optional(),
  interval: z.enum(['hour', 'day', 'week', 'month']).default('day'),
  ...periodFields,
  ...filterFields,
  limit: z.coerce.number().int().min(1).max(100).default(20),
  compare,
  format,
});

export type PeriodQuery = z.output<typeof periodQuery>;
export type ScopeQuery = z.output<typeof scopeQuery>;
