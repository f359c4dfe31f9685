import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newSecret } from './services/keys/secret.ts';

export interface KeptKey {
  readonly value: string;
  /** Where it is kept; null where the environment gave it. */
  readonly path: string | null;
  readonly made: boolean;
}

/** Reads a key from its file, or makes it there with access for its owner only. */
async function keep(dataDir: string, name: string, make: () => string): Promise<KeptKey> {
  const path = join(dataDir, name);
  try {
    return { value: (await readFile(path, 'utf8')).trim(), path, made: false };
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'ENOENT') throw error;
  }
  const value = make();
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await writeFile(path, `${value}\n`, { mode: 0o600, flag: 'wx' });
  return { value, path, made: true };
}

/** The first admin key: the environment's, else one that is made once and kept in the data directory. */
export function adminKey(dataDir: string, given: string | null): Promise<KeptKey> {
  if (given !== null) return Promise.resolve({ value: given, path: null, made: false });
  return keep(dataDir, 'admin-key', () => newSecret('admin'));
}

/** The key that seals credentials at rest; it must never be in the database. */
export function secretKey(dataDir: string, given: string | null): Promise<KeptKey> {
  if (given !== null) return Promise.resolve({ value: given, path: null, made: false });
  return keep(dataDir, 'secret-key', () => randomBytes(32).toString('base64url'));
}
