import { isPaused } from '@cofferdam/core';
import { entryFacts, type KeptEntry } from '../../services/registry/entry.ts';
import { timeText, timeTextOrNull } from '../render.ts';

/** A label as it is registered; only agents have a team and a policy, and can be paused. */
export function renderEntry(entry: KeptEntry, timeMs: number): Record<string, unknown> {
  const { kind, id, createdMs } = entry;
  const isHeld = isPaused(entry, timeMs);
  const created = { created_at: timeText(createdMs) };
  if (kind !== 'agent') return { id, ...entryFacts(entry, timeMs), ...created };
  return {
    id,
    ...entryFacts(entry, timeMs),
    paused_at: isHeld ? timeTextOrNull(entry.pausedMs) : null,
    paused_until: isHeld ? timeTextOrNull(entry.pausedUntilMs) : null,
    paused_by: isHeld ? entry.pausedBy : null,
    paused_reason: isHeld ? entry.pausedReason : null,
    ...created,
  };
}
