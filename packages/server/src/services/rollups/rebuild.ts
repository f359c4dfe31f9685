import { inTransaction, type Pool, type Transaction } from '../../store/connection.ts';
import { sqlFile } from '../../store/sql-file.ts';
import type { Difference } from '../verify/difference.ts';
import { addRecords } from './add-records.ts';

const statements = {
  takeWatermark: sqlFile('rollups/take-watermark.sql'),
  deleteAll: sqlFile('rollups/delete-all.sql'),
  deleteRuns: sqlFile('rollups/delete-runs.sql'),
  compareRuns: sqlFile('rollups/compare-runs.sql'),
  count: sqlFile('rollups/count.sql'),
  compare: sqlFile('rollups/compare.sql'),
};

const leastId = '00000000-0000-0000-0000-000000000000';

/** What was found, or made again, in all orgs. */
export interface RollupCheck {
  readonly orgs: number;
  readonly rows: number;
  readonly differences: readonly Difference[];
}

type OrgWork = (tx: Transaction, orgId: string, lastId: string) => Promise<Difference[]>;

async function differencesOf(tx: Transaction, orgId: string, lastId: string): Promise<Difference[]> {
  const differences: Difference[] = [];
  for (const { text } of [statements.compare, statements.compareRuns]) {
    const { rows } = await tx.query<Omit<Difference, 'kind' | 'org'>>(text, [orgId, lastId]);
    differences.push(...rows.map((row) => ({ kind: 'rollups', org: orgId, ...row })));
  }
  return differences;
}

async function rebuildOrg(tx: Transaction, orgId: string, lastId: string): Promise<Difference[]> {
  const differences = await differencesOf(tx, orgId, lastId);
  await tx.query(statements.deleteAll.text, [orgId]);
  await tx.query(statements.deleteRuns.text, [orgId]);
  await addRecords(tx, orgId, leastId, lastId);
  return differences;
}

/** Holds the org's watermark while it works: the follower waits with its next step, the ledger does not. */
async function inOrg(pool: Pool, orgId: string, work: OrgWork): Promise<{ rows: number; differences: Difference[] }> {
  return inTransaction(pool, async (tx) => {
    await tx.query('SET LOCAL statement_timeout = 0');
    const taken = await tx.query<{ last_record_id: string }>(statements.takeWatermark.text, [orgId]);
    const differences = await work(tx, orgId, taken.rows[0]?.last_record_id ?? leastId);
    const { rows } = await tx.query<{ count: bigint }>(statements.count.text, [orgId]);
    return { rows: Number(rows[0]?.count ?? 0), differences };
  });
}

async function inEveryOrg(pool: Pool, work: OrgWork): Promise<RollupCheck> {
  const { rows: orgs } = await pool.query<{ org_id: string }>('SELECT org_id FROM orgs ORDER BY org_id');
  const results = [];
  for (const { org_id: orgId } of orgs) results.push(await inOrg(pool, orgId, work));
  return {
    orgs: orgs.length,
    rows: results.reduce((sum, { rows }) => sum + rows, 0),
    differences: results.flatMap(({ differences }) => differences),
  };
}

/** Compares the rollups of every org with its records up to their watermark. Changes nothing. */
export function checkRollups(pool: Pool): Promise<RollupCheck> {
  return inEveryOrg(pool, differencesOf);
}

/** Makes the rollups of every org again from its records up to their watermark; says what was different before. */
export function rebuildRollups(pool: Pool): Promise<RollupCheck> {
  return inEveryOrg(pool, rebuildOrg);
}
