import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { membersOf, rowsOf } from '../support/fields.ts';
import { startTestNode, type TestNode } from '../support/test-node.ts';

let node: TestNode;
beforeAll(async () => {
  node = await startTestNode();
  const labels = (index: number) => ({
    agent: `bot-${index % 3}`,
    user: `user-${index % 5}`,
    run: `run-${index % 3}-${index % 7}`,
  });
  const day = (index: number): string => `2026-01-${String((index % 28) + 1).padStart(2, '0')}T12:00:00Z`;
  const reports = Array.from({ length: 230 }, (_, index) => ({
    id: `r-${index}`,
    source: 'seed',
    time: day(index),
    ...labels(index),
    usage: { provider: index % 2 === 0 ? 'openai' : 'mine', model: 'gpt-4o', input_tokens: index, output_tokens: 1 },
  }));
  for (let from = 0; from < reports.length; from += 50) {
    const reply = await node.call('POST', '/v1/usage', reports.slice(from, from + 50));
    expect(reply.status).toBe(201);
  }
});
afterAll(() => node.close());

/** All ids of a walk through the pages. `between` runs after each page. */
async function walk(query: string, between: () => Promise<unknown> = async () => undefined): Promise<string[]> {
  const seen: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const reply = await node.call('GET', `/v1/usage?${query}${cursor === '' ? '' : `&cursor=${cursor}`}`);
    seen.push(...rowsOf(reply).map((row) => String(row.id)));
    const next = membersOf(reply.json).next_cursor;
    cursor = typeof next === 'string' ? next : null;
    await between();
  }
  return seen;
}

async function idsWhere(condition: string): Promise<string[]> {
  const { rows } = await node.pool.query<{ id: string }>(
    `SELECT id FROM usage_records WHERE ${condition} ORDER BY id DESC`,
  );
  return rows.map(({ id }) => id);
}

describe('a walk through the pages', () => {
  it.each([1, 7, 50, 200])('of %i sees each record once, newest first', async (limit) => {
    const query = limit === 1 ? 'limit=1&user=user-3' : `limit=${limit}`;
    expect(await walk(query)).toEqual(await idsWhere(limit === 1 ? "user_id = 'user-3'" : 'true'));
  });

  it('sees each record that was there exactly once while others are being added', async () => {
    const there = await idsWhere('true');
    let added = 0;
    const seen = await walk('limit=20', () => {
      added += 1;
      return node.call('POST', '/v1/usage', { id: `late-${added}`, source: 'late', agent: 'bot-0', cost_usd: '1' });
    });
    expect(seen).toEqual(there);
    expect(added).toBeGreaterThan(10);
  });
});

describe('filters', () => {
  it.each([
    ['agent=bot-1', "agent = 'bot-1'"],
    ['agent=bot-1&user=user-2', "agent = 'bot-1' AND user_id = 'user-2'"],
    ['provider=mine&run=run-1-3', "provider = 'mine' AND run = 'run-1-3'"],
    ['model=gpt-4o', "model = 'gpt-4o'"],
    ['workflow=none', 'false'],
    [
      'from=2026-01-05T12:00:00Z&to=2026-01-07T12:00:00Z',
      "time >= '2026-01-05T12:00:00Z' AND time < '2026-01-07T12:00:00Z'",
    ],
    ['to=2026-01-01T12:00:00Z', 'false'],
  ])('%s', async (query, condition) => {
    expect(await walk(`limit=30&${query}`)).toEqual(await idsWhere(condition));
  });
});

describe('400 names the field', () => {
  it.each([
    ['limit', 'limit=0'],
    ['limit', 'limit=201'],
    ['limit', 'limit=ten'],
    ['limit', 'limit=1.5'],
    ['cursor', 'cursor=abc'],
    ['cursor', `cursor=${Buffer.from('-'.repeat(36)).toString('base64url')}`],
    ['cursor', `cursor=${'x'.repeat(201)}`],
    ['agent', 'agent=a%20b'],
    ['agent', 'agent=a&agent=b%20c'],
    ['from', 'from=yesterday'],
    ['color', 'color=red'],
    ['user_id', 'user_id=u'],
  ])('%s of %s', async (field, query) => {
    expect((await node.call('GET', `/v1/usage?${query}`)).json).toMatchObject({
      status: 400,
      code: 'invalid_request',
      field,
    });
  });
});
