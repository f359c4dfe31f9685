import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Budget, MatchDimension, Per, Unit } from '@cofferdam/core';
import { bySystem } from '../../../src/services/audit/change.ts';
import { createBudget } from '../../../src/services/budgets/create-budget.ts';
import { takeSeedSnapshot, writeSeed } from '../../../src/services/budgets/seed.ts';
import { defaultOrgId } from '../../../src/services/orgs/create-org.ts';
import { ensurePartitions } from '../../../src/store/partitions.ts';
import { membersOf, rowsOf, textOf } from '../support/fields.ts';
import { startTestNode, type TestNode } from '../support/test-node.ts';

const today = Date.parse('2026-11-23T00:00:00Z');
const minuteMs = 60_000;
let nowMs = today - 10 * minuteMs;
let test: TestNode;

const pers: readonly Per[] = ['org', 'team', 'agent', 'workflow', 'connection', 'user', 'model', 'run'];
const units: readonly Unit[] = ['usd', 'tokens', 'requests', 'concurrent'];
const matches: readonly { readonly [dimension in MatchDimension]?: string | string[] }[] = [
  {},
  { agent: 'a' },
  { agent: ['a', 'b'], workflow: 'w' },
  { team: 'red', user: ['u', 'v'] },
  { connection: 'c' },
  { provider: 'openai' },
  { model: 'gpt-4o' },
  { model: ['openai/gpt-4o', 'nobody/knows'] },
];

/** Soft, so that they watch and nothing of the history is refused. */
function budgetBody(name: string, per: Per, unit: Unit, match: object): Record<string, unknown> {
  const limit = unit === 'usd' ? '1000' : 1_000_000;
  const window = per === 'run' ? 'run' : 'day';
  return {
    name,
    per,
    match,
    ...(unit === 'concurrent' ? {} : { window }),
    [`limit_${unit}`]: limit,
    enforcement: 'soft',
  };
}

async function makeBudgets(prefix: string): Promise<void> {
  for (const per of pers) {
    for (const unit of units) {
      for (const [index, match] of matches.entries()) {
        const reply = await test.call(
          'POST',
          '/v1/budgets',
          budgetBody(`${prefix} ${per} ${unit} ${index}`, per, unit, match),
        );
        expect([reply.status, reply.text]).toEqual([201, reply.text]);
      }
    }
  }
}

const gpt4o = { provider: 'openai', model: 'gpt-4o', input_tokens: 1_000, output_tokens: 50 };
const unknown = { provider: 'nobody', model: 'knows', input_tokens: 70, output_tokens: 7 };
const estimate = { input_tokens: 500, max_output_tokens: 100 };

async function reserve(fields: Record<string, unknown>): Promise<string> {
  const reply = await test.call('POST', '/v1/reservations', { amount_usd: '0.4', ttl_seconds: 86_400, ...fields });
  expect(reply.status).toBe(201);
  return textOf(reply.json, 'id');
}

async function settle(id: string, body: Record<string, unknown>): Promise<void> {
  const reply = await test.call('POST', `/v1/reservations/${id}/settle`, body);
  expect(reply.status).toBe(200);
}

let reported = 0;

async function report(fields: Record<string, unknown>): Promise<void> {
  reported += 1;
  const reply = await test.call('POST', '/v1/usage', { id: `use-${reported}`, source: 'seed', agent: 'a', ...fields });
  expect([reply.status, reply.text]).toEqual([201, reply.text]);
}

/** Every kind of charge and hold, with and without each label. Returns what is left open. */
async function live(suffix: string): Promise<string[]> {
  const labels = { agent: 'a', workflow: 'w', connection: 'c', user: 'u', team: 'red' };
  await test.call('POST', '/v1/runs', { id: `root-${suffix}`, agent: 'a' });
  await test.call('POST', '/v1/runs', { id: `child-${suffix}`, agent: 'a', parent_run: `root-${suffix}` });
  const first = await reserve({ ...labels, run: `child-${suffix}`, provider: 'openai', model: 'gpt-4o', estimate });
  await settle(first, { usage: [gpt4o, unknown], tools: [{ name: 'search', quantity: 3, cost_usd: '0.03' }] });
  const second = await reserve({ agent: 'b', user: 'v', run: `other-${suffix}` });
  await settle(second, { cost_usd: '0.75' });
  await settle(await reserve({ agent: 'b', model: 'gpt-4o', provider: 'azure', estimate }), { usage: null });
  const released = await reserve({ ...labels });
  expect((await test.call('POST', `/v1/reservations/${released}/release`)).status).toBe(200);
  await report({ ...labels, usage: gpt4o, run: `child-${suffix}` });
  await report({ agent: 'c', usage: unknown });
  await report({ agent: 'b', workflow: 'w', model: 'gpt-4o', cost_usd: '0.11' });
  await report({ ...labels, cost_usd: '0.000000001', time: new Date(nowMs - 15 * minuteMs).toISOString() });
  await report({ ...labels, cost_usd: '0.2', time: new Date(nowMs + 5 * minuteMs).toISOString() });
  return [
    await reserve({ ...labels, run: `child-${suffix}`, provider: 'openai', model: 'gpt-4o', estimate }),
    await reserve({ agent: 'b' }),
  ];
}

interface Figures {
  readonly budget: string;
  readonly subject: string;
  readonly start: string;
  readonly end: string | null;
  readonly spent: string;
  readonly reserved: string;
}

const countersSql = `
  SELECT substr(b.name, strpos(b.name, ' ') + 1) AS budget, c.subject, c.window_start::text AS start,
         c.window_end::text AS end, c.spent::text AS spent, c.reserved::text AS reserved
    FROM counters c JOIN budgets b ON b.org_id = c.org_id AND b.id = c.budget_id
   WHERE b.name LIKE $1 AND (c.spent <> 0 OR c.reserved <> 0)
     AND (c.window_start >= $2 OR c.window_end IS NULL)
   ORDER BY 1, 2, 3`;

/** What budgets count from a day on, whose names begin with a word; counters at zero say nothing. */
async function figuresOf(prefix: string, fromMs: number): Promise<Figures[]> {
  const { rows } = await test.pool.query<Figures>(countersSql, [`${prefix} %`, new Date(fromMs)]);
  return rows;
}

beforeAll(async () => {
  test = await startTestNode({ clock: () => nowMs });
  await ensurePartitions(test.pool, nowMs);
  await makeBudgets('early');
});
afterAll(() => test.close());

describe('a budget that is made mid-window', () => {
  it('counts like one that was there from the beginning, for every per, unit and match', async () => {
    const yesterday = await live('yesterday');
    nowMs = today + 3 * minuteMs;
    const open = await live('today');
    await settle(yesterday[0]!, { usage: gpt4o });
    await makeBudgets('late');

    const [early, late] = [await figuresOf('early', today), await figuresOf('late', today)];
    expect(late.length).toBeGreaterThan(200);
    expect(late).toEqual(early);
    // What is there must be worth comparing: each unit counts spend or holds, and usage dated ahead is tomorrow's.
    for (const unit of units) expect(late.some(({ budget }) => budget.includes(unit))).toBe(true);

    nowMs += minuteMs;
    await settle(open[0]!, { usage: gpt4o });
    await settle(open[1]!, { cost_usd: '9' });
    await settle(yesterday[1]!, { cost_usd: '0.3' });
    await live('later');
    expect(await figuresOf('late', today)).toEqual(await figuresOf('early', today));
  });

  it('counts what plain SQL adds up', async () => {
    const { rows } = await test.pool.query<{ subject: string; spent: string }>(
      `SELECT agent AS subject, sum(cost_nano_usd)::text AS spent FROM usage_records
        WHERE budget_time >= '2026-11-23' AND budget_time < '2026-11-24' GROUP BY 1 HAVING sum(cost_nano_usd) <> 0 ORDER BY 1`,
    );
    const counted = (await figuresOf('late', today)).filter(({ budget }) => budget === 'agent usd 0');
    expect(counted.map(({ subject, spent }) => ({ subject, spent }))).toEqual(rows);
    const held = await test.pool.query<{ reserved: string }>(
      `SELECT sum(amount_nano_usd)::text AS reserved FROM reservations WHERE state = 'held' AND created_at >= '2026-11-23'`,
    );
    const org = (await figuresOf('late', today)).find(({ budget }) => budget === 'org usd 0');
    expect(org?.reserved).toBe(held.rows[0]?.reserved);
  });

  it('holds at its limit from its first moment', async () => {
    await report({ agent: 'late-cap', cost_usd: '0.9' });
    const body = { name: 'cap', per: 'agent', match: { agent: 'late-cap' }, window: 'week', limit_usd: '1' };
    const { id } = membersOf((await test.call('POST', '/v1/budgets', body)).json);
    const [counter] = rowsOf(await test.call('GET', `/v1/budgets/${String(id)}/counters`));
    expect(counter).toMatchObject({ window_start: '2026-11-23T00:00:00Z', spent_usd: '0.9', available_usd: '0.1' });
    const over = await test.call('POST', '/v1/reservations', { agent: 'late-cap', amount_usd: '0.100000001' });
    expect(over.status).toBe(402);
    const fits = await test.call('POST', '/v1/reservations', { agent: 'late-cap', amount_usd: '0.1' });
    expect(fits.status).toBe(201);
  });

  it.each(['minute', 'hour', 'day', 'week', 'month', 'quarter', 'year', 'lifetime'])(
    'counts what is dated ahead into the windows after its %s',
    async (window) => {
      // 23:58 on the last day of the year in Kolkata, where the zone is half an hour off.
      nowMs = Math.max(nowMs, Date.parse('2026-12-31T18:28:00Z'));
      await ensurePartitions(test.pool, nowMs);
      const agent = `ahead-${window}`;
      for (const aheadMinutes of [0, 1, 3, 5]) {
        await report({ agent, cost_usd: '0.1', time: new Date(nowMs + aheadMinutes * minuteMs).toISOString() });
      }
      const body = { per: 'agent', match: { agent }, window, timezone: 'Asia/Kolkata', limit_usd: '1' };
      const made = await test.call('POST', '/v1/budgets', { ...body, name: agent });
      const counters = rowsOf(await test.call('GET', `/v1/budgets/${textOf(made.json, 'id')}/counters`));
      const spent = counters.map(({ spent_usd: figure }) => figure);
      const expected: Record<string, string[]> = { minute: ['0.1', '0.1', '0.1', '0.1'], lifetime: ['0.4'] };
      // Two uses before midnight, which ends every one of these windows but the week's; the 31st is a Thursday.
      expect(spent).toEqual(expected[window] ?? (window === 'week' ? ['0.4'] : ['0.2', '0.2']));
    },
  );
});

const watched: Omit<Budget, 'limitVersion' | 'countsFromMs' | 'createdMs'> = {
  id: '00000000-0000-7000-8000-00000000beef',
  name: 'watched',
  owner: null,
  per: 'agent',
  match: { agent: ['race'] },
  window: 'lifetime',
  timeZone: 'UTC',
  unit: 'usd',
  limit: 1n,
  enforcement: 'hard',
  allowFree: false,
  windDownPpm: null,
  thresholdsPpm: [],
  actions: [],
  notify: [],
};

describe('between the snapshot and the lane', () => {
  it('what is booked in between is counted once', async () => {
    const { pool } = test.node.context;
    const held = await reserve({ agent: 'race' });
    await report({ agent: 'race', cost_usd: '1' });
    const snapshot = await takeSeedSnapshot(pool, defaultOrgId, watched, nowMs);
    await report({ agent: 'race', cost_usd: '2' });
    await settle(held, { cost_usd: '4' });
    await reserve({ agent: 'race', amount_usd: '8' });
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      await writeSeed(client, defaultOrgId, watched, snapshot);
      const { rows } = await client.query('SELECT subject, spent, reserved FROM counters WHERE budget_id = $1', [
        watched.id,
      ]);
      expect(rows).toEqual([{ subject: 'race', spent: 7_000_000_000n, reserved: 8_000_000_000n }]);
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  });

  it('a snapshot of a window that is over is taken again', async () => {
    await report({ agent: 'moved', cost_usd: '1' });
    const twoDaysAgoMs = nowMs - 48 * 60 * minuteMs;
    const { id: _, ...terms } = { ...watched, name: 'moved', match: { agent: ['moved'] }, window: 'day' as const };
    const answer = await createBudget(test.node.context.changes, {
      orgId: defaultOrgId,
      by: bySystem('test'),
      idempotency: null,
      terms,
      nowMs: twoDaysAgoMs,
      render: (budget) => ({ status: 201, body: JSON.stringify({ id: budget.id, countsFromMs: budget.countsFromMs }) }),
    });
    const { id, countsFromMs } = membersOf(JSON.parse(answer.body));
    expect(countsFromMs).toBe(Date.parse('2026-12-31T00:00:00Z'));
    const { rows } = await test.pool.query('SELECT spent FROM counters WHERE budget_id = $1', [id]);
    expect(rows).toEqual([{ spent: '1000000000' }]);
  });

  it('budgets that are made while usage pours in count all of it', async () => {
    const pours = Array.from({ length: 60 }, (_, index) => report({ agent: 'pour', cost_usd: `0.0${index + 10}` }));
    const budgets = Array.from({ length: 6 }, (_, index) =>
      test.call('POST', '/v1/budgets', {
        name: `pour ${index}`,
        per: 'agent',
        match: { agent: 'pour' },
        window: 'lifetime',
        limit_usd: '0',
      }),
    );
    await Promise.all([...pours, ...budgets]);
    const { rows } = await test.pool.query<{ spent: string }>(
      `SELECT c.spent FROM counters c JOIN budgets b ON b.id = c.budget_id WHERE b.name LIKE 'pour %'`,
    );
    // 0.010 + 0.011 + … + 0.069 USD.
    expect(rows.map(({ spent }) => spent)).toEqual(Array.from({ length: 6 }, () => '2370000000'));
  });
});
