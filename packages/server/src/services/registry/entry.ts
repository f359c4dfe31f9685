import { isPaused, type RegistryEntry, type RegistryKind } from '@cofferdam/core';
import type { Facts } from '../audit/change.ts';
import { type CallPolicy, policyFacts } from '../connections/call-policy.ts';

/** A label as it is kept: with what the gateway lets an agent ask of a model, which admission has no need of. */
export interface KeptEntry extends Omit<RegistryEntry, 'pausedFor'> {
  readonly policy: CallPolicy | null;
  /** Who paused it and why, where they said so. */
  readonly pausedBy: string | null;
  readonly pausedReason: string | null;
}

export interface EntryRow {
  kind: RegistryKind;
  id: string;
  name: string;
  team: string | null;
  policy: CallPolicy | null;
  paused_at: number | null;
  paused_until: number | null;
  paused_by: string | null;
  paused_reason: string | null;
  created_at: number;
}

export const entryColumns =
  'kind, id, name, team, policy, paused_at, paused_until, paused_by, paused_reason, created_at';

/** What a label says, under the names of the wire; only agents have a team and a policy, and can be paused. */
export function entryFacts(entry: KeptEntry, timeMs: number): Facts {
  const { kind, name, team, policy } = entry;
  return kind === 'agent' ? { name, team, policy: policyFacts(policy), paused: isPaused(entry, timeMs) } : { name };
}

export function entryOf(row: EntryRow): KeptEntry {
  const { kind, id, name, team, policy } = row;
  const paused = { pausedMs: row.paused_at, pausedUntilMs: row.paused_until };
  const why = { pausedBy: row.paused_by, pausedReason: row.paused_reason };
  return { kind, id, name, team, policy, ...paused, ...why, createdMs: row.created_at };
}
