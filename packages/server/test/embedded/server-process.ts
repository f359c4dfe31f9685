import { startEmbeddedPostgres } from '../../src/store/embedded/index.ts';

/** Stands for a server: starts the embedded Postgres on the directory it is given, says so, and lives until it is killed. */
const embedded = await startEmbeddedPostgres({
  dataDir: process.argv[2] ?? '',
  log: () => undefined,
  settings: { shared_buffers: '16MB' },
});
process.stdout.write(`${JSON.stringify({ connection: embedded.connection, pid: embedded.pid() })}\n`);
setInterval(() => undefined, 60_000);
