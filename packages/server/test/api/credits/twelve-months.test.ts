import type { Command } from '@cofferdam/core';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  expireLots,
  grantCredit,
  record,
  refundCredit,
  report,
  reserve,
  settle,
  topUp,
} from '../../../../core/test/ledger/support/commands.ts';
import { readStatement, type Statement } from '../../../src/services/credits/read-statement.ts';
import { listStatements } from '../../../src/services/credits/list-statements.ts';
import { monthOf } from '../../../src/services/credits/statement-month.ts';
import { newId } from '../../../src/services/ids.ts';
import { ensurePartitions } from '../../../src/store/partitions.ts';
import { verifyDatabase } from '../../../src/verify.ts';
import { renderWhole, TestOrg } from '../../lane/support/org.ts';
import { type LaneDatabase, openLaneDatabase } from '../../lane/support/lane-database.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const startMs = Date.UTC(2026, 0, 3, 5);
const days = 362;
const teams = ['research', 'sales', null] as const;

let database: LaneDatabase;
let pool: pg.Pool;
let org: TestOrg;

/** A sequence that is the same in each run, without a pattern that months have. */
let state = 1;
function random(below: number): number {
  state = (state * 48_271) % 2_147_483_647;
  return state % below;
}

async function batch(...commands: readonly Command[]): Promise<void> {
  org.nowMs += 1 + random(1_000);
  const answers = await org.batch(commands.map((command) => ({ command, idempotency: null, render: renderWhole })));
  expect(answers.map(({ status }) => status)).toEqual(commands.map(() => 200));
}

function spend(day: number, index: number): readonly Command[] {
  const team = teams[random(teams.length)]!;
  const labels = { agent: `agent-${random(4)}`, ...(team === null ? {} : { team }) };
  const amount = 1n + BigInt(random(3_000_000_000));
  if (index % 2 === 0) return [record(report(`${day}-${index}`, amount, { labels }))];
  const id = newId(org.nowMs);
  return [reserve(id, amount, { labels, ttlMs: 10 * 60_000 }), settle(id, (amount * 9n) / 10n)];
}

/** A call that is charged when its time is over, and corrected by a settle that comes weeks later. */
const late: string[] = [];

/** Credit that comes with an end of its own, some of it used before; and purchases that are sent back in part. */
async function moveCredit(day: number): Promise<void> {
  if (day % 13 === 5) {
    const expiresMs = org.nowMs + (3 + random(40)) * dayMs;
    const source = day % 2 === 0 ? 'promotion' : 'grant';
    await batch(grantCredit(BigInt(10 + random(30)) * 1_000_000_000n, `gift ${day}`, { source, expiresMs }));
  }
  if (day % 58 === 31)
    await batch(refundCredit({ topUp: `purchase ${day - 2}` }, 1n + BigInt(random(9)), `back ${day}`));
  if (day % 5 === 4) await batch(expireLots);
}

async function liveThrough(day: number): Promise<void> {
  org.nowMs = startMs + day * dayMs + random(20) * hourMs;
  if (day % 7 === 0) await ensurePartitions(pool, org.nowMs);
  if (day % 29 === 0) await batch(topUp(BigInt(200 + random(100)) * 1_000_000_000n, `purchase ${day}`));
  await moveCredit(day);
  if (day % 10 === 3) {
    const id = newId(org.nowMs);
    late.push(id);
    await batch(
      reserve(id, 2_000_000_000n, { labels: { agent: 'late', team: 'sales' }, ttlMs: 1_000, onExpiry: 'charge' }),
    );
  }
  await batch(...Array.from({ length: 3 }, (_, index) => spend(day, index)).flat());
  if (day % 10 === 0 && day > 20) await batch(settle(late.shift()!, BigInt(random(4_000_000_000))));
}

beforeAll(async () => {
  database = await openLaneDatabase();
  pool = database.pool;
  await ensurePartitions(pool, startMs);
  org = await new TestOrg(database.pool, database.client, startMs).found([]);
  for (let day = 0; day < days; day += 1) await liveThrough(day);
}, 120_000);

afterAll(() => database.close());

const months = Array.from({ length: 12 }, (_, index) => `2026-${String(index + 1).padStart(2, '0')}`);

/** What plain SQL makes of a month: on the calendar of Postgres, by time, with no use of ids or balances. */
async function plainSums(month: string, zone: string): Promise<string[]> {
  const { rows } = await pool.query<{ line: string }>(
    `SELECT concat_ws(' ', e.kind, coalesce(u.team, '-'), coalesce(u.agent, '-'), count(*), sum(e.amount_nano_usd)) AS line
       FROM ledger_entries e LEFT JOIN usage_records u ON u.org_id = e.org_id AND u.id = e.usage_record_id
      WHERE e.org_id = $1 AND to_char(e.time AT TIME ZONE $3, 'YYYY-MM') = $2
      GROUP BY e.kind, u.team, u.agent ORDER BY 1`,
    [org.id, month, zone],
  );
  return rows.map(({ line }) => line);
}

/** The statement in the same words: what usage brought about by whom it is booked to, all else by kind. */
function linesOf({ movements, usage }: Statement): string[] {
  const sums = new Map<string, [entries: number, amount: bigint]>();
  const add = (key: string, entries: number, amount: bigint): void => {
    const [count, sum] = sums.get(key) ?? [0, 0n];
    sums.set(key, [count + entries, sum + amount]);
  };
  for (const one of usage) add(`${one.kind} ${one.team ?? '-'} ${one.agent ?? '-'}`, one.entries, one.amount);
  for (const { kind, entries, amount } of movements)
    if (kind !== 'charge' && kind !== 'correction') add(`${kind} - -`, entries, amount);
  return [...sums].map(([key, [entries, amount]]) => `${key} ${entries} ${amount}`).toSorted();
}

test.each(['UTC', 'Asia/Kolkata', 'America/St_Johns'])(
  'a year of several teams, purchases and late corrections: every sum of every month is that of plain SQL (%s)',
  async (zone) => {
    let closing = 0n;
    const kinds = new Set<string>();
    for (const month of months) {
      const statement = await readStatement(pool, org.id, monthOf(month, zone), org.nowMs);
      expect(linesOf(statement)).toEqual((await plainSums(month, zone)).toSorted());
      expect(statement.opening).toBe(closing);
      const moved = statement.movements.reduce((sum, { amount }) => sum + amount, 0n);
      expect(statement.opening + moved).toBe(statement.closing);
      closing = statement.closing;
      for (const { kind } of statement.movements) kinds.add(kind);
    }
    const { rows } = await pool.query<{ balance: bigint }>(
      'SELECT sum(amount_nano_usd)::bigint AS balance FROM ledger_entries WHERE org_id = $1',
      [org.id],
    );
    expect(closing).toBe(rows[0]!.balance);
    expect([...kinds].toSorted()).toEqual(['charge', 'correction', 'expiry', 'grant', 'refund', 'top_up']);
    const listed = await listStatements(pool, org.id, org.nowMs, { timeZone: zone, before: null, limit: 100 });
    expect(listed.map(({ month }) => month.name)).toEqual(months.toReversed());
    expect(listed[0]!.closing).toBe(closing);
  },
);

test('a correction is booked in the month in which it became known', async () => {
  const { rows } = await pool.query<{ count: bigint }>(
    `SELECT count(*) AS count FROM ledger_entries e
       JOIN usage_records c ON c.org_id = e.org_id AND c.id = e.usage_record_id
       JOIN usage_records o ON o.org_id = c.org_id AND o.id = c.correction_of
      WHERE e.org_id = $1 AND e.kind = 'correction' AND date_trunc('month', o.recorded_at) < date_trunc('month', e.time)`,
    [org.id],
  );
  expect(rows[0]!.count).toBeGreaterThan(5n);
});

test('a ledger that somebody edited makes no statement', async () => {
  const client = await pool.connect();
  await client.query(
    'UPDATE ledger_entries SET amount_nano_usd = amount_nano_usd - 1 WHERE org_id = $1 AND time < $2',
    [org.id, new Date(startMs + 2 * dayMs)],
  );
  await expect(readStatement(pool, org.id, monthOf('2026-01', 'UTC'), org.nowMs)).rejects.toThrow('do not add up');
  await client.query(
    'UPDATE ledger_entries SET amount_nano_usd = amount_nano_usd + 1 WHERE org_id = $1 AND time < $2',
    [org.id, new Date(startMs + 2 * dayMs)],
  );
  client.release();
  expect((await verifyDatabase(pool)).differences).toEqual([]);
});
