import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensurePartitions } from '../../src/store/partitions.ts';
import { tellLowRunways } from '../../src/services/credits/tell-low-runway.ts';
import { membersOf, rowsOf, textOf } from '../api/support/fields.ts';
import { startTestNode, type TestNode } from '../api/support/test-node.ts';

const dayMs = 86_400_000;
const monday = Date.UTC(2026, 10, 23);

let nowMs = monday + 10 * 3_600_000;
let node: TestNode;

beforeAll(async () => {
  node = await startTestNode({ clock: () => nowMs });
  for (let week = 0; week < 3; week += 1) await ensurePartitions(node.node.context.pool, monday + week * 7 * dayMs);
});
afterAll(() => node.close());

async function must(method: 'POST' | 'PATCH', path: string, body: unknown): Promise<Record<string, unknown>> {
  nowMs += 1_000;
  const reply = await node.call(method, path, body);
  if (reply.status >= 300) throw new Error(reply.text);
  return membersOf(reply.json);
}

let references = 0;
async function topUp(amountUsd: string): Promise<void> {
  await must('POST', '/v1/credits/top-ups', { amount_usd: amountUsd, reference: `payment ${(references += 1)}` });
}

async function pay(amountUsd: string): Promise<void> {
  const { id } = await must('POST', '/v1/reservations', { agent: 'payer', amount_usd: amountUsd });
  await must('POST', `/v1/reservations/${String(id)}/settle`, { cost_usd: amountUsd });
}

/** What fired of the wallet, oldest first: the type, and the state with who brought it about. */
async function fired(): Promise<string[]> {
  const rows = rowsOf(await node.call('GET', '/v1/alerts?limit=200')).toReversed();
  return rows
    .filter((row) => textOf(row, 'type').startsWith('wallet'))
    .map((row) =>
      ['type', 'state', 'changed_by'].flatMap((name) => (row[name] === null ? [] : textOf(row, name))).join(' '),
    );
}

async function credits(): Promise<Record<string, unknown>> {
  return membersOf((await node.call('GET', '/v1/credits')).json);
}

test('a wallet tells below its mark, when it is empty, and that it is over once it is topped up', async () => {
  await must('PATCH', '/v1/credits', { low_balance_usd: '10' });
  await topUp('12');
  await pay('2');
  expect(await fired()).toEqual([]);
  await pay('0.5');
  await pay('0.5');
  expect(await fired()).toEqual(['wallet_low open']);
  await topUp('0.5');
  expect(await fired()).toEqual(['wallet_low open']);
  await pay('9.5');
  expect(await fired()).toEqual(['wallet_low open', 'wallet_empty open']);
  await topUp('1');
  expect(await fired()).toEqual(['wallet_low open', 'wallet_empty resolved top_up']);
  await topUp('9');
  expect(await fired()).toEqual(['wallet_low resolved top_up', 'wallet_empty resolved top_up']);
  await pay('1');
  expect((await fired()).at(-1)).toBe('wallet_low open');
  const [newest] = rowsOf(await node.call('GET', '/v1/alerts?type=wallet_low&state=open'));
  expect(newest).toMatchObject({ figures: { balance_usd: '9', low_balance_usd: '10', condition: 'amount' } });
});

test('a mark that is set above the balance tells at once; one that is taken away ends it', async () => {
  const before = (await fired()).length;
  await must('PATCH', '/v1/credits', { low_balance_usd: null });
  expect((await fired()).at(-1)).toMatch(/^wallet_low resolved [0-9a-f-]{36}$/);
  await must('PATCH', '/v1/credits', { low_balance_usd: '9.5' });
  expect((await fired()).slice(before)).toEqual(['wallet_low open']);
  await must('PATCH', '/v1/credits', { low_balance_usd: '20' });
  expect((await fired()).slice(before)).toEqual(['wallet_low open']);
  await must('PATCH', '/v1/credits', { low_balance_usd: '9' });
  expect((await fired()).at(-1)).toMatch(/^wallet_low resolved /);
  await must('PATCH', '/v1/credits', { low_balance_usd: null });
});

test('what is burned a day is the mean of full days, of seven at most; nothing is known on the first', async () => {
  expect(await credits()).toMatchObject({ balance_usd: '9', burn_per_day_usd: null, runway_days: null });
  nowMs += dayMs;
  // The first day took 2 + 0.5 + 0.5 + 9.5 + 1.
  expect(await credits()).toMatchObject({ burn_per_day_usd: '13.5', runway_days: 0.6 });
  await topUp('91');
  await pay('0.5');
  nowMs += dayMs;
  expect(await credits()).toMatchObject({ burn_per_day_usd: '7', runway_days: 14.2 });
  nowMs += 6 * dayMs;
  const { rows } = await node.pool.query<{ mean: string }>(
    `SELECT trim_scale(-sum(amount_nano_usd) / 7 / 1e9)::text AS mean FROM ledger_entries
      WHERE kind IN ('charge', 'correction') AND time >= $1 AND time < $2`,
    [new Date(monday + dayMs), new Date(monday + 8 * dayMs)],
  );
  expect((await credits()).burn_per_day_usd).toBe(rows[0]!.mean.slice(0, 11));
});

test('a wallet that does not last long enough tells once, and again after it did', async () => {
  const before = (await fired()).length;
  const look = async (): Promise<string[]> => {
    const { pool } = node.node.context;
    await Promise.all([tellLowRunways(pool, nowMs), tellLowRunways(pool, nowMs)]);
    return (await fired()).slice(before);
  };
  await pay('35');
  nowMs += dayMs;
  // 64.5 USD, at 35 a week: 12.9 days.
  expect(await credits()).toMatchObject({ balance_usd: '64.5', burn_per_day_usd: '5', runway_days: 12.9 });
  await must('PATCH', '/v1/credits', { low_runway_days: 12 });
  expect(await look()).toEqual([]);
  await pay('4.5');
  expect(await look()).toEqual([]);
  await pay('0.5');
  expect(await look()).toEqual(['wallet_low open']);
  const [alert] = rowsOf(await node.call('GET', '/v1/alerts?type=wallet_low&state=open'));
  expect(alert).toMatchObject({
    title: 'The wallet is low: 59.50 USD left, enough for 11.9 days',
    figures: { burn_per_day_usd: '5', runway_days: '11.9', low_runway_days: '12', condition: 'runway' },
  });
  expect(await look()).toEqual(['wallet_low open']);
  await topUp('1');
  expect(await look()).toEqual(['wallet_low resolved recovery']);
  await pay('1');
  expect(await look()).toEqual(['wallet_low resolved recovery', 'wallet_low open']);
  await must('PATCH', '/v1/credits', { low_runway_days: null });
  expect((await look()).at(-1)).toMatch(/^wallet_low resolved [0-9a-f-]{36}$/);
});

test.each([
  [{ low_balance_usd: '0' }, 'low_balance_usd'],
  [{ low_balance_usd: 10 }, 'low_balance_usd'],
  [{ low_runway_days: 0 }, 'low_runway_days'],
  [{ low_runway_days: 366 }, 'low_runway_days'],
  [{ low_runway_days: 1.5 }, 'low_runway_days'],
  [{ low_runway_days: '7' }, 'low_runway_days'],
  [{ low: '7' }, 'low'],
])('a mark that is none is told by its field (%#)', async (body, field) => {
  const reply = await node.call('PATCH', '/v1/credits', body);
  expect([reply.status, textOf(reply.json, 'field')]).toEqual([400, field]);
});
