import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/store/embedded/index.ts';

/** A root-owned (or our own) 0700 directory that is gone after the test. */
export async function temporaryDirectory(): Promise<string> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'cofferdam-embedded-')));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** An embedded Postgres, and what it logged; it is stopped after the test. */
export async function startForTest(dataDir: string): Promise<{ embedded: EmbeddedPostgres; messages: string[] }> {
  const messages: string[] = [];
  const embedded = await startEmbeddedPostgres({
    dataDir,
    log: (message) => void messages.push(message),
    settings: { fsync: 'off', shared_buffers: '16MB' },
  });
  onTestFinished(() => embedded.stop());
  return { embedded, messages };
}
