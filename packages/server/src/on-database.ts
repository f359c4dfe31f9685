import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openPool, type ConnectionConfig, type Pool } from './store/connection.ts';
import {
  DataDirectoryInUse,
  defaultDataDir,
  runningConnection,
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from './store/embedded/index.ts';

export interface DatabaseOptions {
  readonly databaseUrl?: string | undefined;
  readonly dataDir?: string | undefined;
}

type Work<Result> = (pool: Pool) => Promise<Result>;

async function workAt<Result>(config: ConnectionConfig, work: Work<Result>): Promise<Result> {
  const pool = openPool(config, 1);
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}

/** There is nothing to work on: a mistyped directory must not come out as an empty database that is in order. */
class NoDatabase extends Error {
  override readonly name = 'NoDatabase';

  constructor(dataDir: string) {
    super(`There is no database in ${dataDir}: start the server once, or name another directory.`);
  }
}

/** The database of a data directory: of the server that works on it, or else started for the time of the work. */
async function inDirectory<Result>(dataDir: string, work: Work<Result>): Promise<Result> {
  if (!existsSync(join(dataDir, 'postgres'))) throw new NoDatabase(dataDir);
  let embedded: EmbeddedPostgres;
  try {
    embedded = await startEmbeddedPostgres({ dataDir, log: () => undefined });
  } catch (error) {
    if (error instanceof DataDirectoryInUse) return workAt(await runningConnection(dataDir), work);
    throw error;
  }
  try {
    return await workAt(embedded.connection, work);
  } finally {
    await embedded.stop();
  }
}

/**
 * Works on a database beside its server, if there is one: the database of the URL, or the embedded one of a data
 * directory, whether or not a server works on it.
 */
export async function onDatabase<Result>(options: DatabaseOptions, work: Work<Result>): Promise<Result> {
  if (options.databaseUrl !== undefined) return workAt({ url: options.databaseUrl }, work);
  return inDirectory(options.dataDir ?? defaultDataDir(), work);
}
