import { afterAll, beforeAll, expect, test } from 'vitest';
import { tellOverruns } from '../../src/services/projections/tell-overruns.ts';
import { ensurePartitions } from '../../src/store/partitions.ts';
import { makeOrg, membersOf, rowsOf, textOf } from '../api/support/fields.ts';
import { startTestNode, type Call, type TestNode } from '../api/support/test-node.ts';

const startMs = Date.parse('2026-11-23T00:00:00Z');
let nowMs = startMs;
let node: TestNode;
let orgs = 0;

beforeAll(async () => {
  node = await startTestNode({ clock: () => nowMs });
  await ensurePartitions(node.pool, nowMs);
});
afterAll(() => node.close());

function atHour(hour: number): void {
  nowMs = startMs + hour * 3_600_000;
}

/** An org of its own at the beginning of the day. */
async function newOrg(): Promise<Call> {
  atHour(0);
  orgs += 1;
  return node.as((await makeOrg(node.call, `org ${orgs}`)).secret);
}

interface Charge {
  readonly hour: number;
  readonly costUsd: string;
}

async function spend(call: Call, agent: string, charges: readonly Charge[]): Promise<void> {
  const body = charges.map(({ hour, costUsd }) => ({
    id: `${agent}-${hour}-${costUsd}`,
    source: 'test',
    agent,
    cost_usd: costUsd,
    time: new Date(startMs + hour * 3_600_000).toISOString(),
  }));
  const reply = await call('POST', '/v1/usage', body);
  expect(reply.status).toBe(201);
}

/** Eight charges an hour, from one hour up to and without another; then it is that hour. */
async function spendEvenly(call: Call, agent: string, costUsd: string, from: number, to: number): Promise<void> {
  atHour(to);
  const hours = Array.from({ length: (to - from) * 8 }, (_, index) => from + index / 8);
  await spend(
    call,
    agent,
    hours.map((hour) => ({ hour, costUsd })),
  );
}

/** A node's look at the orgs; each in a round of its own, unless a round is given. */
async function look(isNewRound = true): Promise<void> {
  const failed: unknown[] = [];
  if (isNewRound) await node.pool.query('DELETE FROM org_rounds');
  await tellOverruns(node.node.context.pool, nowMs, (error) => failed.push(error));
  expect(failed).toEqual([]);
}

async function projected(call: Call): Promise<Record<string, unknown>[]> {
  return rowsOf(await call('GET', '/v1/alerts?type=budget_overrun_projected'));
}

async function makeBudget(call: Call, limitUsd: string): Promise<string> {
  const budget = { name: 'daily', per: 'agent', window: 'day', limit_usd: limitUsd };
  const reply = await call('POST', '/v1/budgets', budget);
  expect(reply.status).toBe(201);
  return textOf(reply.json, 'id');
}

test('an even pace that passes the limit is told of once, with what is projected and when', async () => {
  const call = await newOrg();
  const budget = await makeBudget(call, '10');
  await spendEvenly(call, 'fast', '0.1', 0, 9);
  await spendEvenly(call, 'slow', '0.01', 0, 9);
  atHour(9);
  await look();
  await look();
  const alerts = await projected(call);
  // 72 charges of 0.10 USD in 9 hours are 19.20 USD a day, and 10 USD after 12.5 hours.
  expect(alerts).toHaveLength(1);
  expect(alerts[0]).toMatchObject({ subject: 'fast', agent: 'fast', severity: 'warning', state: 'open' });
  const figures = JSON.stringify(alerts[0]);
  expect(figures).toContain('"projected_usd":"19.2"');
  expect(figures).toContain('"spent_usd":"7.2"');
  expect(figures).toContain('"crosses_at":"2026-11-23T12:30:00.000Z"');
  atHour(10);
  await look();
  expect(await projected(call)).toHaveLength(1);
  expect((await call('PATCH', `/v1/budgets/${budget}`, { limit_usd: '11' })).status).toBe(200);
  await look();
  // Another limit is another question.
  expect(await projected(call)).toHaveLength(2);
});

test('two nodes that look at once tell of it once', async () => {
  const call = await newOrg();
  await makeBudget(call, '10');
  await spendEvenly(call, 'fast', '0.1', 0, 9);
  atHour(9);
  await Promise.all([look(), look(), look()]);
  expect(await projected(call)).toHaveLength(1);
});

test('is not told of before a fifth of the window has passed', async () => {
  const call = await newOrg();
  await makeBudget(call, '10');
  await spendEvenly(call, 'fast', '0.2', 0, 4.75);
  atHour(4.75);
  await look();
  expect(await projected(call)).toEqual([]);
  atHour(4.8);
  await look();
  expect(await projected(call)).toHaveLength(1);
});

test('a burst that is over is no pace, and neither are a few dear charges', async () => {
  const call = await newOrg();
  await makeBudget(call, '10');
  await spendEvenly(call, 'burst', '0.5', 0, 2);
  await spendEvenly(call, 'burst', '0.001', 2, 9);
  const rare = [1, 3, 6, 7].map((hour) => ({ hour, costUsd: '2' }));
  await spend(call, 'rare', rare);
  atHour(9);
  await look();
  expect(await projected(call)).toEqual([]);
});

test('a limit that is reached already is not told of as one that will be', async () => {
  const call = await newOrg();
  await makeBudget(call, '5');
  await spendEvenly(call, 'fast', '0.1', 0, 9);
  atHour(9);
  await look();
  expect(await projected(call)).toEqual([]);
  expect(rowsOf(await call('GET', '/v1/alerts?type=budget_exhausted'))).toHaveLength(1);
});

test('resolves by itself when its window ends', async () => {
  const call = await newOrg();
  await makeBudget(call, '10');
  await spendEvenly(call, 'fast', '0.1', 0, 9);
  atHour(9);
  await look();
  const [alert] = await projected(call);
  expect(textOf(membersOf(alert), 'window_end')).toBe('2026-11-24T00:00:00Z');
});

test('of two nodes one looks in each round, and the other where that one did not', async () => {
  const call = await newOrg();
  await makeBudget(call, '10');
  atHour(9);
  await look();
  await spendEvenly(call, 'fast', '0.1', 0, 9);
  nowMs += 120_000;
  await look(false);
  expect(await projected(call)).toEqual([]);
  nowMs += 180_000;
  await Promise.all([look(false), look(false)]);
  expect(await projected(call)).toHaveLength(1);
  const { rows } = await node.pool.query<{ begun_at: Date }>(
    'SELECT begun_at FROM org_rounds ORDER BY begun_at DESC LIMIT 1',
  );
  expect(Number(rows[0]!.begun_at)).toBe(nowMs);
});
