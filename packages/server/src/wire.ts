import { createPriceBook, type PriceBook, type PriceBookData } from '@cofferdam/core';
import { pino, type Logger } from 'pino';
import { buildApp, type App } from './api/app.ts';
import type { ApiContext } from './api/context.ts';
import { createPages } from './api/dashboard/routes.ts';
import { healthRoutes } from './api/health/routes.ts';
import { documentationRoutes } from './api/documentation/routes.ts';
import { describeApi } from './api/openapi.ts';
import { apiRoutes } from './api/routes.ts';
import { createMetrics, type Metrics } from './metrics/create-metrics.ts';
import { newId } from './services/ids.ts';
import type { Carrier } from './services/lane/carrier.ts';
import { laneConnections } from './services/lane/connections.ts';
import type { CarriedBatch } from './services/lane/carried-batch.ts';
import type { LaneOptions } from './services/lane/lane.ts';
import { Lanes } from './services/lane/lanes.ts';
import { tellLowRunways } from './services/credits/tell-low-runway.ts';
import { readGauges } from './services/metrics/read-gauges.ts';
import { makeDailyCheckpoints } from './services/checkpoints/make-checkpoint.ts';
import { createNoteSigner } from './services/checkpoints/signed-note.ts';
import { prune } from './services/housekeeping/prune.ts';
import { prunePeople } from './services/people/prune-people.ts';
import { repeat, type Repeated } from './services/housekeeping/repeat.ts';
import { sweepExpired } from './services/housekeeping/sweep.ts';
import { sweepLots } from './services/housekeeping/sweep-lots.ts';
import { ensureFirstKey } from './services/orgs/ensure-first-key.ts';
import { keepPriceBook } from './services/price-book/keep-price-book.ts';
import { seedPriceBook } from './services/price-book/seed.ts';
import { overrunsEveryMs, tellOverruns } from './services/projections/tell-overruns.ts';
import { requireSecretKey } from './services/require-secret-key.ts';
import { createVault, type Vault } from './services/vault.ts';
import { laneClient, openPool, type ConnectionConfig, type Pool } from './store/connection.ts';
import { migrate } from './store/migrate.ts';
import { ensurePartitions } from './store/partitions.ts';
import type { CallTiming } from './gateway/context.ts';
import { gatewayRoutes } from './gateway/routes.ts';
import { type BillingContext, billingRoutes } from './billing/routes.ts';
import { wireAlerts } from './wire-alerts.ts';
import { type BillingOptions, wireBilling } from './wire-billing.ts';
import { wireCallers } from './wire-callers.ts';
import { type ConnectionOptions, wireConnections } from './wire-connections.ts';
import { type WiredGateway, wireGateway } from './wire-gateway.ts';

import { wireInsights, type WiredInsights } from './wire-insights.ts';
import { wireLive } from './wire-live.ts';

export interface NodeOptions extends ConnectionOptions, Pick<BillingOptions, 'stripe'> {
  readonly database: ConnectionConfig;
  readonly adminKey: string;
  readonly secretKey: string;
  /** Where people reach the server; null where each request says so itself. */
  readonly publicUrl?: string | null;
  /** The folder of the built pages; left out where only the API is served. */
  readonly pagesFolder?: string;
  /** The folder of the built documentation; left out where it is not served. */
  readonly docsFolder?: string;
  /** Instead of the database's clock, for tests. */
  readonly clock?: (() => number) | null;
  readonly maxBatch?: number;
  readonly laneConnections?: number;
  /** How long the gateway waits for what, for tests. */
  readonly timing?: Partial<CallTiming>;
  /** Instead of lanes: another way to the ledger, for a benchmark to compare with them. */
  readonly carrier?: (book: PriceBook) => Carrier;
}

/** One server node on a database: stateless, so any number of them may stand side by side. */
export interface ServerNode {
  readonly app: App;
  readonly context: ApiContext;
  readonly insights: Pick<WiredInsights, 'following'>;
  /** Stops taking requests, lets the commands that were taken finish, and lets go of the database. */
  close(): Promise<void>;
}

const sweepEveryMs = 1_000;
const housekeepingEveryMs = 3_600_000;
const runwayEveryMs = 60_000;
/** A batch is bounded, so that no command waits long behind the ones before it. */
const defaultMaxBatch = 256;
const maxQueued = 10_000;
const batchTimeoutMs = 2_500;

function createLanes(options: NodeOptions, book: PriceBook, onBatch: LaneOptions['onBatch']): Lanes {
  const connections = laneConnections({
    connect: () => laneClient(options.database),
    size: options.laneConnections ?? 4,
    batchTimeoutMs,
  });
  return new Lanes({
    book,
    connections,
    maxBatch: options.maxBatch ?? defaultMaxBatch,
    maxQueued,
    newId,
    clock: options.clock ?? null,
    monotonicMs: () => performance.now(),
    onBatch,
  });
}

/** A checkpoint is of use where it is kept elsewhere, and logs often are: so each is logged whole. */
async function checkpointDaily({ pool, noteSigner, nowMs }: ApiContext, { logger }: NodeOptions): Promise<void> {
  for (const { orgId, note } of await makeDailyCheckpoints(pool, noteSigner, nowMs()))
    logger.info({ orgId, checkpoint: note }, "the day's checkpoint of the ledger");
}

function startHousekeeping(context: ApiContext, options: NodeOptions): Repeated[] {
  const { pool, lanes, nowMs } = context;
  const report = (error: unknown): void =>
    options.logger.warn({ err: error }, 'housekeeping failed; it will be tried again');
  const keepHouse = async (): Promise<void> => {
    await ensurePartitions(pool, Date.now());
    await prune(pool, nowMs());
    await prunePeople(pool, nowMs());
  };
  return [
    repeat(sweepEveryMs, () => sweepExpired(pool, lanes, options.clock?.() ?? null), report),
    repeat(sweepEveryMs, () => sweepLots(pool, lanes, options.clock?.() ?? null), report),
    repeat(housekeepingEveryMs, keepHouse, report),
    repeat(housekeepingEveryMs, () => checkpointDaily(context, options), report),
    repeat(runwayEveryMs, () => tellLowRunways(pool, nowMs()), report),
    repeat(overrunsEveryMs, () => tellOverruns(pool, nowMs(), report), report),
  ];
}

/** Ids of requests: of this start of this node, then counted; they are made for every request, and only need to differ. */
function requestIds(start: string): () => string {
  let count = 0;
  return () => `${start}-${(count += 1)}`;
}

/** Brings the schema up to date, and opens what was sealed under this vault's key only. */
async function openMigrated(database: ConnectionConfig, vault: Vault): Promise<Pool> {
  await migrate(database);
  const pool = openPool(database, 8);
  try {
    await requireSecretKey(pool, vault);
    return pool;
  } catch (error) {
    await pool.end();
    throw error;
  }
}

/** The shipped price book, kept whole in the database before it prices anything. */
async function openPriceBook(pool: Pool, nowMs: number): Promise<PriceBookData> {
  const { data } = await seedPriceBook();
  await keepPriceBook(pool, data, nowMs);
  return data;
}

function logFailure(logger: Logger, { error, waitsMs }: CarriedBatch): void {
  logger.warn({ err: error, size: waitsMs.length }, 'batch failed');
}

function nodeMetrics(pool: Pool, laneDepth: () => number): Metrics {
  return createMetrics({ laneDepth, read: () => readGauges(pool), monotonicMs: () => performance.now() });
}

/** The HTTP side with everything that it serves; it does not listen. */
async function openApp(
  context: ApiContext,
  { gateway, webhook }: { readonly gateway: WiredGateway; readonly webhook: BillingContext | null },
  metrics: Metrics,
  { logger, pagesFolder, docsFolder }: NodeOptions,
  isClosing: () => boolean,
): Promise<App> {
  const { isSecure } = context.cookies;
  const pages = pagesFolder === undefined ? null : createPages({ folder: pagesFolder, isSecure });
  const app = buildApp(context, { logger, newRequestId: requestIds(newId()), pages });
  await describeApi(app);
  app.after(() => {
    void gatewayRoutes(app, gateway.context);
    void billingRoutes(app, webhook);
    healthRoutes(app, { pool: context.pool, registry: metrics.registry, isClosing });
    apiRoutes(app, context);
    pages?.register(app);
    if (docsFolder !== undefined) documentationRoutes(app, { folder: docsFolder, isSecure });
  });
  return app;
}

/** Prepares the database and wires one node; it does not listen yet. */
export async function createNode(options: NodeOptions): Promise<ServerNode> {
  const nowMs = options.clock ?? Date.now;
  const vault = createVault(options.secretKey);
  const pool = await openMigrated(options.database, vault);
  await ensurePartitions(pool, Date.now());
  await ensureFirstKey(pool, options.adminKey, nowMs());
  const data = await openPriceBook(pool, nowMs());

  const book = createPriceBook(data);
  const onBatch = (batch: CarriedBatch): void => {
    metrics.batch(batch);
    if (batch.error === null) insights.nudge();
    else logFailure(options.logger, batch);
  };
  const lanes = options.carrier?.(book) ?? createLanes(options, book, onBatch);
  const metrics = nodeMetrics(pool, () => lanes.depth);
  const insights = wireInsights({ pool, logger: options.logger, nowMs, clock: options.clock ?? null });
  const changes = { pool, vault, clock: options.clock ?? null };
  const connections = await wireConnections(changes, data, nowMs, options);
  const alerts = wireAlerts(changes, connections.connectionRules.targets, { ...options, onAttempt: metrics.attempt });
  const billing = wireBilling(changes, lanes, nowMs, options);
  const live = wireLive({ pool, nowMs, ...options });
  const context: ApiContext = {
    lanes,
    live: live.live,
    ...wireCallers(pool, nowMs, options),
    pool,
    changes,
    noteSigner: createNoteSigner(options.secretKey),
    ...connections,
    ...alerts.context,
    ...billing.context,
    book,
    newId,
    nowMs,
  };

  const gateway = wireGateway(context, metrics, options);

  let closing = false;
  const app = await openApp(context, { gateway, webhook: billing.webhook }, metrics, options, () => closing);
  const housekeeping = startHousekeeping(context, options);
  return {
    app,
    context,
    insights,
    async close() {
      closing = true;
      await Promise.all(housekeeping.map((one) => one.stop()));
      live.beginClosing();
      gateway.beginClosing(() => app.server.closeAllConnections());
      await app.close();
      await gateway.close();
      await Promise.all([alerts.close(), billing.close(), live.close()]);
      await insights.close();
      await lanes.close();
      await pool.end();
    },
  };
}

export function createLogger(level: string): Logger {
  return pino({ level, redact: ['req.headers.authorization', 'headers.authorization'] });
}
