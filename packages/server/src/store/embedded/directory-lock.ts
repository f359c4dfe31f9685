import { connectForUpkeep, closeQuietly } from './upkeep.ts';
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
  const client = await connectForUpkeep(site);
  const lost = new Promise<void>((resolve) => void client.once('end', () => resolve()));
  const close = (): Promise<void> => closeQuietly(client);
  try {
    const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [lockNumber]);
    if (rows[0]?.taken === true) return { lost, close };
  } catch (error) {
    await close();
    throw error;
  }
  await close();
  return undefined;
}
