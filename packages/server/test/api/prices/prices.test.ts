import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeOrg, membersOf } from '../support/fields.ts';
import { startTestNode, type TestNode } from '../support/test-node.ts';

let node: TestNode;
beforeAll(async () => {
  node = await startTestNode();
});
afterAll(() => node.close());

describe('GET /v1/prices', () => {
  // OpenAI's published price of GPT-4o since October 2024: 2.50 in, 1.25 cached, 10 out, per million tokens.
  it('shows the published price of a model', async () => {
    const reply = await node.call('GET', '/v1/prices?provider=openai&model=gpt-4o');
    expect(reply.status).toBe(200);
    expect(reply.json).toMatchObject({
      provider: 'openai',
      model: 'gpt-4o',
      canonical: { provider: 'openai', model: 'gpt-4o' },
      source: 'book',
      matched: 'exact',
      input_usd_per_mtok: '2.5',
      cache_read_usd_per_mtok: '1.25',
      output_usd_per_mtok: '10',
    });
  });

  it('says so where there is none: unknown is not zero', async () => {
    const reply = await node.call('GET', '/v1/prices?provider=nobody&model=nothing');
    expect(reply.json).toMatchObject({ status: 404, code: 'not_found', reason: 'unknown_provider' });
  });

  it.each([
    ['provider', 'model=x'],
    ['model', 'provider=openai'],
    ['time', 'provider=openai&model=gpt-4o&time=yesterday'],
    ['currency', 'provider=openai&model=gpt-4o&currency=EUR'],
  ])('refuses a wrong %s', async (field, query) => {
    expect((await node.call('GET', `/v1/prices?${query}`)).json).toMatchObject({ status: 400, field });
  });
});

describe('the ceiling price', () => {
  it('prices what has no price, flagged as an estimate, until it is removed', async () => {
    const call = node.as((await makeOrg(node.call, 'ceiling')).secret);
    const url = '/v1/prices/ceiling';
    expect((await call('GET', url)).status).toBe(404);
    expect((await call('DELETE', url)).status).toBe(404);
    const put = await call('PUT', url, { input_usd_per_mtok: '20.0', output_usd_per_mtok: '100', tool_usd: '0.5' });
    expect(put.json).toMatchObject({ input_usd_per_mtok: '20', output_usd_per_mtok: '100', tool_usd: '0.5' });
    expect((await call('GET', url)).json).toEqual(put.json);
    const use = (id: string) =>
      call('POST', '/v1/usage', {
        id,
        source: 'test',
        agent: 'bot',
        usage: { provider: 'nobody', model: 'nothing', input_tokens: 1_000, output_tokens: 100 },
        tools: [{ name: 'dig', quantity: 2 }],
      });
    // 1,000 at 20 per million are 0.02, 100 at 100 are 0.01, two units of a tool at 0.5 are 1.
    expect((await use('one')).json).toMatchObject({ cost_usd: '1.03', estimated: true, unpriced: false });
    await call('PUT', url, { input_usd_per_mtok: '0', output_usd_per_mtok: '0' });
    expect(membersOf((await call('GET', url)).json).tool_usd).toBeNull();
    expect((await use('two')).json).toMatchObject({ cost_usd: '0', unpriced: true });
    expect((await call('DELETE', url)).status).toBe(204);
    expect((await call('GET', url)).status).toBe(404);
    expect((await use('three')).json).toMatchObject({ cost_usd: null, unpriced: true });
  });
});
