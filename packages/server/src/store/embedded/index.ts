import { realpath } from 'node:fs/promises';
import { claimDirectory } from './claim.ts';
import { ensureCluster } from './cluster.ts';
import type { EmbeddedPostgresError } from './errors.ts';
import type { Log } from './log.ts';
import type { Settings } from './settings.ts';
import { prepareSite, type Site } from './site.ts';
import { chooseSocketDirectory, socketPort } from './socket-directory.ts';
import { supervise } from './supervisor.ts';
import { closeQuietly, connectForUpkeep, databaseUser } from './upkeep.ts';

export { defaultDataDir } from './data-directory.ts';
export {
  DataDirectoryInUse,
  DataDirectoryUnreachable,
  DataDirectoryUnusable,
  EmbeddedPostgresError,
} from './errors.ts';

/** How to connect, in the words of the `pg` driver. There is no password: reaching the socket is the right. */
export interface EmbeddedConnection {
  /** The directory of the Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
}

export interface EmbeddedPostgresOptions {
  /** Made if it is missing. One server at a time may use it. */
  readonly dataDir: string;
  readonly log: Log;
  /** Laid over the default settings of the server, for tests that can do without the disk. */
  readonly settings?: Settings;
}

/** A Postgres of our own, which is restarted when it dies. */
export interface EmbeddedPostgres {
  readonly connection: EmbeddedConnection;
  /** The process id of the database server now; it changes with a restart. */
  pid(): number | undefined;
  /** Resolves, with the reason, only if the data directory was lost to another server: nothing will answer again. */
  readonly lost: Promise<EmbeddedPostgresError>;
  /** Stops the database in order. Open transactions are rolled back, so drain first. */
  stop(): Promise<void>;
}

const applicationDatabase = 'cofferdam';

/** How to connect to the database that a running server keeps in a data directory. */
export async function runningConnection(dataDir: string): Promise<EmbeddedConnection> {
  const host = chooseSocketDirectory(await realpath(dataDir));
  return { host, port: socketPort, user: databaseUser, database: applicationDatabase };
}

/**
 * Starts the embedded Postgres on a data directory, making the database cluster on first use. A database that a
 * killed server left running is stopped and started anew. Raises an `EmbeddedPostgresError`: `DataDirectoryInUse`
 * while another server lives on the directory, which is then left untouched.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const site = await prepareSite(options);
  await ensureCluster(site);
  const claim = await claimDirectory(site);
  const supervisor = supervise(site, claim);
  try {
    await ensureDatabase(site);
  } catch (error) {
    await supervisor.stop();
    throw error;
  }
  site.log('Postgres runs', { databasePid: supervisor.pid(), socket: site.socketDir });
  return {
    connection: { host: site.socketDir, port: socketPort, user: databaseUser, database: applicationDatabase },
    pid: supervisor.pid,
    lost: supervisor.lost,
    stop: async () => {
      await supervisor.stop();
      site.log('Postgres stopped');
    },
  };
}

async function ensureDatabase(site: Site): Promise<void> {
  const client = await connectForUpkeep(site);
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [applicationDatabase]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${applicationDatabase}`);
  } finally {
    await closeQuietly(client);
  }
}
