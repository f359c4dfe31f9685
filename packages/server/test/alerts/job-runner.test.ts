import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { startDatabaseProxy } from '../../../../simulation/nodes/database-proxy.ts';
import { startJobRunner } from '../../src/alerts/job-runner.ts';
import { addJobs } from '../../src/services/channels/jobs.ts';
import { openPool } from '../../src/store/connection.ts';
import { createLogger } from '../../src/wire.ts';
import { createTestDatabase } from '../postgres.ts';

const orgId = '01900000-0000-7000-8000-000000000001';
const deliveryId = '01900000-0000-7000-8000-000000000002';

const unheard: unknown[] = [];
const hear = (error: unknown): void => void unheard.push(error);

afterEach(() => void process.off('unhandledRejection', hear));

test.each([
  ['failed', () => Promise.reject(new Error('no'))],
  ['succeeded', () => Promise.resolve()],
])('a database that goes away just as a job %s ends the workers, and not the server', async (_, end) => {
  process.on('unhandledRejection', hear);
  const database = await createTestDatabase();
  const proxy = await startDatabaseProxy(database.connection);
  const pool = openPool(database.connection, 1);
  const logger = createLogger('silent');
  const warned = vi.spyOn(logger, 'warn');
  let tries = 0;
  const deliver = (): Promise<void> => {
    tries += 1;
    proxy.part();
    return end();
  };
  const runner = startJobRunner({ database: proxy.database, logger, deliver });
  onTestFinished(async () => {
    proxy.join();
    await runner.stop();
    await proxy.close();
    await pool.end();
    await database.drop();
  });
  await addJobs(pool, orgId, [{ deliveryId, delayMs: 0 }]);
  await vi.waitFor(() => expect(warned).toHaveBeenCalled(), { timeout: 30_000 });
  expect(tries).toBe(1);
  expect(unheard).toEqual([]);
});
