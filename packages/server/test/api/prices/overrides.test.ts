import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeKey, makeOrg, membersOf, rowsOf } from '../support/fields.ts';
import { tableContents } from '../support/table-contents.ts';
import { startTestNode, type Call, type Reply, type TestNode } from '../support/test-node.ts';

let node: TestNode;
let reports = 0;
beforeAll(async () => {
  node = await startTestNode();
});
afterAll(() => node.close());

/** Reports usage, and answers with the record that it was booked as. */
function use(call: Call, report: Record<string, unknown>): Promise<Reply> {
  reports += 1;
  return call('POST', '/v1/usage', { id: `u-${reports}`, source: 'test', agent: 'bot', ...report });
}

const tokens = (provider: string, model: string, input: number, output: number, more = {}) => ({
  usage: { provider, model, input_tokens: input, output_tokens: output, ...more },
});

describe('PUT /v1/prices/overrides/{provider}/{model}', () => {
  it('prices the very next usage, to the last digit', async () => {
    const call = node.as((await makeOrg(node.call, 'rates')).secret);
    const before = await use(call, tokens('mine', 'llama', 1_000_000, 200_000));
    expect(before.json).toMatchObject({ cost_usd: null, unpriced: true });
    const put = await call('PUT', '/v1/prices/overrides/mine/llama', {
      input_usd_per_mtok: '1.250',
      output_usd_per_mtok: '10',
      cache_read_usd_per_mtok: '0.125',
    });
    expect(put.status).toBe(200);
    expect(put.json).toMatchObject({
      provider: 'mine',
      model: 'llama',
      ended: false,
      input_usd_per_mtok: '1.25',
      output_usd_per_mtok: '10',
      cache_read_usd_per_mtok: '0.125',
    });
    // 600,000 at 1.25 are 0.75; 400,000 at 0.125 are 0.05; 200,000 at 10 are 2.
    const after = await use(call, tokens('mine', 'llama', 1_000_000, 200_000, { cache_read_tokens: 400_000 }));
    expect(after.json).toMatchObject({
      cost_usd: '2.8',
      price_version: `override:${String(membersOf(put.json).id)}`,
      unpriced: false,
    });
    // One token of input at 1.25 USD per million is 1,250 nano-USD.
    expect((await use(call, tokens('mine', 'llama', 1, 0))).json).toMatchObject({ cost_usd: '0.00000125' });
  });

  it('takes every rate, tiers, requests and tools', async () => {
    const call = node.as((await makeOrg(node.call, 'whole')).secret);
    const body = {
      input_usd_per_mtok: '1',
      output_usd_per_mtok: '2',
      cache_read_usd_per_mtok: '3',
      cache_write_usd_per_mtok: '4',
      cache_write_1h_usd_per_mtok: '5',
      reasoning_usd_per_mtok: '6',
      audio_input_usd_per_mtok: '7',
      audio_output_usd_per_mtok: '8',
      image_input_usd_per_mtok: '9',
      image_output_usd_per_mtok: '10',
      per_request_usd: '0.5',
      tools_usd: { search: '0.01' },
      service_tiers: { priority: { input_usd_per_mtok: '100', output_usd_per_mtok: '200' } },
    };
    const put = await call('PUT', '/v1/prices/overrides/mine/all', body);
    expect(put.json).toMatchObject(body);
    expect(rowsOf(await call('GET', '/v1/prices/overrides'))).toEqual([{ ...membersOf(put.json), in_force: true }]);
    const parts = {
      cache_read_tokens: 1e6,
      cache_write_tokens: 2e6,
      cache_write_1h_tokens: 1e6,
      audio_input_tokens: 1e6,
      image_input_tokens: 1e6,
      audio_output_tokens: 1e6,
      image_output_tokens: 1e6,
    };
    // Input: 1 plain at 1, 1 read at 3, 2 written of which 1 for an hour at 4 and 5, 1 audio at 7, 1 image at 9: 29.
    // Output: 1 plain at 2, 1 audio at 8, 1 image at 10: 20. The request: 0.5.
    const charged = await use(call, tokens('mine', 'all', 6e6, 3e6, parts));
    expect(charged.json).toMatchObject({ cost_usd: '49.5' });
    const priority = await use(call, tokens('mine', 'all', 1e6, 1e6, { service_tier: 'priority' }));
    expect(priority.json).toMatchObject({ cost_usd: '300.5' });
    const tool = await use(call, { provider: 'mine', model: 'all', tools: [{ name: 'search', quantity: 3 }] });
    expect(tool.json).toMatchObject({ cost_usd: '0.03' });
  });

  it('takes models whose names have slashes, and prices of tools of any model', async () => {
    const call = node.as((await makeOrg(node.call, 'slashes')).secret);
    const put = await call('PUT', '/v1/prices/overrides/mine/org/model-7b', {
      input_usd_per_mtok: '1',
      output_usd_per_mtok: '1',
    });
    expect(put.json).toMatchObject({ provider: 'mine', model: 'org/model-7b' });
    expect((await use(call, tokens('mine', 'org/model-7b', 1e6, 0))).json).toMatchObject({ cost_usd: '1' });
    await call('PUT', '/v1/prices/overrides/mine/*', { tools_usd: { scrape: '0.002' } });
    const tool = await use(call, { provider: 'mine', model: 'whatever', tools: [{ name: 'scrape', quantity: '2.5' }] });
    expect(tool.json).toMatchObject({ cost_usd: '0.005' });
  });

  it('as an alias gives another name the price of a model', async () => {
    const call = node.as((await makeOrg(node.call, 'aliases')).secret);
    await call('PUT', '/v1/prices/overrides/mine/base', { input_usd_per_mtok: '3', output_usd_per_mtok: '15' });
    await call('PUT', '/v1/prices/overrides/azure/my-deployment', { alias_of: { provider: 'mine', model: 'base' } });
    expect((await use(call, tokens('azure', 'my-deployment', 1e6, 1e6))).json).toMatchObject({ cost_usd: '18' });
  });

  it('holds from its time on, and rates late reports by their own time', async () => {
    const call = node.as((await makeOrg(node.call, 'times')).secret);
    const url = '/v1/prices/overrides/mine/timed';
    await call('PUT', url, {
      input_usd_per_mtok: '1',
      output_usd_per_mtok: '1',
      effective_from: '2026-01-01T00:00:00Z',
    });
    await call('PUT', url, {
      input_usd_per_mtok: '2',
      output_usd_per_mtok: '2',
      effective_from: '2026-02-01T00:00:00Z',
    });
    const at = (time: string) => use(call, { time, ...tokens('mine', 'timed', 1e6, 0) });
    expect((await at('2026-01-31T23:59:59.999Z')).json).toMatchObject({ cost_usd: '1' });
    expect((await at('2026-02-01T00:00:00Z')).json).toMatchObject({ cost_usd: '2' });
    expect((await at('2025-12-31T23:59:59Z')).json).toMatchObject({ cost_usd: null, unpriced: true });
    // Of two prices from one instant on, the one that was set later counts.
    await call('PUT', url, {
      input_usd_per_mtok: '5',
      output_usd_per_mtok: '5',
      effective_from: '2026-02-01T00:00:00Z',
    });
    expect((await at('2026-02-02T00:00:00Z')).json).toMatchObject({ cost_usd: '5' });
  });

  it('never touches what was charged, nor the price that was set before', async () => {
    const call = node.as((await makeOrg(node.call, 'kept')).secret);
    await call('PUT', '/v1/prices/overrides/mine/kept', { input_usd_per_mtok: '1', output_usd_per_mtok: '1' });
    const charged = await use(call, tokens('mine', 'kept', 1e6, 0));
    await call('PUT', '/v1/prices/overrides/mine/kept', { input_usd_per_mtok: '2', output_usd_per_mtok: '2' });
    const [record] = rowsOf(await call('GET', '/v1/usage'));
    expect(record).toMatchObject({ cost_usd: '1', price_version: membersOf(charged.json).price_version });
    expect(rowsOf(await call('GET', '/v1/prices/overrides')).map((row) => row.input_usd_per_mtok)).toEqual(['2', '1']);
  });
});

describe('DELETE /v1/prices/overrides/{provider}/{model}', () => {
  it('lets the book\u2019s price hold again, from then on', async () => {
    const call = node.as((await makeOrg(node.call, 'ended')).secret);
    const url = '/v1/prices/overrides/openai/gpt-4o';
    const price = async () => membersOf((await call('GET', '/v1/prices?provider=openai&model=gpt-4o')).json);
    const book = await price();
    await call('PUT', url, { input_usd_per_mtok: '1', output_usd_per_mtok: '1' });
    expect(await price()).toMatchObject({ source: 'override', input_usd_per_mtok: '1' });
    expect((await call('DELETE', url)).status).toBe(204);
    expect({ ...(await price()), time: '' }).toEqual({ ...book, time: '' });
    expect(rowsOf(await call('GET', '/v1/prices/overrides')).map(({ ended }) => ended)).toEqual([true, false]);
    expect((await call('DELETE', url)).json).toMatchObject({ status: 404, code: 'not_found' });
  });
});

describe('wrong prices change nothing', () => {
  const url = '/v1/prices/overrides/mine/m';
  it.each<[string, string, unknown]>([
    ['input_usd_per_mtok', url, { input_usd_per_mtok: 1 }],
    ['input_usd_per_mtok', url, { input_usd_per_mtok: '-1' }],
    ['input_usd_per_mtok', url, { input_usd_per_mtok: '1e3' }],
    ['input_usd_per_mtok', url, { input_usd_per_mtok: 'NaN' }],
    ['input_usd_per_mtok', url, { input_usd_per_mtok: '0.0000001' }],
    ['input_usd_per_mtok', url, { input_usd_per_mtok: '1000001' }],
    ['output_usd_per_mtok', url, { input_usd_per_mtok: '1', output_usd_per_mtok: '9'.repeat(1_000_000) }],
    ['per_request_usd', url, { per_request_usd: '0.0000000001' }],
    ['tools_usd.search', url, { tools_usd: { search: '' } }],
    ['service_tiers.flex.output_usd_per_mtok', url, { service_tiers: { flex: { output_usd_per_mtok: 'free' } } }],
    ['service_tiers.flex', url, { service_tiers: { flex: {} } }],
    ['alias_of', url, { alias_of: { provider: 'openai', model: 'gpt-4o' }, input_usd_per_mtok: '1' }],
    ['alias_of.model', url, { alias_of: { provider: 'openai' } }],
    ['effective_from', url, { input_usd_per_mtok: '1', effective_from: '2026-13-01T00:00:00Z' }],
    ['currency', url, { input_usd_per_mtok: '1', currency: 'EUR' }],
    ['body', url, {}],
    ['body', url, undefined],
    ['model', '/v1/prices/overrides/mine/*', { input_usd_per_mtok: '1' }],
    ['provider', '/v1/prices/overrides/m%20e/m', { input_usd_per_mtok: '1' }],
    ['output_usd_per_mtok', '/v1/prices/ceiling', { input_usd_per_mtok: '1' }],
    ['input_usd_per_mtok', '/v1/prices/ceiling', { input_usd_per_mtok: 1, output_usd_per_mtok: '1' }],
    ['body', '/v1/prices/ceiling', undefined],
  ])('%s of %s', async (field, path, body) => {
    const before = await tableContents(node.pool, ['api_keys']);
    const reply = await node.call('PUT', path, body);
    expect(reply.json).toMatchObject({ status: 400, code: 'invalid_request', field });
    expect(reply.text.length).toBeLessThan(2_000);
    expect(await tableContents(node.pool, ['api_keys'])).toEqual(before);
  });

  it('are for admins to set, and not for agents to read', async () => {
    const service = node.as((await makeKey(node.call, { kind: 'service' })).secret);
    const agent = node.as((await makeKey(node.call, { kind: 'agent', agent: 'bot' })).secret);
    const body = { input_usd_per_mtok: '1', output_usd_per_mtok: '1' };
    for (const call of [service, agent]) {
      expect((await call('PUT', url, body)).json).toMatchObject({ status: 403, code: 'forbidden' });
      expect((await call('PUT', '/v1/prices/ceiling', body)).status).toBe(403);
      expect((await call('DELETE', url)).status).toBe(403);
    }
    expect((await service('GET', '/v1/prices/overrides')).status).toBe(200);
    expect((await agent('GET', '/v1/prices/overrides')).status).toBe(403);
  });
});
