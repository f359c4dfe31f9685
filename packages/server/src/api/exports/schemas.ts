import { z } from 'zod';
import { type TagLabel, tagLabels } from '../../services/exports/focus/charges.ts';
import { time } from '../fields.ts';
import { usageFilters } from '../usage/usage-query.ts';

export const usageExportQuery = z.strictObject({
  format: z.enum(['csv', 'ndjson']).default('csv'),
  ...usageFilters,
});

export type UsageExportQuery = z.output<typeof usageExportQuery>;

const dayLengthMs = 86_400_000;

/** The beginning of a day in UTC, as a date or as an instant: charges of FOCUS are of whole days. */
const dayStart = z
  .string()
  .max(40)
  .transform((text) => (/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text))
  .pipe(time)
  .refine((ms) => ms % dayLengthMs === 0, 'must be the beginning of a day in UTC, such as 2026-11-01')
  .optional();

function isTagLabel(name: string): name is TagLabel {
  return (tagLabels as readonly string[]).includes(name);
}

const tags = z
  .string()
  .max(100)
  .transform((text, context): readonly TagLabel[] => {
    const names = text.split(',').map((name) => name.trim());
    const known = names.filter(isTagLabel);
    if (known.length === names.length && new Set(known).size === known.length) return known;
    context.addIssue({ code: 'custom', message: `must be different ones of ${tagLabels.join(', ')}` });
    return z.NEVER;
  });

export const focusExportQuery = z.strictObject({
  version: z.enum(['1.2'], 'must be 1.2, the one version of FOCUS that is supported').default('1.2'),
  format: z.enum(['csv'], 'must be csv').default('csv'),
  from: dayStart,
  to: dayStart,
  /** As with every report; but the days of FOCUS are those of UTC. */
  timezone: z.enum(['UTC'], 'must be UTC: charges of FOCUS are of whole days in UTC').default('UTC'),
  tags: tags.optional(),
});

export type FocusExportQuery = z.output<typeof focusExportQuery>;
