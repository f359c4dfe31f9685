import type { Transaction } from '../../store/connection.ts';
import { newId } from '../ids.ts';
import { createKey, type CreatedKey, type NewKey } from '../keys/create-key.ts';
import { createOrg } from './create-org.ts';
import type { Org } from './list-orgs.ts';

export const firstAdminKey: NewKey = { name: 'first key', kind: 'admin', agent: null, pins: {} };

/** Makes an org with its first admin key: without one nobody could ever enter it. */
export async function foundOrg(tx: Transaction, name: string, nowMs: number): Promise<{ org: Org; key: CreatedKey }> {
  const id = newId();
  await createOrg(tx, id, name, nowMs);
  return { org: { id, name, createdMs: nowMs }, key: await createKey(tx, id, firstAdminKey, nowMs) };
}
