import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeKey, membersOf, rowsOf } from '../support/fields.ts';
import { startTestNode, type TestNode } from '../support/test-node.ts';

let nowMs = Date.parse('2026-11-23T12:00:00Z');
let test: TestNode;
let made = 0;

async function use(run: string, agent: string, cost: string): Promise<void> {
  const body = { id: `u${(made += 1)}`, source: 't', run, agent, cost_usd: cost };
  expect((await test.call('POST', '/v1/usage', body)).status).toBe(201);
}

async function start(id: string, agent: string, parent?: string): Promise<void> {
  nowMs += 1_000;
  const body = { id, agent, workflow: `of-${agent}`, ...(parent === undefined ? {} : { parent_run: parent }) };
  expect((await test.call('POST', '/v1/runs', body)).status).toBe(201);
}

beforeAll(async () => {
  test = await startTestNode({ clock: () => nowMs });
  await start('old', 'a');
  await start('top', 'a');
  await start('mid', 'b', 'top');
  await start('leaf', 'b', 'mid');
  await start('side', 'c', 'top');
  await use('old', 'a', '5');
  await use('top', 'a', '1');
  await use('leaf', 'b', '4');
  await test.node.insights.following.catchUp();
  await use('mid', 'b', '2');
  await use('side', 'c', '0.5');
  const hold = { agent: 'b', run: 'leaf', amount_usd: '0.25' };
  expect((await test.call('POST', '/v1/reservations', hold)).status).toBe(201);
  await test.call('POST', '/v1/runs/old/finish', { status: 'succeeded' });
});
afterAll(() => test.close());

async function ids(query: string): Promise<unknown[]> {
  return rowsOf(await test.call('GET', `/v1/runs?${query}`)).map(({ id }) => id);
}

it('lists the newest first, page by page, with what each tree spent and holds', async () => {
  const first = await test.call('GET', '/v1/runs?limit=3');
  expect(rowsOf(first).map(({ id }) => id)).toEqual(['side', 'leaf', 'mid']);
  const cursor = String(membersOf(first.json).next_cursor);
  const second = rowsOf(await test.call('GET', `/v1/runs?limit=3&cursor=${cursor}`));
  expect(second).toMatchObject([
    { id: 'top', spent_usd: '7.5', own_spent_usd: '1', reserved_usd: '0.25', descendants: 3, requests: 4 },
    { id: 'old', spent_usd: '5', own_spent_usd: '5', descendants: 0, status: 'succeeded' },
  ]);
  for (const { id, spent_usd: spent, own_spent_usd: own, reserved_usd: reserved } of second) {
    const alone = membersOf((await test.call('GET', `/v1/runs/${String(id)}`)).json);
    expect([spent, own, reserved]).toEqual([alone.spent_usd, alone.own_spent_usd, alone.reserved_usd]);
  }
});

it('has the costliest trees first, also by what came a moment ago', async () => {
  expect(await ids('sort=cost')).toEqual(['top', 'mid', 'old', 'leaf', 'side']);
  expect(await ids('sort=cost&limit=1&parent_run=')).toEqual(['top']);
  expect((await test.call('GET', '/v1/runs?sort=cost&cursor=MSBh')).status).toBe(400);
});

it.each([
  ['agent=b', ['leaf', 'mid']],
  ['workflow=of-c', ['side']],
  ['parent_run=', ['top', 'old']],
  ['parent_run=top', ['side', 'mid']],
  ['status=succeeded', ['old']],
  ['status=running', ['side', 'leaf', 'mid', 'top']],
  ['status=unknown', []],
  ['from=2026-11-23T12:00:03Z&to=2026-11-23T12:00:05Z', ['leaf', 'mid']],
])('by %s', async (query, expected) => {
  expect(await ids(query)).toEqual(expected);
});

it('shows the tree of a run, with what each part spent', async () => {
  const tree = await test.call('GET', '/v1/runs/top/tree');
  expect(membersOf(tree.json)).toMatchObject({ id: 'top', spent_usd: '7.5', truncated: false });
  expect(rowsOf(tree)).toMatchObject([
    { id: 'mid', depth: 1, parent_run: 'top', own_spent_usd: '2', spent_usd: '6' },
    { id: 'side', depth: 1, parent_run: 'top', own_spent_usd: '0.5', spent_usd: '0.5' },
    { id: 'leaf', depth: 2, parent_run: 'mid', own_spent_usd: '4', spent_usd: '4' },
  ]);
  expect((await test.call('GET', '/v1/runs/nobody/tree')).status).toBe(404);
});

it('shows a key that is bound to an agent its own runs only', async () => {
  const own = test.as((await makeKey(test.call, { kind: 'agent', agent: 'b' })).secret);
  expect(rowsOf(await own('GET', '/v1/runs')).map(({ id }) => id)).toEqual(['leaf', 'mid']);
  expect(rowsOf(await own('GET', '/v1/runs?agent=a'))).toEqual([]);
  expect((await own('GET', '/v1/runs/top/tree')).status).toBe(404);
  expect(rowsOf(await own('GET', '/v1/runs/mid/tree')).map(({ id }) => id)).toEqual(['leaf']);
});

it.each([
  ['status=done', 'status'],
  ['sort=name', 'sort'],
  ['parent=top', 'parent'],
])('400 for %s', async (query, field) => {
  expect((await test.call('GET', `/v1/runs?${query}`)).json).toMatchObject({ status: 400, field });
});

it('takes dates in a zone, as reports do', async () => {
  expect((await ids('from=2026-11-23&timezone=Asia/Tokyo')).length).toBe(5);
  expect(await ids('from=2026-11-24')).toEqual([]);
  expect(await ids('to=2026-11-23&timezone=Asia/Tokyo')).toEqual([]);
  const used = async (query: string): Promise<number> => rowsOf(await test.call('GET', `/v1/usage?${query}`)).length;
  expect(await used('from=2026-11-23&to=2026-11-24')).toBe(5);
  expect(await used('from=2026-11-24&timezone=Europe/Berlin')).toBe(0);
});
