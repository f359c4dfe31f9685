import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeKey, makeOrg, membersOf, rowsOf, textOf } from '../support/fields.ts';
import { tableContents } from '../support/table-contents.ts';
import { startTestNode, type Call, type Method, type TestNode } from '../support/test-node.ts';

let node: TestNode;
let mine: Call;
let theirs: Call;
/** What the other org has, by the name of its resource. */
const ids: Record<string, string> = {};

beforeAll(async () => {
  node = await startTestNode();
  mine = node.as((await makeOrg(node.call, 'mine')).secret);
  theirs = node.as((await makeOrg(node.call, 'theirs')).secret);
  await mine('GET', '/v1/usage');
  const labels = { agent: 'their-bot', workflow: 'their-flow', user: 'their-user', team: 'their-team' };
  ids.reservation = textOf((await theirs('POST', '/v1/reservations', { ...labels, amount_usd: '1' })).json, 'id');
  ids.run = textOf((await theirs('POST', '/v1/runs', { id: 'their-run', agent: 'their-bot' })).json, 'id');
  const budget = { name: 'their-budget', per: 'org', window: 'day', limit_usd: '9' };
  ids.budget = textOf((await theirs('POST', '/v1/budgets', budget)).json, 'id');
  await theirs('POST', '/v1/connections', { name: 'their-link', provider: 'openai', api_key: 'sk-theirs-0123456789' });
  ids.key = (await makeKey(theirs, { kind: 'service' })).id;
  await theirs('POST', '/v1/usage', { id: 'their-report', source: 's', agent: 'their-bot', cost_usd: '1' });
  await theirs('POST', '/v1/credits/top-ups', { amount_usd: '5', reference: 'their-top-up' });
  const rates = { input_usd_per_mtok: '1', output_usd_per_mtok: '1' };
  await theirs('PUT', '/v1/prices/overrides/their/model', rates);
  await theirs('PUT', '/v1/prices/ceiling', rates);
});
afterAll(() => node.close());

const missingUuid = '01890000-0000-7000-8000-000000000000';

/** Every call that names something: how it is asked, what is named, and a name that nobody has. */
const named: [Method, (id: string) => string, () => string, string, unknown][] = [
  ['GET', (id) => `/v1/reservations/${id}`, () => ids.reservation!, missingUuid, undefined],
  ['POST', (id) => `/v1/reservations/${id}/settle`, () => ids.reservation!, missingUuid, { cost_usd: '1' }],
  ['POST', (id) => `/v1/reservations/${id}/release`, () => ids.reservation!, missingUuid, {}],
  ['POST', (id) => `/v1/reservations/${id}/extend`, () => ids.reservation!, missingUuid, { ttl_seconds: 60 }],
  ['GET', (id) => `/v1/runs/${id}`, () => ids.run!, 'no-run', undefined],
  ['POST', (id) => `/v1/runs/${id}/finish`, () => ids.run!, 'no-run', { status: 'failed' }],
  ['GET', (id) => `/v1/budgets/${id}`, () => ids.budget!, missingUuid, undefined],
  ['GET', (id) => `/v1/budgets/${id}/counters`, () => ids.budget!, missingUuid, undefined],
  ['PATCH', (id) => `/v1/budgets/${id}`, () => ids.budget!, missingUuid, { limit_usd: '1' }],
  ['DELETE', (id) => `/v1/budgets/${id}`, () => ids.budget!, missingUuid, undefined],
  ['GET', (id) => `/v1/connections/${id}`, () => 'their-link', 'no-link', undefined],
  ['PATCH', (id) => `/v1/connections/${id}`, () => 'their-link', 'no-link', { api_key: 'sk-mine-0123456789' }],
  ['DELETE', (id) => `/v1/connections/${id}`, () => 'their-link', 'no-link', undefined],
  ['DELETE', (id) => `/v1/keys/${id}`, () => ids.key!, missingUuid, undefined],
  ['POST', (id) => `/v1/keys/${id}/revoke`, () => ids.key!, missingUuid, {}],
  ['GET', (id) => `/v1/agents/${id}`, () => 'their-bot', 'no-bot', undefined],
  ['PATCH', (id) => `/v1/agents/${id}`, () => 'their-bot', 'no-bot', { name: 'x' }],
  ['POST', (id) => `/v1/agents/${id}/pause`, () => 'their-bot', 'no-bot', {}],
  ['POST', (id) => `/v1/agents/${id}/resume`, () => 'their-bot', 'no-bot', {}],
  ['GET', (id) => `/v1/workflows/${id}`, () => 'their-flow', 'no-flow', undefined],
  ['GET', (id) => `/v1/users/${id}`, () => 'their-user', 'no-user', undefined],
  ['PATCH', (id) => `/v1/teams/${id}`, () => 'their-team', 'no-team', { name: 'x' }],
  ['GET', (id) => `/v1/prices?provider=their&model=${id}`, () => 'model', 'no-model', undefined],
  ['DELETE', (id) => `/v1/prices/overrides/their/${id}`, () => 'model', 'no-model', undefined],
  ['DELETE', () => '/v1/prices/ceiling', () => 'ceiling', 'ceiling', undefined],
];

describe('what belongs to another org', () => {
  it.each(named)('%s %s answers as if there were no such thing', async (method, path, id, missing, body) => {
    const before = await tableContents(node.pool, ['org_lanes', 'refusal_counts', 'api_keys']);
    const asked = async (name: string): Promise<unknown> => {
      const { status, headers, json } = await mine(method, path(name), body);
      const { instance: _, ...problem } = membersOf(json);
      return [status, headers['x-should-retry'], JSON.parse(JSON.stringify(problem).replaceAll(name, 'ID'))];
    };
    const answer = await asked(id());
    expect(answer).toEqual(await asked(missing));
    expect(answer).toMatchObject([404, undefined, { code: 'not_found' }]);
    expect(await tableContents(node.pool, ['org_lanes', 'refusal_counts', 'api_keys'])).toEqual(before);
  });

  it.each([
    '/v1/usage',
    '/v1/usage?run=their-run',
    '/v1/usage?agent=their-bot',
    '/v1/agents',
    '/v1/workflows',
    '/v1/users',
    '/v1/teams',
    '/v1/budgets',
    '/v1/connections',
    '/v1/credits/ledger',
    '/v1/prices/overrides',
  ])('is in no list: GET %s', async (path) => {
    expect(rowsOf(await mine('GET', path))).toEqual([]);
    expect(rowsOf(await theirs('GET', path)).length + (path.includes('run=') ? 1 : 0)).toBeGreaterThan(0);
  });

  it('is neither in the credits nor in the reports', async () => {
    expect((await mine('GET', '/v1/credits')).json).toMatchObject({ mode: 'postpaid', balance_usd: '0' });
    expect((await mine('GET', '/v1/reports/overview')).json).toMatchObject({ cost_usd: '0', open_reservations: 0 });
    expect(rowsOf(await mine('GET', '/v1/reports/breakdown?by=agent'))).toEqual([]);
    expect(rowsOf(await mine('GET', '/v1/keys')).map((row) => row.name)).toEqual(['first key']);
  });

  it('does not stand in the way of the same names here', async () => {
    const link = { name: 'their-link', provider: 'anthropic', api_key: 'sk-mine-0123456789' };
    expect((await mine('POST', '/v1/connections', link)).status).toBe(201);
    expect((await mine('POST', '/v1/runs', { id: 'their-run', agent: 'my-bot' })).status).toBe(201);
    expect(
      (await mine('POST', '/v1/usage', { id: 'their-report', source: 's', agent: 'my-bot', cost_usd: '2' })).status,
    ).toBe(201);
    expect((await mine('POST', '/v1/credits/top-ups', { amount_usd: '7', reference: 'their-top-up' })).status).toBe(
      201,
    );
    expect((await theirs('GET', '/v1/credits')).json).toMatchObject({ balance_usd: '5' });
    expect((await theirs('GET', `/v1/runs/${ids.run!}`)).json).toMatchObject({ agent: 'their-bot' });
  });
});
