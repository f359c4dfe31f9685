import { afterAll, beforeAll, expect, it } from 'vitest';
import { ensurePartitions } from '../../src/store/partitions.ts';
import { makeKey, makeOrg, membersOf } from '../api/support/fields.ts';
import { startTestNode, type TestNode } from '../api/support/test-node.ts';

const nowMs = Date.parse('2026-11-23T12:00:00Z');
let node: TestNode;

function usage(model: string, tokens: Record<string, number>, more = {}): Record<string, unknown> {
  return { agent: 'a', time: '2026-11-20T10:00:00Z', usage: { provider: 'own', model, ...tokens }, ...more };
}

const used: readonly Record<string, unknown>[] = [
  usage('old', { input_tokens: 1_000, output_tokens: 100 }),
  usage('old', { input_tokens: 1_001, output_tokens: 0 }, { agent: 'b' }),
  usage('old', { input_tokens: 500, cache_read_tokens: 200, output_tokens: 10 }),
  usage('other', { input_tokens: 9_999_999, output_tokens: 1 }),
  { agent: 'a', time: '2026-11-20T10:00:00Z', provider: 'own', model: 'old', cost_usd: '7' },
  usage('old', { input_tokens: 1_000, output_tokens: 100 }, { time: '2026-11-10T00:00:00Z' }),
];

beforeAll(async () => {
  node = await startTestNode({ clock: () => nowMs });
  await ensurePartitions(node.pool, nowMs);
  const prices: readonly [string, Record<string, unknown>][] = [
    ['old', { input_usd_per_mtok: '10', cache_read_usd_per_mtok: '1', output_usd_per_mtok: '30' }],
    ['other', { input_usd_per_mtok: '1', output_usd_per_mtok: '1' }],
    ['new', { input_usd_per_mtok: '2', output_usd_per_mtok: '8' }],
  ];
  for (const [model, price] of prices) {
    const body = { ...price, effective_from: '2026-11-01T00:00:00Z' };
    const reply = await node.call('PUT', `/v1/prices/overrides/own/${model}`, body);
    if (reply.status !== 200) throw new Error(reply.text);
  }
  const body = used.map((one, index) => ({ id: `use-${index}`, source: 'test', ...one }));
  const reply = await node.call('POST', '/v1/usage', body);
  if (reply.status !== 201) throw new Error(reply.text);
});
afterAll(() => node.close());

const path = '/v1/reports/model-swap?from_model=own/old&from=2026-11-20&to=2026-11-21';

it('rates the same tokens at the other price, and says what it left out and what it does not know', async () => {
  const reply = await node.call('GET', `${path}&to_model=own/new`);
  // 1,000 and 100 tokens cost 0.013 at 10 and 30, 0.0028 at 2 and 8; 1,001 tokens 0.01001 and 0.002002.
  expect(membersOf(reply.json)).toMatchObject({
    from_model: 'own/old',
    to_model: 'own/new',
    records: 2,
    tokens: 2_101,
    cost_usd: '0.02301',
    swapped_cost_usd: '0.004802',
    difference_usd: '-0.018208',
    left_out: expect.arrayContaining([
      { reason: 'no_bucket_price', bucket: 'cache_read_tokens', records: 1, tokens: 510, cost_usd: '0.0035' },
      { reason: 'no_tokens', bucket: null, records: 1, tokens: 0, cost_usd: '7' },
    ]) as unknown,
  });
  expect(String(membersOf(reply.json).note)).toContain('nothing else');
});

it('rates each call by its own prompt, where a price depends on its length', async () => {
  // Gemini 2.5 Pro: 1.25 and 10 USD a million up to 200,000 tokens of prompt, 2.50 and 15 above.
  const body = [150_000, 150_000, 250_000].map((input_tokens, index) => ({
    id: `long-${index}`,
    source: 'long',
    agent: 'a',
    time: '2026-11-20T10:00:00Z',
    usage: { provider: 'openai', model: 'gpt-4o', input_tokens, output_tokens: 1_000 },
  }));
  expect((await node.call('POST', '/v1/usage', body)).status).toBe(201);
  const period = 'from=2026-11-20&to=2026-11-21';
  const reply = await node.call(
    'GET',
    `/v1/reports/model-swap?from_model=openai/gpt-4o&to_model=google/gemini-2.5-pro&${period}`,
  );
  // 2 × (0.1875 + 0.01) + 0.625 + 0.015; at gpt-4o 550,000 × 2.50 and 3,000 × 10 a million.
  expect(membersOf(reply.json)).toMatchObject({ records: 3, cost_usd: '1.405', swapped_cost_usd: '1.035' });
});

it('to the same model is the same cost', async () => {
  const reply = await node.call('GET', `${path}&to_model=own/old`);
  expect(membersOf(reply.json)).toMatchObject({ records: 3, cost_usd: '0.02651', difference_usd: '0' });
});

it('is of its own org, and of its own agent for a key that is bound to one', async () => {
  const bound = node.as((await makeKey(node.call, { kind: 'agent', agent: 'b' })).secret);
  expect(membersOf((await bound('GET', `${path}&to_model=own/new`)).json)).toMatchObject({ records: 1, tokens: 1_001 });
  const other = node.as((await makeOrg(node.call, 'other')).secret);
  const query = path.replace('own/old', 'openai/gpt-4o');
  expect(membersOf((await other('GET', `${query}&to_model=openai/gpt-4o-mini`)).json)).toMatchObject({ records: 0 });
});

it.each([
  ['to_model=own/unheard-of', 'to_model'],
  ['to_model=gpt-4o', 'to_model'],
  ['', 'to_model'],
  ['to_model=own/new&quality=1', 'quality'],
])('refuses %s', async (query, field) => {
  const reply = await node.call('GET', `${path}&${query}`);
  expect(reply.status).toBe(400);
  expect(reply.text).toContain(field);
});
