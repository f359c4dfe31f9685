import type { CreatedKey, NewKey } from '../../services/keys/create-key.ts';
import type { Key } from '../../services/keys/key.ts';
import { timeText, timeTextOrNull } from '../render.ts';

/** The one answer that holds the secret. */
export function renderCreatedKey(key: NewKey, created: CreatedKey): Record<string, unknown> {
  const { id, prefix, secret, createdMs } = created;
  const { name, kind, agent, pins } = key;
  return { id, name, kind, agent, pins, prefix, secret, created_at: timeText(createdMs) };
}

export function renderKey(key: Key): Record<string, unknown> {
  const { id, name, kind, operator, agent, pins, prefix } = key;
  return {
    id,
    name,
    kind,
    operator,
    agent,
    pins,
    prefix,
    created_at: timeText(key.createdMs),
    last_used_at: timeTextOrNull(key.lastUsedMs),
    revoked_at: timeTextOrNull(key.revokedMs),
  };
}
