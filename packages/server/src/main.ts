import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import {
  type BuiltInSimulator,
  type BuiltInStripe,
  startBuiltInSimulator,
  startBuiltInStripe,
} from './built-in-simulator.ts';
import { readConfig, ConfigError, type Config } from './config.ts';
import { adminKey, secretKey } from './installation-keys.ts';
import { isStoreFailure } from './services/lane/failures.ts';
import { type Greeted, greeting } from './greeting.ts';
import { describeListenError, probePort } from './port-probe.ts';
import { onShutdownSignal } from './shutdown.ts';
import { startEmbeddedPostgres, EmbeddedPostgresError, type EmbeddedPostgres } from './store/embedded/index.ts';
import { offerFirstOwner } from './services/people/first-owner.ts';
import { WrongSecretKey } from './services/require-secret-key.ts';
import { DatabaseTooNew } from './store/migrate.ts';
import { unknownVariables } from './unknown-variables.ts';
import { createLogger, createNode, type ServerNode } from './wire.ts';

/** Where the build puts the pages, seen from the sources and from the compiled code alike. */
const builtPages = fileURLToPath(new URL('../../dashboard/dist/site', import.meta.url));

/** Where `scripts/docs.mjs` puts the documentation. */
const builtDocs = fileURLToPath(new URL('../../../dist/docs', import.meta.url));

/** A server that listens. */
export interface RunningServer extends Greeted {
  /** Resolves if the server cannot go on, with the reason. */
  readonly lost: Promise<Error>;
  close(): Promise<void>;
}

// What Postgres says at every start and stop; a warning of it must not drown in that.
const ordinary = /^postgres: (LOG|FATAL: {2}terminating connection due to administrator command)/;

async function openDatabase(config: Config, logger: Logger): Promise<EmbeddedPostgres | null> {
  if (config.databaseUrl !== null) return null;
  return startEmbeddedPostgres({
    dataDir: config.dataDir,
    log: (message, fields) => logger[ordinary.test(message) ? 'debug' : 'info'](fields ?? {}, message),
  });
}

async function listen(config: Config, node: ServerNode): Promise<string> {
  try {
    return await node.app.listen({ host: config.host, port: config.port });
  } catch (error) {
    throw describeListenError(error, config) ?? error;
  }
}

/** Starts the database, unless an external one is configured, the simulated providers, and a node on both. */
export async function startServer(config: Config): Promise<RunningServer> {
  const logger = createLogger(config.logLevel);
  await probePort(config);
  const embedded = await openDatabase(config, logger);
  const never = new Promise<Error>(() => undefined);
  let node: ServerNode | null = null;
  let simulator: BuiltInSimulator | null = null;
  let payer: BuiltInStripe | null = null;
  const close = async (): Promise<void> => {
    // A call that is under way is still read from the simulator, and booked in the database.
    await node?.close();
    await Promise.all([simulator?.close(), payer?.close()]);
    await embedded?.stop();
  };
  try {
    const admin = await adminKey(config.dataDir, config.adminKey);
    const sealing = await secretKey(config.dataDir, config.secretKey);
    const database = embedded?.connection ?? { url: config.databaseUrl ?? '' };
    const { allowedPrivate, providerKeys, publicUrl } = config;
    const keys = { adminKey: admin.value, secretKey: sealing.value, providerKeys };
    simulator = config.simulator ? await startBuiltInSimulator() : null;
    const builtInConnections = new Map(simulator === null ? [] : [[simulator.connection.name, simulator.connection]]);
    payer = config.stripe === 'simulator' ? await startBuiltInStripe() : null;
    const stripe = config.stripe === 'simulator' ? (payer?.settings ?? null) : config.stripe;
    node = await createNode({
      database,
      ...keys,
      publicUrl,
      pagesFolder: builtPages,
      docsFolder: builtDocs,
      allowedPrivate,
      builtInConnections,
      stripe,
      logger,
    });
    const url = await listen(config, node);
    if (payer !== null) logger.warn('payments are simulated: credit is booked though no money moves');
    payer?.sendEventsTo(url);
    const simulated = simulator?.connection.name ?? null;
    const token = existsSync(builtPages) ? await offerFirstOwner(node.context.pool, Date.now()) : null;
    const ownerLink = token === null ? null : `${publicUrl ?? url}/invitation#${token}`;
    return { url, adminKey: admin, simulated, ownerLink, lost: embedded?.lost ?? never, close };
  } catch (error) {
    await close();
    throw error;
  }
}

const explained = [ConfigError, EmbeddedPostgresError, DatabaseTooNew, WrongSecretKey];

/** What went wrong, in a sentence where the cause is the user's to mend, with its stack where it is ours. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (explained.some((kind) => error instanceof kind)) return error.message;
  if (isStoreFailure(error)) return `the database does not answer: ${error.message}`;
  return error.stack ?? error.message;
}

/** Runs a server until it is told to stop. Ends the process: 0 after an orderly stop, 1 where it could not start. */
export async function main(): Promise<void> {
  // From here on a signal is heard, so that one during the start does not leave a database behind.
  const signalled = onShutdownSignal();
  try {
    const config = readConfig(process.env);
    const logger = createLogger(config.logLevel);
    for (const { name, nearest } of unknownVariables(process.env))
      logger.warn({ variable: name }, `${name} is not a variable of the server; the nearest name is ${nearest}`);
    const server = await startServer(config);
    process.stdout.write(greeting(server));
    const reason = await Promise.race([signalled, server.lost]);
    if (reason instanceof Error) process.stderr.write(`\nCofferdam stops: ${reason.message}\n`);
    else process.stdout.write(`\nStopping: what was begun is finished first.\n`);
    await server.close();
    process.stdout.write('Stopped.\n');
    process.exit(reason instanceof Error ? 1 : 0);
  } catch (error) {
    process.stderr.write(`Cofferdam could not start: ${explain(error)}\n`);
    process.exit(1);
  }
}
