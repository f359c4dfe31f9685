import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DatabaseOptions, onDatabase } from './on-database.ts';
import { createNoteSigner } from './services/checkpoints/signed-note.ts';
import { verifyDatabase, type Verification } from './services/verify/verify-database.ts';
import { defaultDataDir } from './store/embedded/index.ts';

export { verifyDatabase, type Verification } from './services/verify/verify-database.ts';
export type { Difference } from './services/verify/difference.ts';

export interface VerifyOptions extends DatabaseOptions {
  /** Signed checkpoints that were kept elsewhere: the chain must still have in it what they fixed. */
  readonly checkpoints?: readonly string[] | undefined;
  /** The key that they must be signed with; else that of the installation, where its secret key is at hand. */
  readonly checkpointKey?: string | undefined;
  readonly secretKey?: string | undefined;
}

async function secretKeyOf({ secretKey, databaseUrl, dataDir }: VerifyOptions): Promise<string | null> {
  if (secretKey !== undefined) return secretKey;
  if (databaseUrl !== undefined) return null;
  return readFile(join(dataDir ?? defaultDataDir(), 'secret-key'), 'utf8').then(
    (text) => text.trim(),
    () => null,
  );
}

async function trustedKeyOf(options: VerifyOptions): Promise<string | null> {
  if (options.checkpointKey !== undefined) return options.checkpointKey;
  const secretKey = await secretKeyOf(options);
  return secretKey === null ? null : createNoteSigner(secretKey).verifierKey;
}

/**
 * Recomputes everything from the rows of a database: the one of the URL, or the embedded one of a data directory,
 * whether or not a server works on it. Raises `NoDatabase`.
 */
export async function verify(options: VerifyOptions = {}): Promise<Verification> {
  const given = { notes: options.checkpoints ?? [], trustedKey: await trustedKeyOf(options) };
  return onDatabase(options, (pool) => verifyDatabase(pool, given));
}
