import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeOrg, membersOf } from '../api/support/fields.ts';
import { tableContents } from '../api/support/table-contents.ts';
import { type Call, startTestNode, type TestNode } from '../api/support/test-node.ts';

let node: TestNode;
let call: Call;
let orgId: string;
let made = 0;

beforeAll(async () => {
  node = await startTestNode();
});
afterAll(() => node.close());

beforeEach(async () => {
  made += 1;
  const org = await makeOrg(node.call, `org ${made}`);
  orgId = org.id;
  call = node.as(org.secret);
});

/** When a key was last used, and the version and time of a lane, change with every call. */
const ownTime = ['api_keys', 'org_lanes'];

interface Change {
  readonly section: string;
  readonly name: string;
  readonly action: string;
  readonly before: Record<string, unknown> | null;
  readonly after: Record<string, unknown> | null;
  readonly drifted: boolean;
}

async function plan(policy: unknown): Promise<{ id: string; changes: Change[]; all: Record<string, unknown> }> {
  const reply = await call('POST', '/v1/policy/plan', { policy, backtest_days: 0 });
  expect([reply.status, reply.text]).toEqual([200, expect.any(String)]);
  const all = membersOf(reply.json);
  return { id: String(all['plan']), changes: all['changes'] as Change[], all };
}

async function apply(policy: unknown, headers: Record<string, string> = {}, more: object = {}) {
  return call('POST', '/v1/policy/apply', { policy, ...more }, headers);
}

const policy = {
  version: 1,
  channels: [
    { name: 'hook', kind: 'webhook', url: 'https://alerts.example.com/in', routes: [{ severity: 'critical' }] },
    { name: 'pager', kind: 'pagerduty', routing_key: 'R0UTING', disabled: true },
    { name: 'chat', kind: 'slack', url: 'https://hooks.slack.com/services/T/B/x' },
    { name: 'mail', kind: 'email', host: 'smtp.example.com', from: 'a@example.com', to: ['b@example.com'] },
  ],
  teams: [{ id: 'research', name: 'Research' }],
  agents: [
    { id: 'scout', team: 'research', name: 'Scout', policy: { mode: 'fit', max_output_tokens: 900 } },
    { id: 'quiet', anomaly_rules: { enabled: false } },
  ],
  prices: [
    { provider: 'openai', model: 'gpt-4o', input_usd_per_mtok: '2.25', output_usd_per_mtok: '9' },
    { provider: 'tools', model: '*', tools_usd: { search: '0.01' } },
  ],
  ceiling: { input_usd_per_mtok: '20', output_usd_per_mtok: '80' },
  anomaly_rules: { factor: 20, pause: true },
  budgets: [
    {
      name: 'month',
      per: 'org',
      window: 'month',
      limit_usd: '2000',
      notify: ['hook', 'pager'],
      timezone: 'Asia/Kolkata',
    },
    { name: 'day', per: 'agent', match: { agent: ['scout', 'quiet'] }, window: 'day', limit_tokens: 5_000_000 },
    { name: 'task', per: 'run', window: 'run', limit_usd: '1.5', wind_down: 0.1, actions: [{ at: 1, do: 'block' }] },
    { name: 'at once', per: 'org', limit_concurrent: 20 },
    { name: 'soft', per: 'user', window: 'hour', limit_requests: 100, enforcement: 'soft', thresholds: [0.5] },
  ],
};

describe('a policy file', () => {
  test('makes an empty org what it says, and applied again leaves no trace', async () => {
    const looked = await plan(policy);
    const actions = looked.changes.map(({ section, action }) =>
      section === 'anomaly_rules' ? `${action} rules` : action,
    );
    expect(new Set(actions)).toEqual(new Set(['create', 'change rules']));
    const reply = await apply(policy, { 'x-cofferdam-reason': 'the beginning' }, { plan: looked.id });
    expect([reply.status, membersOf(reply.json)['plan']]).toEqual([200, looked.id]);
    const secrets = Object.entries(membersOf(membersOf(reply.json)['signing_secrets']));
    expect(secrets.map(([name, secret]) => `${name} ${String(secret).slice(0, 6)}`)).toEqual(['hook whsec_']);

    const budgets = membersOf((await call('GET', '/v1/budgets')).json)['data'] as { name: string }[];
    expect(new Set(budgets.map(({ name }) => name))).toEqual(new Set(policy.budgets.map(({ name }) => name)));
    expect((await call('GET', '/v1/agents/scout')).json).toMatchObject({ name: 'Scout', team: 'research' });
    expect((await call('GET', '/v1/agents/quiet/anomaly-rules')).json).toMatchObject({ own: { enabled: false } });
    expect((await call('GET', '/v1/prices?provider=openai&model=gpt-4o')).json).toMatchObject({ source: 'override' });
    expect((await call('GET', '/v1/channels/pager')).json).toMatchObject({ disabled: true });
    const audit = membersOf((await call('GET', '/v1/audit?limit=100')).json)['data'] as Record<string, unknown>[];
    expect(audit[0]).toMatchObject({ action: 'policy.applied', reason: 'the beginning' });
    expect(audit.filter(({ reason }) => reason === 'the beginning').length).toBeGreaterThan(looked.changes.length);

    const before = await tableContents(node.pool, ownTime);
    expect((await plan(policy)).changes).toEqual([]);
    expect((await apply(policy)).status).toBe(200);
    expect(await tableContents(node.pool, ownTime)).toEqual(before);
  });

  test('that was written from what is there changes nothing, and makes another org the same', async () => {
    await apply(policy);
    const written = membersOf((await call('GET', '/v1/policy')).json);
    expect(JSON.stringify(written)).not.toMatch(/R0UTING|services\/T\/B/);
    expect((await plan(written)).changes).toEqual([]);
    const other = node.as((await makeOrg(node.call, `other ${made}`)).secret);
    const secrets = { pager: { routing_key: 'R0UTING' }, chat: { url: 'https://hooks.slack.com/services/T/B/x' } };
    const channels = (written['channels'] as { name: keyof typeof secrets }[]).map((one) => ({
      ...one,
      ...secrets[one.name],
    }));
    expect((await other('POST', '/v1/policy/apply', { policy: { ...written, channels } })).status).toBe(200);
    expect((await other('GET', '/v1/policy')).json).toEqual(written);
  });

  test('changes, replaces and ends; what it leaves out is none of its business', async () => {
    await apply(policy);
    const before = membersOf((await call('GET', '/v1/policy')).json);
    const next = {
      version: 1,
      budgets: [
        { ...policy.budgets[0], limit_usd: '2500', notify: [] },
        { ...policy.budgets[1], window: 'week' },
        { name: 'new', per: 'model', window: 'year', limit_usd: '1' },
      ],
    };
    const { changes } = await plan(next);
    expect(changes.map(({ name, action }) => [name, action])).toEqual([
      ['month', 'change'],
      ['day', 'replace'],
      ['new', 'create'],
      ['at once', 'delete'],
      ['soft', 'delete'],
      ['task', 'delete'],
    ]);
    expect(changes[0]).toMatchObject({
      before: { limit_usd: '2000', notify: ['hook', 'pager'] },
      after: { limit_usd: '2500', notify: [] },
    });
    expect((await apply(next)).status).toBe(200);
    const after = membersOf((await call('GET', '/v1/policy')).json);
    expect({ ...after, budgets: null }).toEqual({ ...before, budgets: null });
    const { rows } = await node.pool.query<{ name: string; kind: string }>(
      `SELECT name, "window" AS kind FROM budgets WHERE org_id = $1 ORDER BY name`,
      [orgId],
    );
    expect(rows).toEqual([
      { name: 'day', kind: 'week' },
      { name: 'month', kind: 'month' },
      { name: 'new', kind: 'year' },
    ]);
    expect((await apply({ version: 1, budgets: [], channels: [], prices: [], ceiling: null })).status).toBe(200);
    expect((await call('GET', '/v1/policy')).json).toMatchObject({
      budgets: [],
      channels: [],
      prices: [],
      ceiling: null,
    });
  });

  test('a new budget counts what was spent before it, as one that is made by hand does', async () => {
    await call('POST', '/v1/usage', { id: 'one', source: 'test', agent: 'scout', cost_usd: '3.5' });
    await apply({ version: 1, budgets: [{ name: 'month', per: 'org', window: 'month', limit_usd: '10' }] });
    const [{ id }] = membersOf((await call('GET', '/v1/budgets')).json)['data'] as [{ id: string }];
    expect((await call('GET', `/v1/budgets/${id}/counters`)).json).toMatchObject({ data: [{ spent_usd: '3.5' }] });
  });

  test('tells what somebody changed by hand, until it is applied again or put into the file', async () => {
    await apply(policy);
    const [first] = membersOf((await call('GET', '/v1/budgets')).json)['data'] as [{ id: string; name: string }];
    await call('PATCH', `/v1/budgets/${first.id}`, { owner: 'somebody' });
    await call('PATCH', '/v1/agents/scout', { team: null });
    const { changes, all } = await plan(policy);
    expect(new Set(changes.map(({ section, name, drifted }) => `${section} ${name} ${drifted}`))).toEqual(
      new Set([`budgets ${first.name} true`, 'agents scout true']),
    );
    expect(membersOf(all['last_applied'])['by']).toEqual('first key');
    const adapted = {
      ...policy,
      budgets: policy.budgets.map((one) => (one.name === first.name ? { ...one, owner: 'somebody' } : one)),
    };
    expect((await apply(adapted)).status).toBe(200);
    const later = { ...adapted, agents: [{ id: 'scout', team: 'other' }] };
    expect((await plan(later)).changes.map(({ name, drifted }) => [name, drifted])).toEqual([['scout', false]]);
  });

  test('is refused where what would change is no longer what was planned', async () => {
    const { id } = await plan(policy);
    await call('POST', '/v1/budgets', { name: 'by hand', per: 'org', window: 'day', limit_usd: '1' });
    const reply = await apply(policy, {}, { plan: id });
    expect([reply.status, membersOf(reply.json)['code']]).toEqual([409, 'plan_outdated']);
    expect((await call('GET', '/v1/policy')).json).toMatchObject({ channels: [], teams: [] });
  });

  const mistakes: readonly [field: string, policy: Record<string, unknown>][] = [
    ['policy.version', { version: 2 }],
    ['policy.budget', { version: 1, budget: [] }],
    ['policy.budgets.1.name', { version: 1, budgets: [policy.budgets[2], policy.budgets[2]] }],
    ['policy.budgets.0.limit_usd', { version: 1, budgets: [{ name: 'x', per: 'org', window: 'day' }] }],
    [
      'policy.budgets.1.notify',
      { ...policy, budgets: [policy.budgets[0], { ...policy.budgets[1], notify: ['nobody'] }] },
    ],
    ['policy.channels.0.routing_key', { ...policy, channels: [{ name: 'p', kind: 'pagerduty' }], budgets: [] }],
    [
      'policy.channels.0.url',
      { ...policy, channels: [{ name: 'h', kind: 'webhook', url: 'http://127.0.0.1/' }], budgets: [] },
    ],
    ['policy.prices.0', { version: 1, prices: [{ provider: 'openai', model: 'gpt-4o' }] }],
  ];

  test.each(mistakes)('with a mistake at %s changes nothing', async (field, mistaken) => {
    const before = await tableContents(node.pool, ownTime);
    const reply = await apply(mistaken);
    expect([reply.status, membersOf(reply.json)['field']]).toEqual([400, field]);
    expect(await tableContents(node.pool, ownTime)).toEqual(before);
  });

  test('of a viewer is planned and not applied; the schema is open to all', async () => {
    const viewer = node.as(
      String(membersOf((await call('POST', '/v1/keys', { name: 'v', kind: 'service' })).json)['secret']),
    );
    expect((await viewer('POST', '/v1/policy/apply', { policy: { version: 1, budgets: [] } })).status).toBe(403);
    const schema = membersOf((await node.as(null)('GET', '/policy.schema.json')).json);
    expect(Object.keys(schema['properties'] as object)).toEqual(
      ['version', ...Object.keys(policy).filter((name) => name !== 'version')].toSorted(
        (one, other) =>
          Object.keys(schema['properties'] as object).indexOf(one) -
          Object.keys(schema['properties'] as object).indexOf(other),
      ),
    );
  });
});
