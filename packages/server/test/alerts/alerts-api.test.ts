import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { raiseAlerts } from '../../src/services/alerts/raise-alerts.ts';
import type { NewAlert } from '../../src/services/alerts/alert.ts';
import { inTransaction } from '../../src/store/connection.ts';
import { makeKey, makeOrg, membersOf, rowsOf } from '../api/support/fields.ts';
import { type Call, startTestNode, type TestNode } from '../api/support/test-node.ts';
import { budgetId, crossing, noonMs } from './support/alerts.ts';

let node: TestNode;
let call: Call;
let orgId: string;
const adminIds: string[] = [];

beforeAll(async () => {
  node = await startTestNode({ clock: () => noonMs });
});

afterAll(() => node.close());

beforeEach(async () => {
  const org = await makeOrg(node.call, 'acme');
  orgId = org.id;
  call = node.as(org.secret);
  adminIds.unshift(String(rowsOf(await call('GET', '/v1/keys'))[0]!.id));
});

function raise(...alerts: NewAlert[]): Promise<readonly string[]> {
  return inTransaction(node.node.context.pool, (tx) => raiseAlerts(tx, orgId, alerts));
}

test('alerts are listed newest first, by pages, and by what they are asked by', async () => {
  const other = {
    budgetId: '0190aaaa-0000-7000-8000-000000000002',
    budgetName: 'other',
    severity: 'critical',
  } as const;
  const alerts = Array.from({ length: 5 }, (_, index) => crossing(`bot-${index}`, { timeMs: noonMs + index }));
  await raise(...alerts, crossing('bot-9', { ...other, timeMs: noonMs + 10 }));
  const subjects = async (query: string) =>
    rowsOf(await call('GET', `/v1/alerts?${query}`)).map(({ subject }) => subject);
  expect(await subjects('')).toEqual(['bot-9', 'bot-4', 'bot-3', 'bot-2', 'bot-1', 'bot-0']);
  expect(await subjects(`budget=${budgetId}`)).toHaveLength(5);
  expect(await subjects('budget=other')).toEqual(['bot-9']);
  expect(await subjects('severity=critical')).toEqual(['bot-9']);
  expect(await subjects('agent=bot-3')).toEqual(['bot-3']);
  expect(await subjects('type=anomaly')).toEqual([]);
  expect(await subjects('state=resolved')).toEqual([]);
  const first = membersOf((await call('GET', '/v1/alerts?limit=4')).json);
  expect(await subjects(`limit=4&cursor=${String(first.next_cursor)}`)).toEqual(['bot-1', 'bot-0']);
  expect((await call('GET', '/v1/alerts?type=nonsense')).status).toBe(400);
});

test('an alert says what it is in words and in figures', async () => {
  const alert = crossing('support-bot');
  await raise(alert);
  const reply = await call('GET', `/v1/alerts/${alert.id}`);
  expect(reply.json).toMatchObject({
    id: alert.id,
    type: 'budget_threshold',
    severity: 'warning',
    state: 'open',
    time: '2026-11-23T14:00:00Z',
    title: 'Agent support-bot has used 86 % of 5.00 USD of budget support-daily (threshold 70 %)',
    budget: budgetId,
    owner: 'Ada',
    threshold: 0.7,
    window_start: '2026-11-22T23:00:00Z',
    window_end: '2026-11-23T23:00:00Z',
    figures: { spent_usd: '4.3', available_usd: '0.5', time_zone: 'Europe/Berlin' },
    changes: [],
  });
});

test('who acknowledges, snoozes and resolves an alert is kept, with the time', async () => {
  const alert = crossing('support-bot');
  await raise(alert);
  const path = `/v1/alerts/${alert.id}`;
  const until = new Date(noonMs + 3_600_000).toISOString();
  const [by] = adminIds;
  const byName = rowsOf(await call('GET', '/v1/keys'))[0]!.name;
  expect((await call('POST', `${path}/acknowledge`)).json).toMatchObject({ state: 'acknowledged', changed_by: by });
  expect((await call('POST', `${path}/snooze`, { until })).json).toMatchObject({
    state: 'snoozed',
    snoozed_until: '2026-11-23T15:00:00Z',
  });
  expect((await call('POST', `${path}/resolve`)).json).toMatchObject({ state: 'resolved', snoozed_until: null });
  expect((await call('POST', `${path}/resolve`)).status).toBe(200);
  const late = await call('POST', `${path}/acknowledge`);
  expect([late.status, membersOf(late.json).code]).toEqual([409, 'alert_resolved']);
  const { changes } = membersOf((await call('GET', path)).json) as { changes: Record<string, unknown>[] };
  expect(changes.map(({ changed_at: at, ...change }) => ({ ...change, at }))).toMatchObject(
    ['acknowledged', 'snoozed', 'resolved'].map((state) => ({
      state,
      changed_by: by,
      changed_by_name: byName,
      at: '2026-11-23T14:00:00Z',
    })),
  );
});

test.each([
  [{ until: '2026-11-23T14:00:00Z' }, 'until'],
  [{ until: '2027-11-23T14:00:00Z' }, 'until'],
  [{ until: 'tomorrow' }, 'until'],
  [{}, 'until'],
  [{ until: '2026-11-24T14:00:00Z', forever: true }, 'forever'],
])('a snooze that cannot be is refused: %o', async (body, field) => {
  const alert = crossing('support-bot');
  await raise(alert);
  const reply = await call('POST', `/v1/alerts/${alert.id}/snooze`, body);
  expect([reply.status, membersOf(reply.json).field]).toEqual([400, field]);
});

test('an alert of another org is told exactly like one that does not exist', async () => {
  const alert = crossing('support-bot');
  await raise(alert);
  const stranger = node.as((await makeOrg(node.call, 'other')).secret);
  const nobody = '0190ffff-0000-7000-8000-000000000001';
  for (const [method, path] of [
    ['GET', ''],
    ['POST', '/acknowledge'],
    ['POST', '/resolve'],
  ] as const) {
    const replies = await Promise.all([alert.id, nobody].map((id) => stranger(method, `/v1/alerts/${id}${path}`)));
    expect(replies.map(({ status }) => status)).toEqual([404, 404]);
  }
  expect(rowsOf(await stranger('GET', '/v1/alerts'))).toEqual([]);
});

test('services read alerts and change none; agents do neither', async () => {
  const alert = crossing('support-bot');
  await raise(alert);
  const service = node.as((await makeKey(call, { kind: 'service' })).secret);
  const agent = node.as((await makeKey(call, { kind: 'agent', agent: 'bot' })).secret);
  expect((await service('GET', '/v1/alerts')).status).toBe(200);
  expect((await service('GET', '/v1/deliveries')).status).toBe(200);
  expect((await agent('GET', '/v1/alerts')).status).toBe(403);
  for (const holder of [service, agent])
    expect((await holder('POST', `/v1/alerts/${alert.id}/resolve`)).status).toBe(403);
});
