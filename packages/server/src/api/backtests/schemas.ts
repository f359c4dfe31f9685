import { z } from 'zod';
import { createBody } from '../budgets/schemas.ts';
import { periodQuery } from '../reports/schemas.ts';

/** Open reservations of the past are not replayed: how long each was open is not on record. */
const proposedBudget = createBody.superRefine(({ limit_concurrent: limit }, context) => {
  if (limit === undefined) return;
  const message = 'cannot be replayed: records do not say what was open at the same moment';
  context.addIssue({ code: 'custom', path: ['limit_concurrent'], message });
});

/** As many as a mask of bits has room for, with some to spare. */
const maxBudgets = 20;

export const backtestBody = z.strictObject({
  budgets: z.array(proposedBudget).min(1).max(maxBudgets),
  ...periodQuery.shape,
});
