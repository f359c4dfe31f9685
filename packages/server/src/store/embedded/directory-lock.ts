import postgres from 'postgres';
import { databaseUser } from './cluster.ts';
import { socketPort } from './socket-directory.ts';
import type { Site } from './site.ts';

/** The proof that this server, and no other, has the data directory. */
export interface DirectoryLock {
  /** Resolves when its connection is gone, and the lock with it. */
  readonly lost: Promise<void>;
  /** Closes the connection. Called when the database has stopped: until then nobody else may have the directory. */
  close(): Promise<void>;
}

/** Advisory locks are numbers; this one spells `Coff`. */
const lockNumber = 0x43_6f_66_66;

/**
 * Tries to take the lock: a session-level advisory lock on a connection of its own, which the database lets go by
 * itself when this process dies. Undefined if another server has it. Raises what connecting raises.
 *
 * Correctness of the ledger does not rest on it: it only keeps two servers from supervising one embedded database.
 */
export async function takeDirectoryLock(site: Site): Promise<DirectoryLock | undefined> {
  let onClose = (): void => undefined;
  const lost = new Promise<void>((resolve) => {
    onClose = resolve;
  });
  const sql = connectForUpkeep(site, onClose);
  const close = (): Promise<void> => sql.end({ timeout: 1 });
  try {
    const rows = await sql<{ taken: boolean }[]>`SELECT pg_try_advisory_lock(${lockNumber}::bigint) AS taken`;
    if (rows[0]?.taken === true) return { lost, close };
  } catch (error) {
    await close();
    throw error;
  }
  await close();
  return undefined;
}

/** One connection to the maintenance database, which exists in every cluster and is kept as long as it lasts. */
export function connectForUpkeep(site: Site, onClose: () => void = () => undefined): postgres.Sql {
  return postgres({
    host: site.socketDir,
    port: socketPort,
    user: databaseUser,
    database: 'postgres',
    max: 1,
    // The driver renews connections now and then unless told not to, which would drop the lock.
    max_lifetime: null,
    fetch_types: false,
    connect_timeout: 5,
    onclose: onClose,
    connection: { application_name: 'cofferdam data directory lock' },
  });
}
