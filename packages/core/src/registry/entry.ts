import type { PauseCause } from '../actions/pause-cause.ts';

/** The kinds of label that the registry keeps; each is created on first use. */
export type RegistryKind = 'agent' | 'workflow' | 'connection' | 'user' | 'team';

/** What admission needs to know of a registered label; only agents are paused or belong to a team. */
export interface RegistryEntry {
  readonly kind: RegistryKind;
  readonly id: string;
  readonly name: string;
  readonly team: string | null;
  readonly pausedMs: number | null;
  /** When a pause ends by itself; null for one that does not, and without one. */
  readonly pausedUntilMs: number | null;
  /** What paused it; null for an operator, and where it is not paused. */
  readonly pausedFor: PauseCause | null;
  readonly createdMs: number;
}

export function newEntry(kind: RegistryKind, id: string, createdMs: number): RegistryEntry {
  return { kind, id, name: id, team: null, pausedMs: null, pausedUntilMs: null, pausedFor: null, createdMs };
}

/** What an org may create in one UTC day; a label that a caller can vary would otherwise fill the store. */
export type CreationKind = RegistryKind | 'run';

export type CreationCaps = { readonly [kind in CreationKind]: number };

export const defaultCreationCaps: CreationCaps = {
  agent: 1_000,
  workflow: 1_000,
  connection: 1_000,
  team: 1_000,
  user: 100_000,
  run: 2_000_000,
};

const dayMs = 86_400_000;

/** The UTC day that a creation counts in, as days since the epoch. */
export function creationDay(timeMs: number): number {
  return Math.floor(timeMs / dayMs);
}

export function registryKey(kind: RegistryKind, id: string): string {
  return `${kind} ${id}`;
}
