import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { verifyDatabase, type Verification } from './services/verify/verify-database.ts';
import { openPool, type ConnectionConfig } from './store/connection.ts';
import {
  DataDirectoryInUse,
  defaultDataDir,
  runningConnection,
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from './store/embedded/index.ts';

export { verifyDatabase, type Verification } from './services/verify/verify-database.ts';
export type { Difference } from './services/verify/difference.ts';

export interface VerifyOptions {
  readonly databaseUrl?: string | undefined;
  readonly dataDir?: string | undefined;
}

async function verifyAt(config: ConnectionConfig): Promise<Verification> {
  const pool = openPool(config, 1);
  try {
    return await verifyDatabase(pool);
  } finally {
    await pool.end();
  }
}

/** There is nothing to verify: a mistyped directory must not come out as an empty database that is in order. */
export class NoDatabase extends Error {
  constructor(dataDir: string) {
    super(`There is no database in ${dataDir}: start the server once, or name another directory.`);
  }
}

/** The database of a data directory: of the server that works on it, or else started for the time of the check. */
async function verifyDirectory(dataDir: string): Promise<Verification> {
  if (!existsSync(join(dataDir, 'postgres'))) throw new NoDatabase(dataDir);
  let embedded: EmbeddedPostgres;
  try {
    embedded = await startEmbeddedPostgres({ dataDir, log: () => undefined });
  } catch (error) {
    if (error instanceof DataDirectoryInUse) return verifyAt(await runningConnection(dataDir));
    throw error;
  }
  try {
    return await verifyAt(embedded.connection);
  } finally {
    await embedded.stop();
  }
}

/**
 * Recomputes everything from the rows of a database: the one of the URL, or the embedded one of a data directory,
 * whether or not a server works on it.
 */
export async function verify(options: VerifyOptions = {}): Promise<Verification> {
  if (options.databaseUrl !== undefined) return verifyAt({ url: options.databaseUrl });
  return verifyDirectory(options.dataDir ?? defaultDataDir());
}
