import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../../src/store/embedded/index.ts';

/** A directory of a test's own. */
export async function ownDirectory(): Promise<string> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'cofferdam-faults-')));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** A Postgres of a test's own, which it may stop, kill and freeze. Only a crash of the machine would need the flushes. */
export async function startPostgres(dataDir: string): Promise<EmbeddedPostgres> {
  const embedded = await startEmbeddedPostgres({
    dataDir,
    log: () => undefined,
    settings: { fsync: 'off', shared_buffers: '16MB' },
  });
  onTestFinished(() => embedded.stop());
  return embedded;
}
