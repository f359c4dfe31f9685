import type { RegistryEntry } from '@cofferdam/core';
import { timeText, timeTextOrNull } from '../render.ts';

/** A label as it is registered; only agents have a team and can be paused. */
export function renderEntry({ kind, id, name, team, pausedMs, createdMs }: RegistryEntry): Record<string, unknown> {
  const created = { created_at: timeText(createdMs) };
  if (kind !== 'agent') return { id, name, ...created };
  return { id, name, team, paused: pausedMs !== null, paused_at: timeTextOrNull(pausedMs), ...created };
}
