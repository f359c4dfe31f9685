import type { QueryArrayResult } from 'pg';
import type { Transaction } from './connection.ts';

const rowsPerChunk = 5_000;

/** Enough to sort a million narrow rows without a second pass over the disk; it is one query's for a few seconds. */
const sortMemory = '64MB';

/**
 * Reads the rows of a query as arrays in the order of its columns, a chunk at a time, so that memory does not grow with
 * their number. The transaction must stay open meanwhile, and reads one state of the database however long it takes.
 */
export async function* readInChunks<Row extends unknown[]>(
  tx: Transaction,
  query: { readonly text: string; readonly values: readonly unknown[] },
): AsyncGenerator<readonly Row[]> {
  await tx.query(
    `SET LOCAL statement_timeout = 0; SET LOCAL work_mem = '${sortMemory}'; SET LOCAL cursor_tuple_fraction = 1`,
  );
  await tx.query(`DECLARE chunks NO SCROLL CURSOR FOR ${query.text}`, [...query.values]);
  for (;;) {
    const text = `FETCH ${rowsPerChunk} FROM chunks`;
    const { rows }: QueryArrayResult<Row> = await tx.query<Row>({ text, rowMode: 'array' });
    if (rows.length > 0) yield rows;
    if (rows.length < rowsPerChunk) break;
  }
  await tx.query('CLOSE chunks');
}
