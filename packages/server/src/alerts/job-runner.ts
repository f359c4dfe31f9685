import { Logger, run, type Runner } from 'graphile-worker';
import type { FastifyBaseLogger } from 'fastify';
import { type ConnectionConfig, openJobPool } from '../store/connection.ts';

/** Workers of this process, which take jobs of all nodes. */
export interface JobRunner {
  /** Takes no more jobs, and waits for those that are under way. */
  stop(): Promise<void>;
}

export interface JobRunnerOptions {
  readonly database: ConnectionConfig;
  readonly logger: FastifyBaseLogger;
  readonly deliver: (orgId: string, deliveryId: string) => Promise<void>;
}

/** Attempts at once on a node: most of the time of each is waiting for a receiver. */
const workers = 8;
/** Jobs of later are found by looking; those of now are announced. */
const pollMs = 2_000;
/** After the workers gave up, as they do where the database is away for long. */
const restartMs = 5_000;

const levels: { readonly [level: string]: 'error' | 'warn' | 'debug' } = { error: 'error', warning: 'warn' };

function graphileLogger(logger: FastifyBaseLogger): Logger {
  return new Logger(() => (level, message) => {
    logger[levels[level] ?? 'debug'](`jobs: ${message}`);
  });
}

/**
 * Gathered in batches, even of one: what is not, graphile-worker writes without listening to how that ends, and a database
 * that dies just then would take the whole server with it. So it ends the workers, which are started again.
 */
const preset = { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } };

interface DeliverPayload {
  readonly org_id: string;
  readonly delivery_id: string;
}

/** Starts workers, and again whenever they give up. The tables of the queue are there already. */
export function startJobRunner({ database, logger, deliver }: JobRunnerOptions): JobRunner {
  const pool = openJobPool(database, workers + 2);
  const taskList = {
    cofferdam_deliver: (payload: unknown) => {
      const { org_id: orgId, delivery_id: deliveryId } = payload as DeliverPayload;
      return deliver(orgId, deliveryId);
    },
  };
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let runner: Runner | null = null;

  async function start(): Promise<void> {
    try {
      const options = { preset, pgPool: pool, taskList, parsedCronItems: [], noHandleSignals: true };
      runner = await run({ ...options, concurrency: workers, pollInterval: pollMs, logger: graphileLogger(logger) });
      if (stopped) await runner.stop();
      else await runner.promise;
    } catch (error) {
      if (!stopped) logger.warn({ err: error }, 'workers of the job queue ended; they are started again');
    }
    runner = null;
    if (!stopped) timer = setTimeout(begin, restartMs);
  }

  let running: Promise<void> = Promise.resolve();
  const begin = (): void => {
    running = start();
  };
  begin();

  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await runner?.stop().catch(() => undefined);
      await running;
      await pool.end();
    },
  };
}
