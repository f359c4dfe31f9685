import { bySystem } from '../audit/change.ts';
import { recordChange } from '../audit/record-change.ts';
import { newId } from '../ids.ts';
import { createKey, type CreatedKey, type NewKey } from '../keys/create-key.ts';
import type { Changing } from '../org-transaction.ts';
import { createOrg } from './create-org.ts';
import type { Org } from './list-orgs.ts';

export const firstAdminKey: NewKey = { name: 'first key', kind: 'admin', agent: null, pins: {} };

/**
 * Makes an org with its first admin key: without one nobody could ever enter it. The log of the operator's own org says
 * who made it; the new org's own begins with it, and knows no key of another org.
 */
export async function foundOrg(operator: Changing, name: string): Promise<{ org: Org; key: CreatedKey }> {
  const { tx, nowMs } = operator;
  const id = newId();
  await createOrg(tx, id, name, nowMs);
  const founded = { ...operator, orgId: id, by: bySystem('operator') };
  for (const changing of [operator, founded]) {
    const target = { kind: 'org', id, name };
    await recordChange(changing, { action: 'org.created', target, before: null, after: { name } });
  }
  return { org: { id, name, createdMs: nowMs }, key: await createKey(founded, firstAdminKey) };
}
