import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeKey, makeOrg, membersOf, rowsOf, textOf } from '../support/fields.ts';
import { tableContents } from '../support/table-contents.ts';
import { startTestNode, type Call, type Method, type TestNode } from '../support/test-node.ts';

let node: TestNode;
let call: Call;
beforeAll(async () => {
  node = await startTestNode({ allowedPrivate: ['127.0.0.0/8'] });
  call = node.as((await makeOrg(node.call, 'audited')).secret);
});
afterAll(() => node.close());

const secrets = {
  apiKey: 'sk-audited-0123456789-secret',
  slack: 'https://hooks.slack.com/services/T0/B0/audited-secret',
  routingKey: 'R0123456789abcdef-audited-secret',
  password: 'audited-mail-secret',
};

type Row = Record<string, unknown>;

async function log(query = ''): Promise<Row[]> {
  return rowsOf(await call('GET', `/v1/audit?limit=200${query}`));
}

/** The rows that some work adds, oldest first. */
async function added(work: () => Promise<unknown>): Promise<Row[]> {
  const before = new Set((await log()).map((row) => row.id));
  await work();
  return (await log()).filter((row) => !before.has(row.id)).toReversed();
}

async function idOf(method: Method, path: string, body: unknown): Promise<string> {
  return textOf((await call(method, path, body)).json, 'id');
}

const rates = { input_usd_per_mtok: '1', output_usd_per_mtok: '2' };
const mail = { host: 'mail.example.com', user: 'u', from: 'a@example.com', to: ['b@example.com'] };

/** Each change, in an order in which one makes what the next needs: what it is called, and what differs. */
const changes: [string, () => Promise<unknown>, Row][] = [
  [
    'budget.created',
    () => call('POST', '/v1/budgets', { name: 'b', per: 'org', window: 'day', limit_usd: '5' }),
    { before: null, after: { name: 'b', limit_usd: '5', enforcement: 'hard' } },
  ],
  ['key.created', () => call('POST', '/v1/keys', { name: 'svc', kind: 'service' }), { before: null }],
  [
    'connection.created',
    () => call('POST', '/v1/connections', { name: 'link', provider: 'openai', api_key: secrets.apiKey }),
    { before: null, after: { provider: 'openai' } },
  ],
  [
    'connection.changed',
    () => call('PATCH', '/v1/connections/link', { api_key: secrets.apiKey }),
    { before: {}, after: { api_key: 'replaced' } },
  ],
  ['connection.deleted', () => call('DELETE', '/v1/connections/link'), { after: null }],
  [
    'channel.created',
    () => call('POST', '/v1/channels', { name: 'pager', kind: 'pagerduty', routing_key: secrets.routingKey }),
    { before: null, after: { kind: 'pagerduty', disabled: false } },
  ],
  [
    'channel.changed',
    () => call('PATCH', '/v1/channels/pager', { routing_key: secrets.routingKey, disabled: true }),
    { before: { disabled: false }, after: { disabled: true, secret_routing_key: 'replaced' } },
  ],
  ['channel.deleted', () => call('DELETE', '/v1/channels/pager'), { after: null }],
  [
    'channel.created',
    () => call('POST', '/v1/channels', { name: 'chat', kind: 'slack', url: secrets.slack }),
    { after: { host: 'hooks.slack.com' } },
  ],
  [
    'channel.created',
    () => call('POST', '/v1/channels', { name: 'mail', kind: 'email', password: secrets.password, ...mail }),
    {},
  ],
  [
    'price.set',
    () => call('PUT', '/v1/prices/overrides/own/model', rates),
    { before: null, after: rates, target: { kind: 'price', id: 'own/model' } },
  ],
  [
    'price.set',
    () => call('PUT', '/v1/prices/overrides/own/model', { ...rates, input_usd_per_mtok: '3' }),
    { before: { input_usd_per_mtok: '1' }, after: { input_usd_per_mtok: '3' } },
  ],
  ['price.ended', () => call('DELETE', '/v1/prices/overrides/own/model'), { before: { output_usd_per_mtok: '2' } }],
  [
    'ceiling.set',
    () => call('PUT', '/v1/prices/ceiling', rates),
    { before: null, after: { ...rates, tool_usd: null } },
  ],
  ['ceiling.removed', () => call('DELETE', '/v1/prices/ceiling'), { after: null }],
  ['agent.registered', () => call('POST', '/v1/agents', { id: 'bot', team: 'blue' }), { after: { team: 'blue' } }],
  [
    'agent.changed',
    () => call('PATCH', '/v1/agents/bot', { team: 'red', name: 'bot' }),
    { before: { team: 'blue' }, after: { team: 'red' } },
  ],
  [
    'agent.paused',
    () => call('POST', '/v1/agents/bot/pause', {}),
    { before: { paused: false }, after: { paused: true } },
  ],
  ['agent.resumed', () => call('POST', '/v1/agents/bot/resume', {}), { after: { paused: false } }],
  ['team.changed', () => call('PATCH', '/v1/teams/red', { name: 'Red' }), { before: { name: 'red' } }],
  [
    'credit.topped_up',
    () => call('POST', '/v1/credits/top-ups', { amount_usd: '7', reference: 'r-1' }),
    { after: { amount_usd: '7', balance_usd: '7', mode: 'prepaid' }, target: { name: 'r-1' } },
  ],
  [
    'run.cancelled',
    async () => {
      await call('POST', '/v1/runs', { id: 'run-1', agent: 'bot' });
      await call('POST', '/v1/runs/run-1/finish', { status: 'cancelled' });
    },
    { target: { kind: 'run', id: 'run-1' }, after: { agent: 'bot' } },
  ],
];

describe('the audit log', () => {
  it.each(changes)('has one row of %s, with what differs', async (action, work, expected) => {
    const rows = await added(work);
    expect(rows.map((row) => row.action)).toEqual([action]);
    expect(rows[0]).toMatchObject({ actor: { kind: 'key', name: 'first key' }, reason: null, ...expected });
  });

  it('has what is changed of a budget, and what it was when it went', async () => {
    const id = await idOf('POST', '/v1/budgets', { name: 'c', per: 'agent', window: 'day', limit_usd: '5' });
    const [changed] = await added(() => call('PATCH', `/v1/budgets/${id}`, { limit_usd: '10', enforcement: 'hard' }));
    expect(changed).toMatchObject({ action: 'budget.changed', target: { kind: 'budget', id, name: 'c' } });
    expect([changed!.before, changed!.after]).toEqual([{ limit_usd: '5' }, { limit_usd: '10' }]);
    const [deleted] = await added(() => call('DELETE', `/v1/budgets/${id}`));
    expect(deleted).toMatchObject({ action: 'budget.deleted', before: { limit_usd: '10' }, after: null });
  });

  it('says whose key it was, and that it ended', async () => {
    const key = await makeKey(call, { name: 'ada', kind: 'admin' });
    const [row] = await added(() => node.as(key.secret)('POST', '/v1/agents', { id: 'of-ada' }));
    expect(row!.actor).toEqual({ kind: 'key', id: key.id, name: 'ada' });
    const [revoked] = await added(() => call('DELETE', `/v1/keys/${key.id}`));
    expect(revoked).toMatchObject({ action: 'key.revoked', target: { id: key.id, name: 'ada' }, after: null });
    expect(await added(() => call('DELETE', `/v1/keys/${key.id}`))).toEqual([]);
  });

  it('has what an operator does about an alert', async () => {
    await call('POST', '/v1/budgets', { name: 'told', per: 'agent', window: 'day', limit_usd: '1' });
    await call('POST', '/v1/usage', { id: 'u-1', source: 's', agent: 'told', cost_usd: '2' });
    const [alert] = rowsOf(await call('GET', '/v1/alerts?budget=told'));
    const id = textOf(alert, 'id');
    const rows = await added(async () => {
      await call('POST', `/v1/alerts/${id}/acknowledge`, {});
      await call('POST', `/v1/alerts/${id}/resolve`, {});
      await call('POST', `/v1/alerts/${id}/resolve`, {});
    });
    expect(rows.map(({ action, before, after }) => [action, before, after])).toEqual([
      ['alert.acknowledged', { state: 'open' }, { state: 'acknowledged' }],
      ['alert.resolved', { state: 'acknowledged' }, { state: 'resolved' }],
    ]);
  });

  it('begins, in each org, with how the org came to be', async () => {
    const { secret, id } = await makeOrg(node.call, 'founded');
    const rows = rowsOf(await node.as(secret)('GET', '/v1/audit')).map(({ action, actor }) => [String(action), actor]);
    const operator = { kind: 'system', id: null, name: 'operator' };
    expect(Object.fromEntries(rows)).toEqual({ 'key.created': operator, 'org.created': operator });
    const [own] = rowsOf(await node.call('GET', `/v1/audit?target=${id}`));
    expect(own).toMatchObject({ action: 'org.created', actor: { kind: 'key', name: 'first key' } });
  });

  it('holds no secret, whatever was given one', async () => {
    const hook = await call('POST', '/v1/channels', { name: 'hook', kind: 'webhook', url: 'http://127.0.0.1:9/x' });
    const rotated = await call('POST', '/v1/channels/hook/rotate-secret', {});
    const key = await makeKey(call, { kind: 'admin' });
    const shown = [textOf(hook.json, 'signing_secret'), textOf(rotated.json, 'signing_secret'), key.secret];
    const { rows } = await node.pool.query<{ row: string }>('SELECT a::text AS row FROM audit_log a');
    const all = rows.map(({ row }) => row).join('\n');
    for (const secret of [...Object.values(secrets), ...shown]) expect(all).not.toContain(secret);
    expect((await log('&action=channel.secret_rotated')).length).toBe(1);
  });
});

describe('a reason', () => {
  it('stands with the change, in any language', async () => {
    const reason = 'für die Messe, bis Freitag';
    const header = { 'x-cofferdam-reason': Buffer.from(reason, 'utf8').toString('latin1') };
    const [row] = await added(() => call('POST', '/v1/agents', { id: 'with-reason' }, header));
    expect(row!.reason).toBe(reason);
  });

  it.each([
    ['too long', 'x'.repeat(501)],
    ['blank', ' '],
  ])('that is %s is refused, and nothing changes', async (_, reason) => {
    const before = await tableContents(node.pool, ['api_keys']);
    const reply = await call('POST', '/v1/agents', { id: 'never' }, { 'x-cofferdam-reason': reason });
    expect(reply).toMatchObject({ status: 400, json: { code: 'invalid_request', field: 'x-cofferdam-reason' } });
    expect(await tableContents(node.pool, ['api_keys'])).toEqual(before);
  });
});

describe('no row', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['a change that changes nothing', () => call('POST', '/v1/agents/bot/resume', {})],
    ['a refusal', () => call('POST', '/v1/agents', { id: 'bot' })],
    [
      'a top-up that was booked before',
      () => call('POST', '/v1/credits/top-ups', { amount_usd: '7', reference: 'r-1' }),
    ],
    [
      'a run that succeeds',
      async () => {
        await call('POST', '/v1/runs', { id: 'run-2', agent: 'bot' });
        await call('POST', '/v1/runs/run-2/finish', { status: 'succeeded' });
      },
    ],
    ['spending', () => call('POST', '/v1/usage', { id: 'u-2', source: 's', agent: 'bot', cost_usd: '0.01' })],
  ])('is made by %s', async (_, work) => {
    expect(await added(work)).toEqual([]);
  });

  it('is made twice by a repeat', async () => {
    const again = { 'idempotency-key': 'again' };
    const create = () => call('POST', '/v1/agents', { id: 'once' }, again);
    const pay = () =>
      call('POST', '/v1/credits/top-ups', { amount_usd: '1', reference: 'r-2' }, { 'idempotency-key': 'p' });
    const rows = await added(() => Promise.all([create(), create(), pay(), pay()]));
    expect(rows.map((row) => String(row.action)).toSorted()).toEqual(['agent.registered', 'credit.topped_up']);
  });
});

describe('GET /v1/audit', () => {
  const nameOf = (value: unknown): unknown[] => Object.values(membersOf(value));

  it.each<[string, (row: Row) => boolean]>([
    ['action=budget', ({ action }) => String(action).startsWith('budget.')],
    ['action=agent.paused', ({ action }) => action === 'agent.paused'],
    ['target=bot', ({ target }) => nameOf(target).includes('bot')],
    ['actor=ada', ({ actor }) => nameOf(actor).includes('ada')],
    ['actor=nobody', () => false],
  ])('%s answers what a filter of all rows leaves', async (query, keep) => {
    expect(await log(`&${query}`)).toEqual((await log()).filter(keep));
  });

  it('answers what falls into a time, its end not included', async () => {
    const all = await log();
    const [to, from] = [all[3]!.time, all.at(-3)!.time].map(String);
    const within = all.filter(({ time }) => String(time) >= from! && String(time) < to!);
    expect(await log(`&from=${from}&to=${to}`)).toEqual(within);
  });

  it('is paged, each row once', async () => {
    const all = await log();
    const seen: Row[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = await call('GET', `/v1/audit?limit=7${cursor === '' ? '' : `&cursor=${cursor}`}`);
      seen.push(...rowsOf(page));
      cursor = membersOf(page.json).next_cursor as string | null;
    }
    expect(seen).toEqual(all);
  });

  it('is for admins', async () => {
    const { secret } = await makeKey(call, { kind: 'service' });
    expect((await node.as(secret)('GET', '/v1/audit')).status).toBe(403);
  });

  it.each(['action=budget.*', 'colour=red', 'from=yesterday'])('refuses %s', async (query) => {
    expect((await call('GET', `/v1/audit?${query}`)).status).toBe(400);
  });
});
