import pg from 'pg';
import { systemErrorCode } from './errors.ts';
import type { Site } from './site.ts';
import { socketPort } from './socket-directory.ts';

/** The superuser and owner of everything in the embedded Postgres. Reaching the socket is what proves the right to it. */
export const databaseUser = 'cofferdam';

/** One connection to the maintenance database, which exists in every cluster. Raises what connecting raises. */
export async function connectForUpkeep(site: Site): Promise<pg.Client> {
  const client = new pg.Client({
    host: site.socketDir,
    port: socketPort,
    user: databaseUser,
    database: 'postgres',
    connectionTimeoutMillis: 5_000,
    application_name: 'cofferdam data directory lock',
  });
  // Without a listener, a connection that breaks while idle would end the process.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Closes a connection whatever state it is in. */
export async function closeQuietly(client: pg.Client): Promise<void> {
  await client.end().catch(() => undefined);
}

/** What is met at a database that is just starting, just stopping, or gone while we were asking. */
const passingCodes = new Set(['57P01', '57P02', '57P03', 'ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE']);
const passingMessages = /^(Connection terminated|timeout expired|Client has encountered a connection error)/;

/** Whether an error of a connection means that the database may answer if asked again a little later. */
export function isPassing(error: unknown): boolean {
  if (passingCodes.has(systemErrorCode(error) ?? '')) return true;
  return error instanceof Error && passingMessages.test(error.message);
}
