import pg from 'pg';
import { expect, test } from 'vitest';
import { createTestDatabase } from './postgres.ts';

test('databases made for tests are migrated, apart from one another, and can be dropped while connected', async () => {
  const [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  const pools = [new pg.Pool(first.connection), new pg.Pool({ connectionString: second.url })];
  for (const pool of pools) pool.on('error', () => undefined);
  const [one, other] = pools;
  await one?.query('CREATE TABLE only_here (id int)');
  await expect(one?.query('SELECT version FROM schema_migrations')).resolves.toBeDefined();
  await expect(other?.query('SELECT * FROM only_here')).rejects.toMatchObject({ code: '42P01' });
  await first.drop();
  await expect(one?.query('SELECT 1')).rejects.toBeInstanceOf(Error);
  await Promise.all(pools.map((pool) => pool.end()));
  await second.drop();
});
