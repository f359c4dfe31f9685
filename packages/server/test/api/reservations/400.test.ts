import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { badAmounts, badBodies, badCounts, badLabels } from '../support/bad-values.ts';
import { textOf } from '../support/fields.ts';
import { tableContents } from '../support/table-contents.ts';
import { startTestNode, type TestNode } from '../support/test-node.ts';

let node: TestNode;
let held: string;
let before: Record<string, string>;
beforeAll(async () => {
  node = await startTestNode();
  const reply = await node.call('POST', '/v1/reservations', { agent: 'bot', amount_usd: '1' });
  held = `/v1/reservations/${textOf(reply.json, 'id')}`;
  before = await tableContents(node.pool, ['api_keys']);
});
afterAll(() => node.close());

/** Refused with a field that is named, in few words, and nothing written. */
async function expectRefused(path: string, body: unknown, field: string): Promise<void> {
  const reply = await node.call('POST', path, body, { 'idempotency-key': 'never-kept' });
  expect(reply.json).toMatchObject({ status: 400, code: 'invalid_request', field });
  expect(reply.headers['content-type']).toMatch(/^application\/problem\+json/);
  expect(reply.text.length).toBeLessThan(2_000);
  expect(await tableContents(node.pool, ['api_keys'])).toEqual(before);
}

const valid = { agent: 'bot', amount_usd: '0.1' };

describe('POST /v1/reservations refuses', () => {
  it.each(badAmounts)('an amount that is %s', (_name, amount) =>
    expectRefused('/v1/reservations', { ...valid, amount_usd: amount }, 'amount_usd'),
  );

  it.each(badLabels)('an agent that is %s', (_name, agent) =>
    expectRefused('/v1/reservations', { ...valid, agent }, 'agent'),
  );

  it.each(['run', 'parent_run', 'provider', 'model', 'workflow', 'connection', 'user', 'team'])(
    'a %s that is no label',
    (name) => expectRefused('/v1/reservations', { ...valid, [name]: 'a b' }, name),
  );

  it.each(badCounts)('an estimate whose tokens are %s', async (_name, tokens) => {
    const body = { agent: 'bot', provider: 'openai', model: 'gpt-4o' };
    const estimate = { input_tokens: tokens, max_output_tokens: 1 };
    await expectRefused('/v1/reservations', { ...body, estimate }, 'estimate.input_tokens');
    const other = { input_tokens: 1, max_output_tokens: tokens };
    await expectRefused('/v1/reservations', { ...body, estimate: other }, 'estimate.max_output_tokens');
  });

  it.each<[string, unknown]>([
    ['agent', { amount_usd: '1' }],
    ['color', { ...valid, color: 'red' }],
    ['Agent', { ...valid, Agent: 'bot' }],
    ['estimate.cached', { ...valid, estimate: { input_tokens: 1, max_output_tokens: 1, cached: 1 } }],
    ['ttl_seconds', { ...valid, ttl_seconds: 0 }],
    ['ttl_seconds', { ...valid, ttl_seconds: 86_401 }],
    ['ttl_seconds', { ...valid, ttl_seconds: 1.5 }],
    ['ttl_seconds', { ...valid, ttl_seconds: '300' }],
    ['on_expiry', { ...valid, on_expiry: 'keep' }],
    ['parent_run', { ...valid, run: 'r', parent_run: 'nobody-s' }],
  ])('a wrong %s', (field, body) => expectRefused('/v1/reservations', body, field));

  it.each(badBodies)('%s', async (_name, body, type, status) => {
    const reply = await node.call('POST', '/v1/reservations', body, { 'content-type': type });
    expect(reply.json).toMatchObject({ status });
    if (status === 400) expect(reply.json).toMatchObject({ code: 'invalid_request', field: 'body' });
    expect(await tableContents(node.pool, ['api_keys'])).toEqual(before);
  });
});

describe('POST /v1/reservations/{id}/settle refuses', () => {
  const usage = { provider: 'openai', model: 'gpt-4o', input_tokens: 10, output_tokens: 1 };

  it.each(badAmounts)('a cost that is %s', (_name, cost) =>
    expectRefused(`${held}/settle`, { cost_usd: cost }, 'cost_usd'),
  );

  it.each(badCounts)('tokens that are %s', async (_name, tokens) => {
    await expectRefused(`${held}/settle`, { usage: { ...usage, input_tokens: tokens } }, 'usage.input_tokens');
    await expectRefused(
      `${held}/settle`,
      { usage: [usage, { ...usage, output_tokens: tokens }] },
      'usage.1.output_tokens',
    );
  });

  it.each<[string, unknown]>([
    ['usage', {}],
    ['usage', { tools: [] }],
    ['cost_usd', { usage, cost_usd: '1' }],
    ['usage', { usage: 'some' }],
    ['usage', { usage: [] }],
    ['usage.provider', { usage: { model: 'gpt-4o', input_tokens: 1, output_tokens: 1 } }],
    ['usage.total_tokens', { usage: { ...usage, total_tokens: 11 } }],
    ['tools.0.quantity', { tools: [{ name: 'search', quantity: -1 }] }],
    ['tools.0.quantity', { tools: [{ name: 'search', quantity: '1e3' }] }],
    ['tools.0.cost_usd', { tools: [{ name: 'search', quantity: 1, cost_usd: 0.1 }] }],
    ['tools.0.name', { tools: [{ quantity: 1 }] }],
    ['amount_usd', { cost_usd: '1', amount_usd: '1' }],
  ])('a wrong %s', (field, body) => expectRefused(`${held}/settle`, body, field));
});

describe('extending and releasing refuse', () => {
  it.each(badAmounts)('an amount that is %s', (_name, amount) =>
    expectRefused(`${held}/extend`, { amount_usd: amount }, 'amount_usd'),
  );

  it.each<[string, string, unknown]>([
    ['extend', 'ttl_seconds', {}],
    ['extend', 'ttl_seconds', { ttl_seconds: -5 }],
    ['extend', 'agent', { ttl_seconds: 5, agent: 'bot' }],
    ['release', 'reason', { reason: 'none' }],
    ['release', 'body', []],
  ])('%s with a wrong %s', (verb, field, body) => expectRefused(`${held}/${verb}`, body, field));

  it.each(['x', '00000000-0000-0000-0000-00000000000', '------------------------------------', 'a'.repeat(36)])(
    '%s as an id',
    (id) => expectRefused(`/v1/reservations/${id}/release`, {}, 'id'),
  );
});

it('a body may be left out where it says nothing', async () => {
  const reply = await node.call('POST', `${held}/release`);
  expect(reply.json).toMatchObject({ state: 'released' });
});
