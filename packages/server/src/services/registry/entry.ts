import type { RegistryEntry, RegistryKind } from '@cofferdam/core';
import type { Facts } from '../audit/change.ts';
import { type CallPolicy, policyFacts } from '../connections/call-policy.ts';

/** A label as it is kept: with what the gateway lets an agent ask of a model, which admission has no need of. */
export interface KeptEntry extends RegistryEntry {
  readonly policy: CallPolicy | null;
}

export interface EntryRow {
  kind: RegistryKind;
  id: string;
  name: string;
  team: string | null;
  policy: CallPolicy | null;
  paused_at: number | null;
  created_at: number;
}

export const entryColumns = 'kind, id, name, team, policy, paused_at, created_at';

/** What a label says, under the names of the wire; only agents have a team and a policy, and can be paused. */
export function entryFacts({ kind, name, team, policy, pausedMs }: KeptEntry): Facts {
  return kind === 'agent' ? { name, team, policy: policyFacts(policy), paused: pausedMs !== null } : { name };
}

export function entryOf({ paused_at: pausedMs, created_at: createdMs, ...entry }: EntryRow): KeptEntry {
  return { ...entry, pausedMs, createdMs };
}
