import type { Registry } from 'prom-client';
import { problemOf } from '../../errors/problem.ts';
import type { Pool } from '../../store/connection.ts';
import type { App } from '../app.ts';
import { sendProblem } from '../reply.ts';

export interface HealthOptions {
  readonly pool: Pool;
  readonly registry: Registry;
  readonly isClosing: () => boolean;
}

const readinessTimeoutMs = 800;

/** Whether the store answers a query within the time. */
async function storeAnswers(pool: Pool): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, readinessTimeoutMs, false);
  });
  const answer = pool.query('SELECT 1').then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

const open = { open: true } as const;
const tags = ['health'];

export function healthRoutes(app: App, options: HealthOptions): void {
  app.get('/healthz', { config: open, schema: { tags, summary: 'Whether the process is alive' } }, () => ({
    status: 'ok',
  }));

  app.get(
    '/readyz',
    { config: open, schema: { tags, summary: 'Whether the store answers' } },
    async (_request, reply) => {
      const isReady = !options.isClosing() && (await storeAnswers(options.pool));
      return isReady
        ? { status: 'ready' }
        : sendProblem(reply, problemOf('store_unavailable', 'the store cannot answer'), 1);
    },
  );

  app.get('/metrics', { config: open, schema: { tags, summary: 'Prometheus metrics' } }, async (_request, reply) =>
    reply.header('content-type', options.registry.contentType).send(await options.registry.metrics()),
  );
}
