import { z } from 'zod';
import { policyField } from '../call-policy.ts';
import { displayName, label } from '../fields.ts';
import { pageFields } from '../page.ts';

export const entryParams = z.strictObject({ id: label });

export const listEntriesQuery = z.strictObject(pageFields);

export const renameBody = z.strictObject({ name: displayName });

export const addAgentBody = z.strictObject({
  id: label,
  name: displayName.optional(),
  team: label.optional(),
  policy: policyField.optional(),
});

export const changeAgentBody = z
  .strictObject({ name: displayName.optional(), team: label.nullable().optional(), policy: policyField.optional() })
  .refine(({ name, team, policy }) => name !== undefined || team !== undefined || policy !== undefined, {
    path: ['name'],
    message: 'give name, team or policy',
  });

export const noBody = z.strictObject({}).nullish();
