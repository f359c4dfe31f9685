import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { expect, inject, onTestFinished, test } from 'vitest';
import { openPool } from '../../src/store/connection.ts';
import { migrate, migrations } from '../../src/store/migrate.ts';
import { verifyDatabase } from '../../src/verify.ts';
import { runStatement, type TestConnection } from '../postgres.ts';

async function emptyDatabase(): Promise<TestConnection> {
  const { template: _, ...server } = inject('testServer');
  const name = `cofferdam_older_${randomBytes(8).toString('hex')}`;
  await runStatement(server, `CREATE DATABASE ${name}`);
  onTestFinished(() => runStatement(server, `DROP DATABASE ${name} WITH (FORCE)`));
  return { ...server, database: name };
}

const nowMs = Date.UTC(2026, 10, 23, 12);

/** Signed amounts of an org's entries, oldest first: a top-up where above 0, a charge below; a correction may be either. */
const orgs: Readonly<
  Record<string, { amounts: readonly (number | { correction: number })[]; left: readonly number[] }>
> = {
  'nothing yet': { amounts: [], left: [] },
  untouched: { amounts: [10, 20], left: [10, 20] },
  'drawn from the oldest': { amounts: [10, 20, -15, 30, -10], left: [0, 5, 30] },
  'in debt': { amounts: [10, -25, 5], left: [0, 0] },
  'out of debt': { amounts: [10, -25, 20], left: [0, 5] },
  corrected: { amounts: [10, -8, { correction: 3 }, 4], left: [5, 4] },
  'used up': { amounts: [10, -10], left: [0] },
};

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

async function fill(client: pg.Client): Promise<void> {
  for (const [index, { amounts }] of Object.values(orgs).entries()) {
    const org = `00000000-0000-7000-8000-${hex(index + 1, 12)}`;
    await client.query("INSERT INTO orgs (org_id, name, created_at) VALUES ($1, 'older', now())", [org]);
    let balance = 0;
    for (const [position, one] of amounts.entries()) {
      const amount = typeof one === 'number' ? one : one.correction;
      const booked = amount > 0 ? 'top_up' : 'charge';
      const kind = typeof one === 'object' ? 'correction' : booked;
      const time = hex(nowMs, 12);
      const id = `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${hex(position + 1, 12)}`;
      balance += amount;
      const reference = kind === 'top_up' ? `invoice ${position}` : null;
      await client.query(
        `INSERT INTO ledger_entries (org_id, id, seq, kind, amount_nano_usd, balance_nano_usd, time, reference)
         VALUES ($1, $2, $3, $4, $5, $6, now(), $7)`,
        [org, id, position + 1, kind, amount, balance, reference],
      );
      if (reference !== null)
        await client.query("INSERT INTO top_ups VALUES ($1, $2, 'h', '{}', $3)", [org, reference, id]);
    }
    await client.query(
      `INSERT INTO org_lanes (org_id, seq, last_time, head_hash, wallet_mode, wallet_balance)
       VALUES ($1, $2, now(), '', 'prepaid', $3)`,
      [org, amounts.length, balance],
    );
  }
}

test('the top-ups of a database from before there were lots become lots, and what is left of the balance is of the newest', async () => {
  const connection = await emptyDatabase();
  const client = new pg.Client({ ...connection });
  await client.connect();
  const older = migrations().filter(
    ({ name }) => name < migrations().find((one) => one.name.endsWith('_lots.sql'))!.name,
  );
  await client.query(
    'CREATE TABLE schema_migrations (version integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL)',
  );
  for (const { version, name, sql } of older) {
    await client.query(sql);
    await client.query('INSERT INTO schema_migrations VALUES ($1, $2, now())', [version, name]);
  }
  await client.query('CREATE TABLE ledger_entries_all PARTITION OF ledger_entries DEFAULT');
  await fill(client);
  await client.end();
  await migrate(connection);
  const pool = openPool(connection, 2);
  onTestFinished(() => pool.end());
  const { rows } = await pool.query<{ left: string[] | null }>(
    `SELECT (SELECT array_agg((l.amount_nano_usd - l.drawn_before)::text ORDER BY l.id) FROM lots l WHERE l.org_id = o.org_id) AS left
       FROM orgs o ORDER BY o.org_id`,
  );
  expect(rows.map(({ left }) => (left ?? []).map(Number))).toEqual(Object.values(orgs).map(({ left }) => left));
  const found = (await verifyDatabase(pool)).differences.map(({ kind }) => kind);
  expect(found.filter((kind) => kind.startsWith('lot') || kind === 'older_lot' || kind === 'wallet')).toEqual([]);
  for (const tampering of [
    'UPDATE lots SET drawn_before = drawn_before - 1 WHERE drawn_before > 0 AND seq = 0',
    'UPDATE lots SET priority = 0',
    'UPDATE lots SET expires_at = now()',
    'DELETE FROM lots',
    'UPDATE org_lanes SET lots_from_seq = 0',
  ]) {
    const db = await pool.connect();
    try {
      await db.query('BEGIN');
      await db.query(tampering);
      const { rows: wrong } = await db.query(olderLots());
      expect([tampering, wrong.length > 0]).toEqual([tampering, true]);
    } finally {
      await db.query('ROLLBACK');
      db.release();
    }
  }
});

/** The statement that finds older lots which are not what the entries say, out of the file of invariants. */
function olderLots(): string {
  const file = new URL('../../src/store/invariants.sql', import.meta.url);
  const [, ...parts] = readFileSync(file, 'utf8').split(/^-- name: /m);
  return parts.find((part) => part.startsWith('older_lot'))!.replace(/^older_lot\n/, '');
}
