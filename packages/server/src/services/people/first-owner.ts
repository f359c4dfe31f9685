import type pg from 'pg';
import { inTransaction } from '../../store/connection.ts';
import { defaultOrgId } from '../orgs/create-org.ts';
import { createLink, revokeLinks } from './access-link.ts';

/** Who made the link, in place of a person or a key. */
const createdBy = 'start';

/**
 * The token of a link by which the first owner of the org `default` comes in; null once there is anybody. Each start
 * makes a new one, and the one before it ends: it was shown on a terminal that may be gone.
 */
export async function offerFirstOwner(pool: pg.Pool, nowMs: number): Promise<string | null> {
  return inTransaction(pool, async (tx) => {
    // Somebody may come in at this moment, or another node start.
    await tx.query('SELECT 1 FROM org_lanes WHERE org_id = $1 FOR UPDATE', [defaultOrgId]);
    const people = await tx.query('SELECT 1 FROM people WHERE org_id = $1 LIMIT 1', [defaultOrgId]);
    if (people.rows.length > 0) return null;
    await revokeLinks(tx, defaultOrgId, { createdBy }, nowMs);
    const link = { kind: 'invitation', email: null, role: 'owner', personId: null, createdBy } as const;
    return (await createLink(tx, defaultOrgId, link, nowMs)).token;
  });
}
