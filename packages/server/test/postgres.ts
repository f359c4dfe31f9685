import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

/** How to connect, in the words of the `pg` driver. */
export interface TestConnection {
  /** A host name, or the directory of a Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** Of a node on it. The machine of a test run has other work, and a slow connection is not what most tests are about. */
  readonly connectTimeoutMs: number;
}

/** A migrated, empty database of a test's own. */
export interface TestDatabase {
  readonly connection: TestConnection;
  /** The same as a URL; a socket directory is percent-encoded as its host. */
  readonly url: string;
  /** Drops it; connections that are still open are cut. */
  drop(): Promise<void>;
}

declare module 'vitest' {
  interface ProvidedContext {
    testServer: TestConnection & { readonly template: string };
  }
}

/** Makes a database as a copy of the migrated template: one for each test file, or for each test that needs its own. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { template, ...server } = inject('testServer');
  const database = `cofferdam_test_${randomBytes(8).toString('hex')}`;
  await runStatement(server, `CREATE DATABASE ${database} TEMPLATE ${template}`);
  const connection: TestConnection = { ...server, database };
  return {
    connection,
    url: urlOf(connection),
    drop: () => runStatement(server, `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`),
  };
}

function urlOf(connection: TestConnection): string {
  const secret = connection.password === '' ? '' : `:${encodeURIComponent(connection.password)}`;
  const user = encodeURIComponent(connection.user) + secret;
  return `postgres://${user}@${encodeURIComponent(connection.host)}:${connection.port}/${connection.database}`;
}

/** Runs one statement on a connection of its own. */
export async function runStatement(server: TestConnection, statement: string): Promise<void> {
  const client = new pg.Client({ ...server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
