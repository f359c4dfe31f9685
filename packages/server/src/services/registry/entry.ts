import type { RegistryEntry, RegistryKind } from '@cofferdam/core';

export interface EntryRow {
  kind: RegistryKind;
  id: string;
  name: string;
  team: string | null;
  paused_at: number | null;
  created_at: number;
}

export const entryColumns = 'kind, id, name, team, paused_at, created_at';

export function entryOf({ paused_at: pausedMs, created_at: createdMs, ...entry }: EntryRow): RegistryEntry {
  return { ...entry, pausedMs, createdMs };
}
