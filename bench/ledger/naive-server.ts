// A server that is compared with the shipped one: the same HTTP, authentication, decisions and rows on the same compiled
// code and the same embedded Postgres; only the way of the commands to the ledger is another.
import type * as Config from '../../packages/server/src/config.ts';
import type * as Shutdown from '../../packages/server/src/shutdown.ts';
import type * as Embedded from '../../packages/server/src/store/embedded/index.ts';
import type * as Wire from '../../packages/server/src/wire.ts';
import { built } from './built.ts';
import type { Mode } from './mode.ts';
import { naiveCarrier } from './naive-carrier.ts';

const { readConfig } = await built<typeof Config>('config.js');
const { onShutdownSignal } = await built<typeof Shutdown>('shutdown.js');
const { startEmbeddedPostgres } = await built<typeof Embedded>('store/embedded/index.js');
const { createLogger, createNode } = await built<typeof Wire>('wire.js');

const mode = JSON.parse(process.argv[2] ?? '') as Mode;
const { host, port, dataDir, adminKey, secretKey, logLevel } = readConfig(process.env);
if (adminKey === null || secretKey === null) throw new Error('the keys of this server are given by its parent');

const embedded = await startEmbeddedPostgres({ dataDir, log: () => undefined });
const database = embedded.connection;
const node = await createNode({
  database,
  adminKey,
  secretKey,
  logger: createLogger(logLevel),
  ...(mode.kind === 'naive'
    ? { carrier: (book) => naiveCarrier({ database, poolSize: mode.poolSize, book }) }
    : { maxBatch: 1 }),
});
await node.app.listen({ host, port });
await onShutdownSignal();
await node.close();
await embedded.stop();
process.exit(0);
