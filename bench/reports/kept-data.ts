import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What stands in the database of a directory that is kept. */
export interface MadeData {
  readonly records: number;
  readonly days: number;
  readonly toMs: number;
  readonly followedInSeconds: number;
}

/** A directory whose records are made once and measured often, with the keys that its server was first started with. */
export interface KeptData {
  readonly adminKey: string;
  readonly secretKey: string;
  readonly made: MadeData | null;
}

const noteName = 'reports-bench.json';

export function serverDirectory(directory: string): string {
  return join(directory, 'server');
}

export async function readKept(directory: string): Promise<KeptData> {
  const text = await readFile(join(directory, noteName), 'utf8').catch(() => null);
  if (text !== null) return JSON.parse(text) as KeptData;
  const kept = {
    adminKey: `bench-${randomBytes(24).toString('hex')}`,
    secretKey: randomBytes(32).toString('hex'),
    made: null,
  };
  await keep(directory, kept);
  return kept;
}

export async function keep(directory: string, kept: KeptData): Promise<void> {
  await mkdir(serverDirectory(directory), { recursive: true });
  await writeFile(join(directory, noteName), `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600 });
}
