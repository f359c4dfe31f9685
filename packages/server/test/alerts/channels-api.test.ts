import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeKey, makeOrg, membersOf, rowsOf, textOf } from '../api/support/fields.ts';
import { type Call, startTestNode, type TestNode } from '../api/support/test-node.ts';
import { answering, ok, type Receiver, startReceiver } from './support/receiver.ts';

let node: TestNode;
let receiver: Receiver;
let call: Call;

beforeAll(async () => {
  node = await startTestNode({ allowedPrivate: ['127.0.0.0/8'] });
  receiver = await startReceiver();
});

afterAll(async () => {
  await node.close();
  await receiver.close();
});

beforeEach(async () => {
  call = node.as((await makeOrg(node.call, 'acme')).secret);
  receiver.answer = ok;
  receiver.received.length = 0;
});

const webhook = { kind: 'webhook', url: 'https://hooks.example.com/a?b=c' };
const slack = { kind: 'slack', url: 'https://hooks.slack.com/services/T000/B000/slack-secret' };
const pager = { kind: 'pagerduty', routing_key: 'pager-secret' };
const mail = {
  kind: 'email',
  host: 'mail.example.com',
  user: 'alerts',
  password: 'mail-secret',
  from: 'a@example.com',
  to: ['b@example.com'],
};

async function made(body: Record<string, unknown>): Promise<Record<string, unknown>> {
  const reply = await call('POST', '/v1/channels', { name: 'ops', ...body });
  expect([reply.status, reply.text]).toEqual([201, reply.text]);
  return membersOf(reply.json);
}

describe('a channel', () => {
  test('of a webhook is given a secret, which is shown once, and again only to a repeat of that call', async () => {
    const body = { name: 'ops', ...webhook };
    const key = { 'idempotency-key': 'once' };
    const first = await call('POST', '/v1/channels', body, key);
    expect(textOf(first.json, 'signing_secret')).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect((await call('POST', '/v1/channels', body, key)).text).toBe(first.text);
    for (const path of ['/v1/channels', '/v1/channels/ops', `/v1/channels/${textOf(first.json, 'id')}`])
      expect((await call('GET', path)).text).not.toContain('whsec_');
    const { rows } = await node.pool.query("SELECT body FROM idempotency_keys WHERE key = 'once'");
    expect(JSON.stringify(rows)).not.toContain('whsec_');
  });

  test.each([
    [webhook, { url: 'https://hooks.example.com/a?b=c' }],
    [slack, { host: 'hooks.slack.com' }],
    [pager, { url: 'https://events.pagerduty.com/v2/enqueue' }],
    [mail, { host: 'mail.example.com', port: 465, security: 'tls', user: 'alerts', from: 'a@example.com' }],
  ])('of every kind is shown without its secret, and stored with it sealed: %o', async (body, shown) => {
    const channel = await made(body);
    expect(channel).toMatchObject({
      name: 'ops',
      kind: body.kind,
      ...shown,
      rate_limit_per_minute: 60,
      disabled: false,
    });
    const texts = [JSON.stringify({ ...channel, signing_secret: null }), (await call('GET', '/v1/channels')).text];
    const { rows } = await node.pool.query('SELECT * FROM channels');
    for (const text of [...texts, JSON.stringify(rows)]) expect(text).not.toMatch(/(slack|pager|mail)-secret|whsec_/);
  });

  test.each([
    [{ ...webhook, url: 'ftp://example.com' }, 'url'],
    [{ ...webhook, url: 'https://user:pass@example.com/' }, 'url'],
    [{ ...webhook, url: 'http://10.0.0.1/' }, 'url'],
    [{ ...webhook, url: 'http://[::1]/' }, 'url'],
    [{ ...webhook, url: 'http://169.254.169.254/latest' }, 'url'],
    [{ ...webhook, url: 'http://metadata.google.internal/' }, 'url'],
    [{ ...webhook, routing_key: 'x' }, 'routing_key'],
    [{ ...webhook, name: '0190aaaa-0000-7000-8000-000000000001' }, 'name'],
    [{ ...webhook, rate_limit_per_minute: 0 }, 'rate_limit_per_minute'],
    [{ ...webhook, routes: [{ severity: 'loud' }] }, 'routes.0.severity'],
    [{ ...webhook, routes: [{ per: 'agent' }] }, 'routes.0.per'],
    [{ kind: 'pagerduty' }, 'routing_key'],
    [{ ...mail, host: '192.168.0.9' }, 'host'],
    [{ ...mail, host: 'mail.example.com:25' }, 'host'],
    [{ ...mail, from: 'a@example.com\r\nBcc: x@example.com' }, 'from'],
    [{ ...mail, to: [] }, 'to'],
    [{ ...mail, security: 'none' }, 'security'],
    [{ ...mail, user: undefined }, 'password'],
    [{ kind: 'fax' }, 'kind'],
  ])('that cannot be is refused, naming the field: %o', async (body, field) => {
    const reply = await call('POST', '/v1/channels', { name: 'ops', ...body });
    expect(reply.status).toBe(400);
    expect(membersOf(reply.json).field).toBe(field);
  });

  test('takes a name once, and belongs to its org', async () => {
    await made(webhook);
    expect((await call('POST', '/v1/channels', { name: 'ops', ...webhook })).status).toBe(409);
    const stranger = node.as((await makeOrg(node.call, 'other')).secret);
    const requests = [
      ['GET', ''],
      ['PATCH', ''],
      ['DELETE', ''],
      ['POST', '/test'],
      ['POST', '/rotate-secret'],
    ] as const;
    for (const [method, path] of requests) {
      const body = method === 'PATCH' ? { disabled: true } : undefined;
      expect((await stranger(method, `/v1/channels/ops${path}`, body)).status).toBe(404);
    }
  });

  test('is changed by admins only, and read by services', async () => {
    await made(webhook);
    const service = node.as((await makeKey(call, { kind: 'service' })).secret);
    const agent = node.as((await makeKey(call, { kind: 'agent', agent: 'bot' })).secret);
    expect((await service('GET', '/v1/channels/ops')).status).toBe(200);
    expect((await agent('GET', '/v1/channels/ops')).status).toBe(403);
    for (const holder of [service, agent]) {
      expect((await holder('POST', '/v1/channels', { name: 'x', ...webhook })).status).toBe(403);
      expect((await holder('PATCH', '/v1/channels/ops', { disabled: true })).status).toBe(403);
      expect((await holder('POST', '/v1/channels/ops/test')).status).toBe(403);
      expect((await holder('DELETE', '/v1/channels/ops')).status).toBe(403);
    }
  });

  test('is changed in what is given, and no secret goes to a host that it was not given for', async () => {
    await made(mail);
    const moved = await call('PATCH', '/v1/channels/ops', { host: 'mail.elsewhere.example' });
    expect([moved.status, membersOf(moved.json).field]).toEqual([400, 'password']);
    const given = { host: 'mail.elsewhere.example', password: 'mail-secret-2', routes: [{ severity: 'critical' }] };
    expect((await call('PATCH', '/v1/channels/ops', given)).json).toMatchObject({
      host: 'mail.elsewhere.example',
      user: 'alerts',
      to: ['b@example.com'],
      routes: [{ severity: 'critical' }],
    });
    expect((await call('PATCH', '/v1/channels/ops', { url: 'https://example.com' })).status).toBe(400);
    expect((await call('PATCH', '/v1/channels/ops', {})).status).toBe(400);
    expect((await call('PATCH', '/v1/channels/ops', { disabled: true })).json).toMatchObject({
      disabled: true,
      disabled_reason: 'an admin disabled it',
    });
    expect((await call('PATCH', '/v1/channels/ops', { disabled: false })).json).toMatchObject({ disabled: false });
  });

  test('is tested at once, and says what became of it', async () => {
    await made({ kind: 'webhook', url: receiver.url });
    const tested = await call('POST', '/v1/channels/ops/test');
    expect(tested.json).toEqual({ delivered: true, status: 200, error: null });
    expect(membersOf(JSON.parse(receiver.received[0]!.body)).type).toBe('alert.test');
    receiver.answer = answering(404);
    expect((await call('POST', '/v1/channels/ops/test')).json).toEqual({
      delivered: false,
      status: 404,
      error: 'answered 404: status 404',
    });
    expect((await call('POST', '/v1/channels/none/test')).status).toBe(404);
  });

  test('of PagerDuty is tested by an incident that is closed again', async () => {
    receiver.answer = answering(202);
    await made({ ...pager, url: receiver.url });
    expect((await call('POST', '/v1/channels/ops/test')).json).toMatchObject({ delivered: true, status: 202 });
    const events = receiver.received.map(({ body }) => membersOf(JSON.parse(body)));
    expect(events.map(({ event_action: action }) => action)).toEqual(['trigger', 'resolve']);
    expect(events[0]!.dedup_key).toBe(events[1]!.dedup_key);
  });

  test('of a webhook gets another secret, which is not the one before', async () => {
    const { signing_secret: before } = await made(webhook);
    const rotated = membersOf((await call('POST', '/v1/channels/ops/rotate-secret')).json);
    expect(rotated.signing_secret).toMatch(/^whsec_/);
    expect(rotated.signing_secret).not.toBe(before);
    await call('DELETE', '/v1/channels/ops');
    await made(slack);
    expect((await call('POST', '/v1/channels/ops/rotate-secret')).status).toBe(400);
  });
});

describe('a budget', () => {
  const budget = { name: 'daily', per: 'agent', window: 'day', limit_usd: '5' };

  test('names channels that there are, and no others', async () => {
    await made(webhook);
    const unknown = await call('POST', '/v1/budgets', { ...budget, notify: ['ops', 'nobody'] });
    expect([unknown.status, membersOf(unknown.json).detail]).toEqual([400, 'notify: there is no channel nobody']);
    const known = await call('POST', '/v1/budgets', { ...budget, notify: ['ops'] });
    expect(known.status).toBe(201);
    const path = `/v1/budgets/${textOf(known.json, 'id')}`;
    expect((await call('PATCH', path, { notify: ['nobody'] })).status).toBe(400);
    expect((await call('PATCH', path, { notify: ['ops'] })).status).toBe(200);
  });

  test('keeps the channels that it names: they are not deleted before it lets them go', async () => {
    await made(webhook);
    const known = await call('POST', '/v1/budgets', { ...budget, notify: ['ops'] });
    const inUse = await call('DELETE', '/v1/channels/ops');
    expect([inUse.status, membersOf(inUse.json).code, membersOf(inUse.json).budgets]).toEqual([
      409,
      'channel_in_use',
      ['daily'],
    ]);
    await call('PATCH', `/v1/budgets/${textOf(known.json, 'id')}`, { notify: [] });
    expect((await call('DELETE', '/v1/channels/ops')).status).toBe(204);
    expect((await call('GET', '/v1/channels/ops')).status).toBe(404);
  });

  test('tells the channel that it names when a charge crosses a threshold, once', async () => {
    await made({ kind: 'webhook', url: receiver.url });
    await call('POST', '/v1/budgets', { ...budget, enforcement: 'soft', notify: ['ops'], thresholds: [0.7] });
    const spend = (id: string, cost: string) =>
      call('POST', '/v1/usage', { id, source: 'test', agent: 'bot', run: 'r', cost_usd: cost });
    for (const id of ['1', '2', '3']) expect((await spend(id, '1.9')).status).toBe(201);
    const received = await receiver.until(2);
    const types = received.map(({ body }) => String(membersOf(JSON.parse(body)).type));
    expect(types.toSorted()).toEqual(['alert.budget_exhausted', 'alert.budget_threshold']);
    expect((await spend('4', '1')).status).toBe(201);
    const alerts = rowsOf(await call('GET', '/v1/alerts'));
    expect(alerts.map(({ type, subject }) => [type, subject])).toEqual([
      ['budget_exhausted', 'bot'],
      ['budget_threshold', 'bot'],
    ]);
    const [, threshold] = alerts;
    expect(threshold).toMatchObject({ threshold: 0.7, figures: { spent_usd: '3.8', limit_usd: '5' }, state: 'open' });
  });
});
