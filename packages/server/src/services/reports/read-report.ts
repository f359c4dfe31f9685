import { inTransaction, type Pool, type Transaction } from '../../store/connection.ts';

/**
 * Reads a report in one snapshot, so that all its figures are of one moment. Records are found by their indexes: what a
 * report needs of them is little, and a plan that reads all of an org's is a plan for another question. Nested loops are
 * left to where nothing else can be: a group's rank must not be looked for once for each of its sums. Groups are gathered
 * in memory and not by sorting, which for a day of records by their runs is half the time.
 */
export function readReport<Report>(pool: Pool, work: (tx: Transaction) => Promise<Report>): Promise<Report> {
  return inTransaction(pool, async (tx) => {
    await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    await tx.query(
      `SET LOCAL enable_seqscan = off; SET LOCAL enable_nestloop = off; SET LOCAL enable_sort = off;
       SET LOCAL work_mem = '64MB'; SET LOCAL jit = off`,
    );
    return work(tx);
  });
}

/**
 * For one statement that joins all of an org's runs with what they spent: tables that are read from end to end are put
 * together by their hashes. Row by row, by index, it would take twenty times as long.
 */
export async function joiningWhole<Answer>(tx: Transaction, work: () => Promise<Answer>): Promise<Answer> {
  await tx.query(
    `SAVEPOINT joining; SET LOCAL enable_seqscan = on; SET LOCAL enable_nestloop = off;
     SET LOCAL enable_mergejoin = off; SET LOCAL work_mem = '64MB'; SET LOCAL jit = off`,
  );
  const answer = await work();
  // What was set since goes with the savepoint.
  await tx.query('ROLLBACK TO SAVEPOINT joining; RELEASE SAVEPOINT joining');
  return answer;
}
