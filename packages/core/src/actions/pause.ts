import type { Refusal } from '../ledger/refusal.ts';
import type { RegistryEntry } from '../registry/entry.ts';
import type { PauseCause } from './pause-cause.ts';

/** A pause that a budget takes. It ends by itself; null where its window never does. */
export interface Pause {
  readonly agent: string;
  readonly atMs: number;
  readonly untilMs: number | null;
  readonly by: string;
  readonly reason: string;
  readonly cause: PauseCause & { readonly kind: 'budget' };
}

type Paused = Pick<RegistryEntry, 'pausedMs' | 'pausedUntilMs'>;

export function isPaused(entry: Paused | undefined, timeMs: number): boolean {
  if (entry === undefined || entry.pausedMs === null) return false;
  return entry.pausedUntilMs === null || timeMs < entry.pausedUntilMs;
}

/** Why an agent may not spend; null where it may. */
export function refusalOfPause(agent: RegistryEntry | undefined, timeMs: number): Refusal | null {
  if (agent === undefined || !isPaused(agent, timeMs)) return null;
  return { code: 'agent_paused', agent: agent.id, untilMs: agent.pausedUntilMs, cause: agent.pausedFor };
}

/** Whether what ends at `untilMs` lasts at least as long as what ends at `otherMs`; null never ends. */
export function lastsAsLong(untilMs: number | null, otherMs: number | null): boolean {
  return untilMs === null || (otherMs !== null && untilMs >= otherMs);
}

/** The agent with a pause, unless it is paused for as long already. */
export function withPause(entry: RegistryEntry, { atMs, untilMs, cause }: Pause): RegistryEntry {
  if (isPaused(entry, atMs) && lastsAsLong(entry.pausedUntilMs, untilMs)) return entry;
  return { ...entry, pausedMs: atMs, pausedUntilMs: untilMs, pausedFor: cause };
}
