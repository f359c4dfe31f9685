import type pg from 'pg';
import { inTransaction } from '../../store/connection.ts';
import { bySystem } from '../audit/change.ts';
import { createKey } from '../keys/create-key.ts';
import { hashSecret } from '../keys/secret.ts';
import { createOrg, defaultOrgId } from './create-org.ts';

/** Makes the org `default`, and gives it this key: operator, and admin of the org. Running it again changes nothing. */
export async function ensureFirstKey(pool: pg.Pool, secret: string, nowMs: number): Promise<void> {
  await inTransaction(pool, async (tx) => {
    await createOrg(tx, defaultOrgId, 'default', nowMs);
    // Two nodes that start at once with the same key queue on the lane's row.
    await tx.query('SELECT 1 FROM org_lanes WHERE org_id = $1 FOR UPDATE', [defaultOrgId]);
    const { rows } = await tx.query('SELECT 1 FROM key_directory WHERE key_hash = $1', [hashSecret(secret)]);
    if (rows.length > 0) return;
    await createKey(
      { tx, orgId: defaultOrgId, nowMs, by: bySystem('first start') },
      { name: 'first key', kind: 'admin', agent: null, pins: {}, operator: true },
      secret,
    );
  });
}
