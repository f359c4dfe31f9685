import { inTransaction, type Pool, type Transaction } from '../../store/connection.ts';

/**
 * Reads a report in one snapshot, so that all its figures are of one moment. Records are found by their indexes: what a
 * report needs of them is little, and a plan that reads all of an org's is a plan for another question. Nested loops are
 * left to where nothing else can be: a group's rank must not be looked for once for each of its sums.
 */
export function readReport<Report>(pool: Pool, work: (tx: Transaction) => Promise<Report>): Promise<Report> {
  return inTransaction(pool, async (tx) => {
    await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    await tx.query('SET LOCAL enable_seqscan = off; SET LOCAL enable_nestloop = off; SET LOCAL jit = off');
    return work(tx);
  });
}
