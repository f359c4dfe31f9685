import { z } from 'zod';
import { usageFilters } from '../usage/usage-query.ts';

export const usageExportQuery = z.strictObject({ format: z.enum(['csv', 'ndjson']).default('csv'), ...usageFilters });

export type UsageExportQuery = z.output<typeof usageExportQuery>;
