import { fail } from '../../errors/problem.ts';
import { recordChange } from '../audit/record-change.ts';
import type { OrgTransaction } from '../org-transaction.ts';
import { keyColumns, keyFacts, keyOf, type Key, type KeyRow } from './key.ts';
import { type Principal, requirePermission } from './principal.ts';

const findSql = `SELECT ${keyColumns} FROM api_keys WHERE org_id = $1 AND id = $2`;

const otherAdminSql = `
  SELECT 1 FROM api_keys WHERE org_id = $1 AND id <> $2 AND kind = 'admin' AND revoked_at IS NULL LIMIT 1`;

const revokeSql = `UPDATE api_keys SET revoked_at = $3 WHERE org_id = $1 AND id = $2 RETURNING ${keyColumns}`;

/**
 * Ends a key for good; one that was revoked stays as it is. Under the lane's lock, so that two admins who revoke each
 * other's key do not lock everybody out. Raises `not_found`, `last_admin_key`, `forbidden`.
 */
export async function revokeKey(org: OrgTransaction, id: string, by: Principal): Promise<Key> {
  const { tx, orgId, nowMs } = org;
  const found = await tx.query<KeyRow>(findSql, [orgId, id]);
  const row = found.rows[0];
  if (row === undefined) fail('not_found', `there is no key ${id}`);
  if (row.kind === 'admin') requirePermission(by, 'administer');
  if (row.revoked_at !== null) return keyOf(row);
  if (row.kind === 'admin') {
    const others = await tx.query(otherAdminSql, [orgId, id]);
    if (others.rows.length === 0) fail('last_admin_key', `key ${id} is the last admin key of the org`);
  }
  const { rows } = await tx.query<KeyRow>(revokeSql, [orgId, id, new Date(nowMs)]);
  const key = keyOf(rows[0]!);
  const target = { kind: 'key', id, name: key.name };
  await recordChange(org, { action: 'key.revoked', target, before: keyFacts(key), after: null });
  return key;
}
