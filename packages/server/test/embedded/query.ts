import pg from 'pg';
import type { EmbeddedConnection } from '../../src/store/embedded/index.ts';

/** The rows of one query on a connection of its own. */
export async function queryOnce(connection: EmbeddedConnection, query: string): Promise<unknown[]> {
  const client = new pg.Client({ ...connection });
  // A connection that breaks while idle must not end the test run; the query reports it.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query<Record<string, unknown>>(query)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}
