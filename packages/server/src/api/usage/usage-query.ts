import { z } from 'zod';
import { time } from '../fields.ts';
import { pageFields } from '../page.ts';
import { filterFields } from '../reports/filter-fields.ts';

/** Filters by any dimension, as reports take them, and by the time of use. */
export const usageFilters = { ...filterFields, from: time.optional(), to: time.optional() };

export const usageQuery = z.strictObject({ ...usageFilters, ...pageFields });

export type UsageQuery = z.output<typeof usageQuery>;
