import { recordChange } from '../audit/record-change.ts';
import { newId } from '../ids.ts';
import type { Changing } from '../org-transaction.ts';
import { keyFacts } from './key.ts';
import type { KeyKind, Pins } from './principal.ts';
import { hashSecret, newSecret, shownPrefix } from './secret.ts';

export interface NewKey {
  readonly name: string;
  readonly kind: KeyKind;
  readonly agent: string | null;
  readonly pins: Pins;
  readonly operator?: boolean;
}

export interface CreatedKey {
  readonly id: string;
  readonly secret: string;
  readonly prefix: string;
  readonly createdMs: number;
}

const insertKey = `
  INSERT INTO api_keys (org_id, id, name, kind, operator, agent, pins, prefix, key_hash, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`;

const insertDirectory = 'INSERT INTO key_directory (key_hash, org_id, key_id) VALUES ($1, $2, $3)';

/** An agent key is the act that registers its agent: the key itself makes none. */
const registerAgent = `
  INSERT INTO registry (org_id, kind, id, name, created_at) VALUES ($1, 'agent', $2, $2, $3)
  ON CONFLICT (org_id, kind, id) DO NOTHING`;

/** Stores a key's hash, never the key. The secret is made here unless the operator chose it. */
export async function createKey(org: Changing, key: NewKey, secret: string = newSecret(key.kind)): Promise<CreatedKey> {
  const { tx, orgId, nowMs } = org;
  const id = newId();
  const hash = hashSecret(secret);
  const prefix = shownPrefix(secret);
  const createdAt = new Date(nowMs);
  const { name, kind, agent, pins, operator = false } = key;
  if (agent !== null) await tx.query(registerAgent, [orgId, agent, createdAt]);
  await tx.query(insertKey, [orgId, id, name, kind, operator, agent, JSON.stringify(pins), prefix, hash, createdAt]);
  await tx.query(insertDirectory, [hash, orgId, id]);
  await recordChange(org, {
    action: 'key.created',
    target: { kind: 'key', id, name },
    before: null,
    after: keyFacts(key),
  });
  return { id, secret, prefix, createdMs: nowMs };
}
