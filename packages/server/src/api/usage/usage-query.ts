import { z } from 'zod';
import { pageFields } from '../page.ts';
import { filterFields } from '../reports/filter-fields.ts';
import { periodFields } from '../reports/schemas.ts';

/** Filters by any dimension, as reports take them, and by the time of use. */
export const usageFilters = { ...filterFields, ...periodFields };

export const usageQuery = z.strictObject({ ...usageFilters, ...pageFields });

export type UsageQuery = z.output<typeof usageQuery>;
