import type { Transaction } from '../../store/connection.ts';
import { sqlFile } from '../../store/sql-file.ts';

const statements = [
  sqlFile('rollups/add-range.sql'),
  sqlFile('rollups/add-to-runs.sql'),
  sqlFile('rollups/begin-runs.sql'),
];

/** Adds usage records of an org to its rollups and to the totals of its runs: those after an id, up to and with another. */
export async function addRecords(tx: Transaction, orgId: string, afterId: string, lastId: string): Promise<void> {
  for (const { text } of statements) await tx.query(text, [orgId, afterId, lastId]);
}
