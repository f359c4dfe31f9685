import type { z } from 'zod';
import { label } from '../fields.ts';
import { periodQuery } from '../reports/schemas.ts';

export const projectionQuery = periodQuery.extend({ agent: label.optional() });

export type ProjectionQuery = z.output<typeof projectionQuery>;
