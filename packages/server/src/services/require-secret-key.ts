import type { Queryable } from '../store/connection.ts';
import { sqlFile } from '../store/sql-file.ts';
import type { Vault } from './vault.ts';

const sampleSealed = sqlFile('connections/sample-sealed.sql');

/** The server was given another secret key than the one that this database's credentials are sealed under. */
export class WrongSecretKey extends Error {
  constructor() {
    super(
      'COFFERDAM_SECRET_KEY is not the key that the credentials in this database are sealed under; give the one they ' +
        'were sealed with (where the variable is not set, it is in the file secret-key of the data directory)',
    );
  }
}

function opens(vault: Vault, sealed: Buffer): boolean {
  try {
    vault.open(sealed);
    return true;
  } catch {
    return false;
  }
}

/**
 * Under a wrong key no call would find its credential, and new ones would be sealed that the other nodes cannot open.
 * One that opens is enough: a row that somebody changed must not keep the server from starting. Raises `WrongSecretKey`.
 */
export async function requireSecretKey(db: Queryable, vault: Vault): Promise<void> {
  const { rows } = await db.query<{ sealed: Buffer }>(sampleSealed);
  if (rows.length > 0 && !rows.some(({ sealed }) => opens(vault, sealed))) throw new WrongSecretKey();
}
