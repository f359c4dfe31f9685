import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeKey, makeOrg, membersOf, rowsOf, textOf } from '../support/fields.ts';
import { tableContents } from '../support/table-contents.ts';
import { startTestNode, type Call, type TestNode } from '../support/test-node.ts';

/** Reading notes when a key was last used, and nothing else. */
const lastUsed = ['api_keys'];

let test: TestNode;
beforeAll(async () => {
  test = await startTestNode();
});
afterAll(() => test.close());

async function make(call: Call, fields: Record<string, unknown>): Promise<Record<string, unknown>> {
  const reply = await call('POST', '/v1/budgets', { per: 'org', window: 'month', limit_usd: '9', ...fields });
  expect(reply.status).toBe(201);
  return membersOf(reply.json);
}

async function limitVersion(id: unknown): Promise<unknown> {
  const { rows } = await test.pool.query<{ limit_version: number }>('SELECT limit_version FROM budgets WHERE id = $1', [
    id,
  ]);
  return rows[0]?.limit_version;
}

describe('PATCH', () => {
  it('merges: what is left out stays, an owner can be taken away', async () => {
    const budget = await make(test.call, { name: 'merge', owner: 'ops', enforcement: 'soft' });
    const path = `/v1/budgets/${textOf(budget, 'id')}`;
    const changes = {
      name: 'merged',
      owner: null,
      enforcement: 'hard',
      allow_free: true,
      thresholds: [0.5, 1, 1.000001],
      notify: [],
    };
    const changed = await test.call('PATCH', path, changes);
    expect([changed.status, changed.json]).toEqual([200, { ...budget, ...changes }]);
    expect((await test.call('PATCH', path, {})).json).toEqual(changed.json);
    expect((await test.call('GET', path)).json).toEqual(changed.json);
  });

  it('a changed limit is a new version, so that its alerts may fire again; the same limit again is not', async () => {
    const { id } = await make(test.call, { name: 'versions' });
    const versions: unknown[] = [await limitVersion(id)];
    for (const body of [{ limit_usd: '9.00' }, { name: 'versions' }, { limit_usd: '10' }, { limit_usd: '8' }]) {
      expect((await test.call('PATCH', `/v1/budgets/${String(id)}`, body)).status).toBe(200);
      versions.push(await limitVersion(id));
    }
    expect(versions).toEqual([1, 1, 1, 2, 3]);
  });

  it.each([
    ['limit_tokens', 'minute', 90_000, 120_000],
    ['limit_requests', 'hour', 10, 0],
    ['limit_concurrent', undefined, 4, 5],
  ])('speaks the unit of the budget: %s', async (limit, window, before, after) => {
    const budget = await make(test.call, { name: `unit ${limit}`, limit_usd: undefined, window, [limit]: before });
    expect(budget[limit]).toBe(before);
    const changed = await test.call('PATCH', `/v1/budgets/${textOf(budget, 'id')}`, { [limit]: after });
    expect(membersOf(changed.json)[limit]).toBe(after);
    const other = await test.call('PATCH', `/v1/budgets/${textOf(budget, 'id')}`, { limit_usd: '1' });
    expect([other.status, textOf(other.json, 'field')]).toEqual([400, 'limit_usd']);
  });
});

describe('names', () => {
  it('are unique in an org, on making and on renaming', async () => {
    const first = await make(test.call, { name: 'taken' });
    const second = await make(test.call, { name: 'free' });
    const contents = await tableContents(test.pool, lastUsed);
    const body = { name: 'taken', per: 'org', window: 'day', limit_usd: '1' };
    const made = await test.call('POST', '/v1/budgets', body);
    expect([made.status, textOf(made.json, 'code'), textOf(made.json, 'budget')]).toEqual([
      409,
      'name_taken',
      first.id,
    ]);
    const renamed = await test.call('PATCH', `/v1/budgets/${textOf(second, 'id')}`, { name: 'taken' });
    expect([renamed.status, textOf(renamed.json, 'code')]).toEqual([409, 'name_taken']);
    expect(await tableContents(test.pool, lastUsed)).toEqual(contents);
  });

  it('are free again once the budget is deleted, and are each org its own', async () => {
    const budget = await make(test.call, { name: 'again' });
    const other = test.as((await makeOrg(test.call, 'namesakes')).secret);
    await make(other, { name: 'again' });
    await test.call('DELETE', `/v1/budgets/${textOf(budget, 'id')}`);
    await make(test.call, { name: 'again' });
  });
});

describe('an Idempotency-Key', () => {
  it('repeats the answer byte for byte and makes one budget, even from callers at once', async () => {
    const body = { name: 'once', per: 'org', window: 'day', limit_usd: '1' };
    const headers = { 'idempotency-key': '"make-once"' };
    const replies = await Promise.all([1, 2, 3, 4].map(() => test.call('POST', '/v1/budgets', body, headers)));
    expect(replies.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
    const { id } = membersOf(replies[0]?.json);
    await test.call('DELETE', `/v1/budgets/${String(id)}`);
    const after = await test.call('POST', '/v1/budgets', body, { 'idempotency-key': 'make-once' });
    expect([after.status, after.text]).toEqual([201, replies[0]?.text]);
  });

  it('with another body is 422; a refused body is not kept', async () => {
    const headers = { 'idempotency-key': 'make-other' };
    const body = { name: 'other', per: 'org', window: 'day', limit_usd: '1' };
    expect((await test.call('POST', '/v1/budgets', { ...body, limit_usd: '-1' }, headers)).status).toBe(400);
    expect((await test.call('POST', '/v1/budgets', body, headers)).status).toBe(201);
    const mismatch = await test.call('POST', '/v1/budgets', { ...body, limit_usd: '2' }, headers);
    expect([mismatch.status, textOf(mismatch.json, 'code')]).toEqual([422, 'idempotency_mismatch']);
  });
});

describe('who may', () => {
  it('admins write, service keys read, agent keys do neither', async () => {
    const budget = await make(test.call, { name: 'guarded' });
    const path = `/v1/budgets/${textOf(budget, 'id')}`;
    const service = test.as((await makeKey(test.call, { kind: 'service' })).secret);
    const agent = test.as((await makeKey(test.call, { kind: 'agent', agent: 'guarded' })).secret);
    const body = { name: 'mine', per: 'org', window: 'day', limit_usd: '1' };
    const tried = async (call: Call): Promise<number[]> => [
      (await call('GET', '/v1/budgets')).status,
      (await call('GET', path)).status,
      (await call('GET', `${path}/counters`)).status,
      (await call('POST', '/v1/budgets', body)).status,
      (await call('PATCH', path, { limit_usd: '100' })).status,
      (await call('DELETE', path)).status,
    ];
    expect(await tried(service)).toEqual([200, 200, 200, 403, 403, 403]);
    expect(await tried(agent)).toEqual([403, 403, 403, 403, 403, 403]);
    expect(await tried(test.as(null))).toEqual([401, 401, 401, 401, 401, 401]);
    expect((await test.call('GET', path)).json).toEqual(budget);
  });

  it("another org's budget is told exactly like one that does not exist", async () => {
    const budget = await make(test.call, { name: 'private' });
    const own = textOf(budget, 'id');
    const missing = `${own.slice(0, -4)}ffff`;
    const other = test.as((await makeOrg(test.call, 'neighbours')).secret);
    const contents = await tableContents(test.pool, lastUsed);
    for (const [method, suffix, body] of [
      ['GET', '', undefined],
      ['GET', '/counters', undefined],
      ['PATCH', '', { limit_usd: '0' }],
      ['DELETE', '', undefined],
    ] as const) {
      const [theirs, none] = [
        await other(method, `/v1/budgets/${own}${suffix}`, body),
        await other(method, `/v1/budgets/${missing}${suffix}`, body),
      ];
      const shape = (problem: Record<string, unknown>, id: string): string =>
        JSON.stringify({ ...problem, instance: null }).replaceAll(id, 'ID');
      expect(theirs.status).toBe(404);
      expect(shape(membersOf(theirs.json), own)).toBe(shape(membersOf(none.json), missing));
    }
    expect(rowsOf(await other('GET', '/v1/budgets'))).toEqual([]);
    expect(await tableContents(test.pool, lastUsed)).toEqual(contents);
  });
});

describe('pages', () => {
  it('of budgets and of counters walk every row once', async () => {
    const call = test.as((await makeOrg(test.call, 'walkers')).secret);
    const { id } = await make(call, { name: 'walked', per: 'user' });
    for (let other = 0; other < 4; other += 1) await make(call, { name: `other ${other}`, per: 'model' });
    const users = Array.from({ length: 7 }, (_, index) => `user-${index}`);
    const reports = users.map((user) => ({ id: user, source: 'walk', agent: 'a', user, cost_usd: '0.01' }));
    expect((await call('POST', '/v1/usage', reports)).status).toBe(201);
    const walk = async (path: string): Promise<Record<string, unknown>[]> => {
      const rows: Record<string, unknown>[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const page: unknown = (await call('GET', `${path}?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`)).json;
        rows.push(...(page as { data: Record<string, unknown>[] }).data);
        cursor = (page as { next_cursor: string | null }).next_cursor;
      }
      return rows;
    };
    const counters = await walk(`/v1/budgets/${String(id)}/counters`);
    expect(counters.map(({ subject }) => subject)).toEqual(users);
    const names = (await walk('/v1/budgets')).map(({ name }) => name);
    expect([names.length, new Set(names)]).toEqual([
      5,
      new Set(['walked', 'other 0', 'other 1', 'other 2', 'other 3']),
    ]);
    const one = rowsOf(await call('GET', `/v1/budgets/${String(id)}/counters?subject=user-3`));
    expect(one.map(({ subject, spent_usd: spent }) => [subject, spent])).toEqual([['user-3', '0.01']]);
  });
});
