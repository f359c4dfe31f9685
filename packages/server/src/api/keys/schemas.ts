import { z } from 'zod';
import { displayName, label, uuid } from '../fields.ts';
import { pageFields } from '../page.ts';

const pins = z.strictObject({
  agent: label.optional(),
  workflow: label.optional(),
  connection: label.optional(),
  user: label.optional(),
  team: label.optional(),
});

export const createKeyBody = z
  .strictObject({
    name: displayName,
    kind: z.enum(['admin', 'service', 'agent']),
    agent: label.optional(),
    pins: pins.default({}),
  })
  .superRefine(({ kind, agent, pins: { agent: pinned } }, context) => {
    const refuse = (path: string[], message: string): void => context.addIssue({ code: 'custom', path, message });
    if (kind === 'agent' && agent === undefined) refuse(['agent'], 'is required for an agent key');
    if (kind !== 'agent' && agent !== undefined) refuse(['agent'], 'belongs to agent keys only; pin the agent instead');
    if (agent !== undefined && pinned !== undefined && pinned !== agent)
      refuse(['pins', 'agent'], 'is not the agent of the key');
  });

export const listKeysQuery = z.strictObject({ agent: label.optional(), ...pageFields });

export const keyParams = z.strictObject({ id: uuid });

export const revokeBody = z.strictObject({}).nullish();
