import type * as Connection from '../../packages/server/src/store/connection.ts';
import type * as Embedded from '../../packages/server/src/store/embedded/index.ts';
import { built } from './built.ts';

/** Asks the database of a running server one question, which has one row for an answer. */
export async function queryRow<Row extends object>(dataDir: string, sql: string): Promise<Row> {
  const { openPool } = await built<typeof Connection>('store/connection.js');
  const { runningConnection } = await built<typeof Embedded>('store/embedded/index.js');
  const pool = openPool(await runningConnection(dataDir), 1);
  try {
    const { rows } = await pool.query<Row>(sql);
    return rows[0]!;
  } finally {
    await pool.end();
  }
}
