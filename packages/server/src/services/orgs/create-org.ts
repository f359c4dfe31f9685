import type { Transaction } from '../../store/connection.ts';
import { genesisHash } from '../../store/lane/chain.ts';

/** The org that the first admin key belongs to. */
export const defaultOrgId = '00000000-0000-7000-8000-000000000001';

const insertOrg = 'INSERT INTO orgs (org_id, name, created_at) VALUES ($1, $2, $3) ON CONFLICT (org_id) DO NOTHING';
const insertLane =
  'INSERT INTO org_lanes (org_id, last_time, head_hash) VALUES ($1, $2, $3) ON CONFLICT (org_id) DO NOTHING';

/** Makes an org with its lane; one that exists is left as it is. */
export async function createOrg(tx: Transaction, orgId: string, name: string, nowMs: number): Promise<void> {
  const createdAt = new Date(nowMs);
  await tx.query(insertOrg, [orgId, name, createdAt]);
  await tx.query(insertLane, [orgId, createdAt, genesisHash]);
}
