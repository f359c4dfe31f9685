import type { Facts } from '../audit/change.ts';
import type { KeyKind, Pins } from './principal.ts';

/** A key as it may be shown: what it is and what became of it, never its secret. Times are epoch milliseconds. */
export interface Key {
  readonly id: string;
  readonly name: string;
  readonly kind: KeyKind;
  readonly operator: boolean;
  readonly agent: string | null;
  readonly pins: Pins;
  readonly prefix: string;
  readonly createdMs: number;
  readonly lastUsedMs: number | null;
  readonly revokedMs: number | null;
}

export interface KeyRow {
  id: string;
  name: string;
  kind: KeyKind;
  operator: boolean;
  agent: string | null;
  pins: Pins;
  prefix: string;
  created_at: number;
  last_used_at: number | null;
  revoked_at: number | null;
}

/** What a key says, under the names of the wire. */
export function keyFacts({ name, kind, agent, pins }: Pick<Key, 'name' | 'kind' | 'agent' | 'pins'>): Facts {
  return { name, kind, agent, pins };
}

export const keyColumns = 'id, name, kind, operator, agent, pins, prefix, created_at, last_used_at, revoked_at';

export function keyOf(row: KeyRow): Key {
  const { created_at: createdMs, last_used_at: lastUsedMs, revoked_at: revokedMs, ...key } = row;
  return { ...key, createdMs, lastUsedMs, revokedMs };
}
