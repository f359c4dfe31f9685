import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openPool, type ConnectionConfig } from '../../src/store/connection.ts';
import { type Difference, verifyDatabase } from '../../src/verify.ts';
import { createTestDatabase, runStatement, type TestDatabase } from '../postgres.ts';
import { startNode, type Nodes, call } from '../lane/support/nodes.ts';
import { type BusyOrg, busyOrg } from './support/busy-org.ts';

let original: TestDatabase;
let org: BusyOrg;

/** Lives through a busy day in the original, and leaves it without connections, so that it can be copied. */
beforeAll(async () => {
  original = await createTestDatabase();
  let nowMs = Math.floor(Date.now() / 60_000) * 60_000;
  const node = await startNode(original.connection, { clock: () => nowMs });
  const must: Nodes['must'] = async (path, body) => {
    const reply = await call(node, 'POST', path, body);
    if (reply.status >= 300) throw new Error(reply.text);
    return reply;
  };
  org = await busyOrg({ must } as Nodes, (ms) => (nowMs += ms));
  await node.close();
});

afterAll(() => original.drop());

async function onCopy<T>(work: (database: ConnectionConfig) => Promise<T>): Promise<T> {
  const { template: _, ...server } = inject('testServer');
  const database = `cofferdam_copy_${randomBytes(8).toString('hex')}`;
  await runStatement(server, `CREATE DATABASE ${database} TEMPLATE ${original.connection.database}`);
  try {
    return await work({ ...server, database });
  } finally {
    await runStatement(server, `DROP DATABASE ${database} WITH (FORCE)`);
  }
}

/** What verify finds after somebody changed the tables behind the ledger's back. */
async function differencesAfter(...tampering: readonly string[]): Promise<readonly Difference[]> {
  return onCopy(async (database) => {
    const pool = openPool(database, 1);
    try {
      for (const statement of tampering) await pool.query(statement);
      return (await verifyDatabase(pool)).differences;
    } finally {
      await pool.end();
    }
  });
}

function kinds(differences: readonly Difference[]): string[] {
  return [...new Set(differences.map(({ kind }) => kind))].toSorted();
}

const firstRecord = '(SELECT id FROM usage_records ORDER BY id LIMIT 1)';
const reported = "(SELECT id FROM usage_records WHERE source_id = 'u1')";
const firstDraw = '(SELECT min(entry_id::text)::uuid FROM lot_draws)';
const freshId = "'00000000-0000-7000-8000-00000000dead'::uuid";

describe('verify', () => {
  test('finds nothing in a database that nobody touched, and looked at all of it', async () => {
    await onCopy(async (database) => {
      const pool = openPool(database, 1);
      const { ok, checked, differences } = await verifyDatabase(pool);
      await pool.end();
      expect(differences).toEqual([]);
      expect(ok).toBe(true);
      expect(checked).toMatchObject({
        usage_records: 5,
        ledger_entries: 6,
        reservations: 4,
        budgets: 4,
        runs: 1,
        orgs: 1,
      });
    });
  });

  const chained: readonly (readonly [string, readonly string[]])[] = [
    [
      'a cost that was edited',
      [`UPDATE usage_records SET cost_nano_usd = cost_nano_usd - 1 WHERE id = ${firstRecord}`],
    ],
    ['a label that was edited', [`UPDATE usage_records SET user_id = 'bob' WHERE id = ${firstRecord}`]],
    [
      'a time that was edited',
      [`UPDATE usage_records SET time = time - interval '1 second' WHERE id = ${firstRecord}`],
    ],
    ['a usage record that was deleted', [`DELETE FROM usage_records WHERE id = ${firstRecord}`]],
    [
      'a usage record that was inserted',
      [
        `CREATE TEMPORARY TABLE forged AS SELECT * FROM usage_records WHERE id = ${reported}`,
        `UPDATE forged SET id = overlay(id::text placing 'beef' from 33)::uuid, source_id = 'u3'`,
        'INSERT INTO usage_records SELECT * FROM forged',
      ],
    ],
    [
      'two usage records that changed places',
      [
        `UPDATE usage_records SET cost_nano_usd = CASE source_id WHEN 'u1' THEN 750000000 ELSE 500000000 END WHERE source_id IN ('u1', 'u2')`,
        `UPDATE ledger_entries e SET amount_nano_usd = -u.cost_nano_usd FROM usage_records u WHERE u.id = e.usage_record_id AND u.source_id IN ('u1', 'u2')`,
      ],
    ],
    [
      'an entry that was edited',
      ["UPDATE ledger_entries SET amount_nano_usd = amount_nano_usd + 1 WHERE kind = 'top_up'"],
    ],
    ['an entry that was deleted', ["DELETE FROM ledger_entries WHERE kind = 'top_up'"]],
    ['a batch that was deleted', ['DELETE FROM batches WHERE last_seq = (SELECT min(last_seq) FROM batches)']],
    [
      'the last batch deleted with its rows',
      [
        'DELETE FROM usage_records WHERE seq > (SELECT max(first_seq) - 1 FROM batches)',
        'DELETE FROM ledger_entries WHERE seq > (SELECT max(first_seq) - 1 FROM batches)',
        'DELETE FROM batches WHERE last_seq = (SELECT max(last_seq) FROM batches)',
      ],
    ],
    ['the amount of a lot that was edited', ['UPDATE lots SET amount_nano_usd = amount_nano_usd + 1']],
    ['the expiry of a lot that was edited', ["UPDATE lots SET expires_at = '2030-01-01'"]],
    ['the place of a lot in the order', ['UPDATE lots SET priority = 0']],
    [
      'a lot that was deleted with all of its draws',
      ['DELETE FROM lots', 'DELETE FROM lot_draws', 'DELETE FROM open_lots'],
    ],
    [
      'a lot that was inserted',
      [
        'CREATE TEMPORARY TABLE forged AS SELECT * FROM lots LIMIT 1',
        "UPDATE forged SET id = overlay(id::text placing 'beef' from 33)::uuid",
        'INSERT INTO lots SELECT * FROM forged',
      ],
    ],
    [
      'a draw that was edited',
      [`UPDATE lot_draws SET amount_nano_usd = amount_nano_usd + 1 WHERE entry_id = ${firstDraw}`],
    ],
    ['a draw that was deleted', [`DELETE FROM lot_draws WHERE entry_id = ${firstDraw}`]],
    [
      'a draw that was inserted',
      [
        `CREATE TEMPORARY TABLE forged AS SELECT * FROM lot_draws WHERE entry_id = ${firstDraw}`,
        `UPDATE forged SET entry_id = overlay(entry_id::text placing 'beef' from 33)::uuid`,
        'INSERT INTO lot_draws SELECT * FROM forged',
      ],
    ],
    [
      'two draws that changed places',
      [
        `UPDATE lot_draws SET amount_nano_usd = CASE amount_nano_usd WHEN 500000000 THEN 750000000 ELSE 500000000 END WHERE amount_nano_usd IN (500000000, 750000000)`,
      ],
    ],
    ['a head that was edited', ["UPDATE org_lanes SET head_hash = decode(repeat('00', 32), 'hex')"]],
  ];

  test.each(chained)('finds %s by the hash chain', async (_, tampering) => {
    expect(kinds(await differencesAfter(...tampering))).toContain('hash_chain');
  });

  const figures: readonly (readonly [string, string, string])[] = [
    ['spent of a counter', 'counter', "UPDATE counters SET spent = spent - 1 WHERE subject = 'org'"],
    ['reserved of a counter', 'counter', "UPDATE counters SET reserved = reserved + 1 WHERE subject = 'org'"],
    ['a counter that was deleted', 'counter', "DELETE FROM counters WHERE subject = 'org'"],
    [
      'a counter that nothing stands behind',
      'counter',
      "INSERT INTO counters SELECT org_id, budget_id, 'nobody', window_start, window_end, 1, 0, NULL FROM counters WHERE subject = 'org'",
    ],
    [
      "a run's cap",
      'run_cap',
      "UPDATE counters SET spent = 0 WHERE budget_id = '00000000-0000-0000-0000-000000000000'",
    ],
    ['the balance of a wallet', 'wallet', 'UPDATE org_lanes SET wallet_balance = wallet_balance + 1'],
    ['what a wallet holds', 'wallet', 'UPDATE org_lanes SET wallet_reserved = wallet_reserved + 1'],
    [
      'the balance after an entry',
      'running_balance',
      "UPDATE ledger_entries SET balance_nano_usd = 0 WHERE kind = 'charge'",
    ],
    ['what is left of a lot', 'lot', 'UPDATE open_lots SET remaining_nano_usd = remaining_nano_usd - 1'],
    ['when the rest of a lot expires', 'lot', "UPDATE open_lots SET expires_at = '2030-01-01'"],
    ['lots that are not the balance', 'lots_and_balance', 'DELETE FROM open_lots'],
    ['an entry that drew less than it took', 'lots_of_balance', `DELETE FROM lot_draws WHERE entry_id = ${firstDraw}`],
    ['a draw from no lot', 'lot_draw', `UPDATE lot_draws SET lot_id = ${freshId}`],
    ['a lot that is older than lots and of no top-up', 'older_lot', 'UPDATE lots SET seq = 0'],
    ['a charge without its entry', 'charge_entry', "DELETE FROM ledger_entries WHERE kind = 'charge'"],
    [
      'the amount of an open reservation',
      'counter',
      "UPDATE reservations SET amount_nano_usd = amount_nano_usd + 1 WHERE state = 'held'",
    ],
    [
      'a reservation that was closed by hand',
      'open_reservation',
      "UPDATE reservations SET state = 'released' WHERE state = 'held'",
    ],
    ['an open reservation that is not listed', 'open_reservation', 'DELETE FROM open_reservations'],
    [
      'the expiry of an open reservation',
      'open_reservation',
      "UPDATE open_reservations SET expires_at = expires_at + interval '1 day'",
    ],
    ['what a settle cost', 'settled_cost', "UPDATE reservations SET cost_nano_usd = 1 WHERE state = 'settled'"],
    [
      'a last call that was given back',
      'wind_down',
      "UPDATE reservations SET state = 'released' WHERE id IN (SELECT wound_down_by FROM counters)",
    ],
    ['a last call that nobody made', 'wind_down', `UPDATE counters SET wound_down_by = ${freshId}`],
    ['a seq that went back', 'seq', 'UPDATE org_lanes SET seq = 1'],
    [
      'a correction of nothing',
      'correction',
      `UPDATE usage_records SET type = 'correction', correction_of = ${freshId} WHERE id = ${firstRecord}`,
    ],
    [
      'a batch that is earlier than the one before it',
      'time_order',
      "UPDATE batches SET time = time - interval '1 day' WHERE last_seq = (SELECT max(last_seq) FROM batches)",
    ],
    [
      'a batch that is later than its org',
      'time_order',
      "UPDATE org_lanes SET last_time = last_time - interval '1 day'",
    ],
    [
      'batches that share a seq',
      'batch_order',
      'UPDATE batches SET first_seq = 1 WHERE last_seq = (SELECT max(last_seq) FROM batches)',
    ],
  ];

  test.each(figures)('finds %s by adding the rows up (%s)', async (_, kind, tampering) => {
    expect(kinds(await differencesAfter(tampering))).toContain(kind);
  });

  test('the file of invariants runs as one script, as psql runs it, and returns no row', async () => {
    const file = new URL('../../src/store/invariants.sql', import.meta.url);
    const results = await onCopy(async (database) => {
      const pool = openPool(database, 1);
      const all: unknown = await pool.query(readFileSync(file, 'utf8'));
      await pool.end();
      return all as readonly { readonly rows: readonly unknown[] }[];
    });
    expect(results.length).toBe(readFileSync(file, 'utf8').match(/^-- name: /gm)!.length);
    expect(results.flatMap(({ rows }) => rows)).toEqual([]);
  });

  test('finds a reservation that was charged twice, whatever the figures say', async () => {
    const found = await differencesAfter(
      `CREATE TEMPORARY TABLE forged AS SELECT * FROM usage_records WHERE reservation_id = '${org.settled}'`,
      "UPDATE forged SET id = overlay(id::text placing 'beef' from 33)::uuid, seq = seq + 1, cost_nano_usd = 0",
      'INSERT INTO usage_records SELECT * FROM forged',
    );
    expect(found).toContainEqual(expect.objectContaining({ kind: 'charged_once', subject: org.settled }));
  });

  test('names what is wrong: the org, the subject, the figure that was expected and the one that is there', async () => {
    const found = await differencesAfter(`UPDATE open_reservations SET reservation_id = ${freshId}`);
    expect(found.map(({ subject }) => subject)).toEqual(
      expect.arrayContaining([org.open, '00000000-0000-7000-8000-00000000dead']),
    );
    for (const difference of found) {
      expect(difference.org).toBe('00000000-0000-7000-8000-000000000001');
      expect(difference.expected).not.toBe(difference.actual);
    }
  });
});
