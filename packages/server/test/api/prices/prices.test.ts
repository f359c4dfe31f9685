import { waitForUpdate } from '@pydantic/genai-prices';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeOrg, membersOf, rowsOf } from '../support/fields.ts';
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

type Row = Record<string, unknown>;

describe('GET /v1/prices/book', () => {
  // The same release of the catalogue, read by itself.
  it('lists every model of the catalogue that has a price, a page at a time, by name', async () => {
    const names: string[] = [];
    let cursor = '';
    do {
      const reply = await node.call('GET', `/v1/prices/book?provider=groq&limit=7${cursor}`);
      names.push(...rowsOf(reply).map(({ model }) => String(model)));
      const { next_cursor: next } = reply.json as { next_cursor: string | null };
      cursor = next === null ? '' : `&cursor=${next}`;
    } while (cursor !== '');
    const providers = await waitForUpdate();
    const listed = providers!.find(({ id }) => id === 'groq')!.models.map(({ id }) => id);
    expect(names).toEqual(listed.toSorted());
  });

  it('finds models by a part of their name, and says where the org has a price of its own', async () => {
    const call = node.as((await makeOrg(node.call, 'book')).secret);
    const find = async (): Promise<Row> =>
      rowsOf(await call('GET', '/v1/prices/book?search=OpenAI/gpt-4o')).find(({ model }) => model === 'gpt-4o')!;
    expect(await find()).toMatchObject({
      provider: 'openai',
      input_usd_per_mtok: '2.5',
      output_usd_per_mtok: '10',
      overridden: false,
      service_tier_multipliers: { batch: '1/2' },
    });
    await call('PUT', '/v1/prices/overrides/openai/gpt-4o', { input_usd_per_mtok: '1', output_usd_per_mtok: '2' });
    expect((await find()).overridden).toBe(true);
    expect(rowsOf(await call('GET', '/v1/prices/book?search=no-such-model'))).toEqual([]);
    expect((await call('GET', '/v1/prices/book?cursor=eA')).json).toMatchObject({ status: 400, field: 'cursor' });
  });
});

describe('GET /v1/prices/unpriced', () => {
  it('names models that were used or refused without a price, with how much, until a price and a correction come', async () => {
    const call = node.as((await makeOrg(node.call, 'unpriced')).secret);
    const usage = (model: string) => ({ provider: 'mine', model, input_tokens: 1_000, output_tokens: 100 });
    for (const [id, model] of Object.entries({ one: 'small', two: 'small', three: 'large' }))
      await call('POST', '/v1/usage', { id, source: 'test', agent: 'bot', usage: usage(model) });
    await call('POST', '/v1/usage', { id: 'four', source: 'test', agent: 'bot', cost_usd: '1' });
    await call('POST', '/v1/budgets', { name: 'cap', per: 'org', window: 'day', limit_usd: '5' });
    const estimate = { input_tokens: 10, max_output_tokens: 10 };
    const asked = { agent: 'bot', provider: 'mine', estimate };
    for (const model of ['large', 'huge', 'large', 'large'])
      expect((await call('POST', '/v1/reservations', { ...asked, model })).status).toBe(422);
    const list = async (): Promise<Row[]> => rowsOf(await call('GET', '/v1/prices/unpriced'));
    const small = { provider: 'mine', model: 'small', records: 2, requests: 2, input_tokens: 2_000, refused: 0 };
    expect(await list()).toEqual([
      expect.objectContaining({ provider: 'mine', model: 'large', records: 1, refused: 3, priced: false }),
      expect.objectContaining({ ...small, output_tokens: 200, priced: false }),
      expect.objectContaining({ provider: 'mine', model: 'huge', records: 0, refused: 1, priced: false }),
    ]);
    await call('PUT', '/v1/prices/overrides/mine/small', { input_usd_per_mtok: '1', output_usd_per_mtok: '2' });
    expect((await list()).find(({ model }) => model === 'small')).toMatchObject({ records: 2, priced: true });
    const { rows } = await node.pool.query<{ model: string; count: bigint }>(
      `SELECT model, count::integer FROM refused_models WHERE provider = 'mine' ORDER BY model`,
    );
    expect(rows.map(({ model, count }) => `${model} ${count}`)).toEqual(['huge 1', 'large 3']);
  });
});
