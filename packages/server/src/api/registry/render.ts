import { entryFacts, type KeptEntry } from '../../services/registry/entry.ts';
import { timeText, timeTextOrNull } from '../render.ts';

/** A label as it is registered; only agents have a team and a policy, and can be paused. */
export function renderEntry(entry: KeptEntry): Record<string, unknown> {
  const { kind, id, pausedMs, createdMs } = entry;
  const created = { created_at: timeText(createdMs) };
  if (kind !== 'agent') return { id, ...entryFacts(entry), ...created };
  return {
    id,
    ...entryFacts(entry),
    paused_at: timeTextOrNull(pausedMs),
    ...created,
  };
}
