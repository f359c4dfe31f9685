import { z } from 'zod';
import { displayName, label } from '../fields.ts';
import { pageFields } from '../page.ts';

export const entryParams = z.strictObject({ id: label });

export const listEntriesQuery = z.strictObject(pageFields);

export const renameBody = z.strictObject({ name: displayName });

export const addAgentBody = z.strictObject({ id: label, name: displayName.optional(), team: label.optional() });

export const changeAgentBody = z
  .strictObject({ name: displayName.optional(), team: label.nullable().optional() })
  .refine(({ name, team }) => name !== undefined || team !== undefined, {
    path: ['name'],
    message: 'give name, team or both',
  });

export const noBody = z.strictObject({}).nullish();
