import type { KeptEntry } from '../../services/registry/entry.ts';
import { renderPolicy } from '../call-policy.ts';
import { timeText, timeTextOrNull } from '../render.ts';

/** A label as it is registered; only agents have a team and a policy, and can be paused. */
export function renderEntry({ kind, id, name, team, pausedMs, createdMs, policy }: KeptEntry): Record<string, unknown> {
  const created = { created_at: timeText(createdMs) };
  if (kind !== 'agent') return { id, name, ...created };
  return {
    id,
    name,
    team,
    policy: renderPolicy(policy),
    paused: pausedMs !== null,
    paused_at: timeTextOrNull(pausedMs),
    ...created,
  };
}
