// The process that scripts/simulate.mjs starts.
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../packages/server/src/store/embedded/index.ts';
import { readOptions } from './options.ts';
import { describe, showProgress } from './progress.ts';
import { simulateSeeds } from './seeds.ts';

/** The database is ended and removed in whatever way the command ends. */
async function leave(postgres: EmbeddedPostgres): Promise<void> {
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
}

const options = readOptions(process.argv.slice(2));
const dataDir = await realpath(await mkdtemp(join(tmpdir(), 'cofferdam-simulation-')));
try {
  const postgres = await startEmbeddedPostgres({
    dataDir,
    log: () => undefined,
    // Only a crash of the machine would lose what these keep; a killed Postgres loses nothing without them.
    settings: { fsync: 'off', full_page_writes: 'off', max_connections: '200' },
  });
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.once(signal, () => void leave(postgres).then(() => process.exit(code)));
  }
  try {
    const failed = await simulateSeeds(postgres, options, {
      onRound: (progress) => showProgress(progress),
      onResult: (result) => void process.stdout.write(describe(result)),
    });
    process.exitCode = failed === 0 ? 0 : 1;
  } finally {
    await leave(postgres);
  }
} finally {
  await rm(dataDir, { recursive: true, force: true });
}
process.exit();
