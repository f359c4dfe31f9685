import { z } from 'zod';
import { label, time } from '../fields.ts';
import { pageFields } from '../page.ts';

/** Filters by any dimension and by the time of use. */
export const usageFilters = {
  agent: label.optional(),
  workflow: label.optional(),
  connection: label.optional(),
  user: label.optional(),
  team: label.optional(),
  provider: label.optional(),
  model: label.optional(),
  run: label.optional(),
  from: time.optional(),
  to: time.optional(),
};

export const usageQuery = z.strictObject({ ...usageFilters, ...pageFields });

export type UsageQuery = z.output<typeof usageQuery>;
