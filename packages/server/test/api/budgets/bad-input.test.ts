import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textOf } from '../support/fields.ts';
import { tableContents } from '../support/table-contents.ts';
import { startTestNode, type Method, type Reply, type TestNode } from '../support/test-node.ts';

/** Reading notes when a key was last used, and nothing else. */
const lastUsed = ['api_keys'];

let test: TestNode;
let id: string;
let contents: Record<string, string>;

const good = { name: 'good', per: 'org', window: 'day', limit_usd: '5' };

beforeAll(async () => {
  test = await startTestNode();
  id = textOf((await test.call('POST', '/v1/budgets', good)).json, 'id');
  contents = await tableContents(test.pool, lastUsed);
});
afterAll(() => test.close());

/** Refused with a short 400 that names the field, and no table differs. */
async function expectRefused(reply: Reply, field: string): Promise<void> {
  expect([reply.status, textOf(reply.json, 'code'), textOf(reply.json, 'field')]).toEqual([
    400,
    'invalid_request',
    field,
  ]);
  expect(reply.text.length).toBeLessThan(3_000);
  expect(await tableContents(test.pool, lastUsed)).toEqual(contents);
}

/** A good budget with some fields changed; `undefined` leaves one out. */
const bad: readonly [Record<string, unknown>, string][] = [
  [{ name: undefined }, 'name'],
  [{ name: '' }, 'name'],
  [{ name: 5 }, 'name'],
  [{ name: 'x'.repeat(1_000_000) }, 'name'],
  [{ name: 'bell\u0007' }, 'name'],
  [{ owner: '' }, 'owner'],
  [{ per: undefined }, 'per'],
  [{ per: 'planet' }, 'per'],
  [{ window: undefined }, 'window'],
  [{ window: null }, 'window'],
  [{ window: 'fortnight' }, 'window'],
  [{ window: 'run' }, 'window'],
  [{ per: 'run' }, 'window'],
  [{ limit_usd: undefined, limit_concurrent: 3 }, 'window'],
  [{ limit_usd: undefined, limit_concurrent: 3, per: 'run', window: 'run' }, 'window'],
  [{ timezone: 'Mars/Olympus' }, 'timezone'],
  [{ timezone: '+02:00' }, 'timezone'],
  [{ timezone: 'PST' }, 'timezone'],
  [{ limit_usd: undefined }, 'limit_usd'],
  [{ limit_usd: null }, 'limit_usd'],
  [{ limit_tokens: 5 }, 'limit_tokens'],
  [{ limit_usd: 5 }, 'limit_usd'],
  [{ limit_usd: '-1' }, 'limit_usd'],
  [{ limit_usd: '1e3' }, 'limit_usd'],
  [{ limit_usd: 'NaN' }, 'limit_usd'],
  [{ limit_usd: '0.1234567891' }, 'limit_usd'],
  [{ limit_usd: '1000000001' }, 'limit_usd'],
  [{ limit_usd: '9'.repeat(1_000_000) }, 'limit_usd'],
  [{ limit_usd: undefined, limit_tokens: '5' }, 'limit_tokens'],
  [{ limit_usd: undefined, limit_tokens: -1 }, 'limit_tokens'],
  [{ limit_usd: undefined, limit_tokens: 1.5 }, 'limit_tokens'],
  [{ limit_usd: undefined, limit_requests: 1e15 + 2 }, 'limit_requests'],
  [{ enforcement: 'firm' }, 'enforcement'],
  [{ allow_free: 'yes' }, 'allow_free'],
  [{ thresholds: 0.7 }, 'thresholds'],
  [{ thresholds: [0] }, 'thresholds.0'],
  [{ thresholds: [10.000001] }, 'thresholds.0'],
  [{ thresholds: [0.1234567] }, 'thresholds.0'],
  [{ thresholds: ['0.7'] }, 'thresholds.0'],
  [{ thresholds: [0.7, 0.7] }, 'thresholds'],
  [{ thresholds: [0.9, 0.7] }, 'thresholds'],
  [{ thresholds: Array.from({ length: 11 }, (_, index) => index / 10 + 0.1) }, 'thresholds'],
  [{ notify: ['no-such-channel'] }, 'notify'],
  [{ match: { planet: 'earth' } }, 'match.planet'],
  [{ match: { run: 'r' } }, 'match.run'],
  [{ match: { agent: [] } }, 'match.agent'],
  [{ match: { agent: '' } }, 'match.agent'],
  [{ match: { agent: 'has blanks' } }, 'match.agent'],
  [{ match: { agent: ['fine', 7] } }, 'match.agent.1'],
  [{ match: { user: Array.from({ length: 101 }, (_, index) => `u${index}`) } }, 'match.user'],
  [{ match: [] }, 'match'],
  [{ limit: '5' }, 'limit'],
];

describe('POST /v1/budgets names what it refuses, and writes nothing', () => {
  it.each(bad)('%j', async (fields, field) => {
    await expectRefused(await test.call('POST', '/v1/budgets', { ...good, name: 'bad', ...fields }), field);
  });

  it.each([
    ['not JSON', '{"name": '],
    ['NaN', '{"limit_tokens": NaN}'],
    ['an array', '[]'],
    ['null', 'null'],
    ['text', '"budget"'],
  ])('a body that is %s', async (_, body) => {
    await expectRefused(await test.call('POST', '/v1/budgets', body), 'body');
  });

  it('no body, and a body of another type', async () => {
    await expectRefused(await test.call('POST', '/v1/budgets'), 'body');
    const xml = await test.call('POST', '/v1/budgets', '<budget/>', { 'content-type': 'text/xml' });
    expect(xml.status).toBe(415);
  });
});

describe('PATCH changes what may change, and nothing else', () => {
  it.each([
    [{ per: 'agent' }, 'per'],
    [{ match: {} }, 'match'],
    [{ window: 'week' }, 'window'],
    [{ timezone: 'UTC' }, 'timezone'],
    [{ id: 'other' }, 'id'],
    [{ limit_tokens: 5 }, 'limit_tokens'],
    [{ limit_usd: '5', limit_tokens: 5 }, 'limit_tokens'],
    [{ limit_usd: null }, 'limit_usd'],
    [{ limit_usd: '-5' }, 'limit_usd'],
    [{ name: null }, 'name'],
    [{ enforcement: null }, 'enforcement'],
    [{ thresholds: [2, 1] }, 'thresholds'],
    [{ notify: ['no-such-channel'] }, 'notify'],
  ])('%j', async (body, field) => {
    await expectRefused(await test.call('PATCH', `/v1/budgets/${id}`, body), field);
  });
});

describe('reading names what it refuses', () => {
  it.each<[Method, string, string]>([
    ['GET', '/v1/budgets?limit=0', 'limit'],
    ['GET', '/v1/budgets?limit=201', 'limit'],
    ['GET', '/v1/budgets?limit=ten', 'limit'],
    ['GET', '/v1/budgets?cursor=bm9wZQ', 'cursor'],
    ['GET', `/v1/budgets?cursor=${Buffer.from('-'.repeat(36)).toString('base64url')}`, 'cursor'],
    ['GET', '/v1/budgets?page=2', 'page'],
    ['GET', '/v1/budgets/not-an-id', 'id'],
    ['GET', `/v1/budgets/${'-'.repeat(36)}`, 'id'],
    ['DELETE', '/v1/budgets/not-an-id', 'id'],
  ])('%s %s', async (method, path, field) => {
    await expectRefused(await test.call(method, path), field);
  });

  it('a cursor of another list is refused by counters', async () => {
    await expectRefused(await test.call('GET', `/v1/budgets/${id}/counters?cursor=bm9wZQ`), 'cursor');
  });
});
