import { readFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest';
import { openPool } from '../../src/store/connection.ts';
import { DatabaseTooNew, migrate, migrations } from '../../src/store/migrate.ts';
import { ensurePartitions, leastId, partitionedTables } from '../../src/store/partitions.ts';
import { createTestDatabase, runStatement, type TestConnection, type TestDatabase } from '../postgres.ts';
import { call, startNode } from '../lane/support/nodes.ts';
import { catalogOf, keysOf } from './support/catalog.ts';

let database: TestDatabase;
let pool: pg.Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = openPool(database.connection, 8);
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** A database without a schema, gone after the test. */
async function emptyDatabase(): Promise<TestConnection> {
  const { template: _, ...server } = inject('testServer');
  const name = `cofferdam_empty_${randomBytes(8).toString('hex')}`;
  await runStatement(server, `CREATE DATABASE ${name}`);
  onTestFinished(() => runStatement(server, `DROP DATABASE ${name} WITH (FORCE)`));
  return { ...server, database: name };
}

async function onClient<T>(connection: TestConnection, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...connection });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

describe('the schema', () => {
  test('schema.sql is what the migrations make', async () => {
    const connection = await emptyDatabase();
    const schema = readFileSync(new URL('../../src/store/schema.sql', import.meta.url), 'utf8');
    const described = await onClient(connection, async (client) => {
      await client.query(schema);
      return catalogOf(client);
    });
    const migrated = await catalogOf(pool);
    expect(described).toEqual(migrated);
    expect(migrated.length).toBeGreaterThan(100);
  });

  test('org_id leads every primary, unique and foreign key and every index, so that tables distribute by it', async () => {
    const shared = new Set([
      'orgs',
      'key_directory',
      'price_books',
      'stripe_events',
      'person_directory',
      'sign_in_attempts',
    ]);
    const keys = await keysOf(pool);
    expect(keys.filter(({ table, columns }) => !shared.has(table) && columns[0] !== 'org_id')).toEqual([]);
    expect(keys.length).toBeGreaterThan(20);
  });

  test('there are no sequences, identity columns, triggers, routines, floats or other types than plain ones', async () => {
    const lines = await catalogOf(pool);
    expect(lines.filter((line) => /^(other|routine|trigger) /.test(line))).toEqual([]);
    const plain =
      /^column \S+ (uuid|text|bigint|integer|smallint|boolean|bytea|jsonb|date|timestamp with time zone|text\[\]|integer\[\])( |$)/;
    expect(lines.filter((line) => line.startsWith('column ') && !plain.test(line))).toEqual([]);
    expect(lines.filter((line) => /nextval|IDENTITY|GENERATED/i.test(line))).toEqual([]);
  });

  test('no index holds a figure that changes with a call, or counters and reservations would not be updated in place', async () => {
    const indexes = (await catalogOf(pool)).filter((line) =>
      /^index .* ON ONLY public.reservations|^index .* ON public.(counters|org_lanes)/.test(line),
    );
    expect(indexes.length).toBe(3);
    expect(
      indexes.filter((line) => /\b(spent|reserved|state|closed_at|cost_nano_usd|seq|wallet_balance)\b/.test(line)),
    ).toEqual([]);
  });
});

describe('migrations', () => {
  test('two nodes that migrate an empty database at once leave it migrated once, and a third changes nothing', async () => {
    const connection = await emptyDatabase();
    await Promise.all([migrate(connection), migrate(connection)]);
    await migrate(connection);
    const { applied, catalog } = await onClient(connection, async (client) => ({
      applied: (await client.query('SELECT version, name FROM schema_migrations ORDER BY version')).rows as unknown[],
      catalog: await catalogOf(client),
    }));
    expect(applied).toEqual(migrations().map(({ version, name }) => ({ version, name })));
    expect(catalog).toEqual(await catalogOf(pool));
  });

  test('two nodes that start at once on an empty database both work', async () => {
    const connection = await emptyDatabase();
    const nodes = await Promise.all([startNode(connection), startNode(connection)]);
    const replies = await Promise.all(
      nodes.map((node) => call(node, 'POST', '/v1/reservations', { agent: 'a', amount_usd: '1' })),
    );
    await Promise.all(nodes.map((node) => node.close()));
    expect(replies.map(({ status }) => status)).toEqual([201, 201]);
  });

  test('a migration that fails leaves the database as it was', async () => {
    const connection = await emptyDatabase();
    await runStatement(connection, 'CREATE TABLE usage_records (in_the_way integer)');
    await expect(migrate(connection)).rejects.toThrow('usage_records');
    const catalog = await onClient(connection, catalogOf);
    expect(catalog.filter((line) => line.startsWith('table '))).toEqual(['table usage_records r  ']);
  });

  test('a database of a newer version is left alone', async () => {
    const connection = await emptyDatabase();
    await migrate(connection);
    await runStatement(connection, "INSERT INTO schema_migrations VALUES (9999, '9999_future.sql', now())");
    await expect(migrate(connection)).rejects.toBeInstanceOf(DatabaseTooNew);
  });
});

describe('partitions', () => {
  const partitionsSql = `
    SELECT p.relname AS table, c.relname AS name, pg_get_expr(c.relpartbound, c.oid) AS bounds, c.reloptions AS options
      FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_class p ON p.oid = i.inhparent
     WHERE c.relkind = 'r' ORDER BY 1, 2`;

  test('those of last week, this week and three ahead are made once, by any number of nodes at once', async () => {
    const nowMs = Date.UTC(2026, 10, 25, 13);
    await Promise.all(Array.from({ length: 8 }, () => ensurePartitions(pool, nowMs)));
    await ensurePartitions(pool, nowMs);
    const { rows } = await pool.query<{ table: string; name: string; bounds: string; options: string[] | null }>(
      partitionsSql,
    );
    const mondays = ['20261116', '20261123', '20261130', '20261207', '20261214'];
    const expected = partitionedTables.toSorted().flatMap((table) => mondays.map((monday) => `${table}_${monday}`));
    expect(rows.map(({ name }) => name)).toEqual(expected);
    const [, thisWeek] = rows;
    expect(thisWeek?.bounds).toBe(
      `FOR VALUES FROM ('${leastId(Date.UTC(2026, 10, 23))}') TO ('${leastId(Date.UTC(2026, 10, 30))}')`,
    );
    const reservations = rows.filter(({ table }) => table === 'reservations');
    expect(reservations.map(({ options }) => options)).toEqual(mondays.map(() => ['fillfactor=50']));
  });
});
