import type { Transaction } from '../../store/connection.ts';
import { sqlFile } from '../../store/sql-file.ts';

const addRange = sqlFile('rollups/add-range.sql');

/** Adds usage records of an org to its rollups: those after an id, up to and with another. */
export async function addRecords(tx: Transaction, orgId: string, afterId: string, lastId: string): Promise<void> {
  await tx.query(addRange.text, [orgId, afterId, lastId]);
}
