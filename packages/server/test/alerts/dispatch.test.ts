import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { actOnAlert } from '../../src/services/alerts/change-alerts.ts';
import { listAlertChanges, requireAlert } from '../../src/services/alerts/find-alerts.ts';
import { raiseAlerts } from '../../src/services/alerts/raise-alerts.ts';
import { collectMs, dispatchOrg, quietMs } from '../../src/services/channels/dispatch.ts';
import { redeliver } from '../../src/services/channels/find-deliveries.ts';
import { rescueOverdue } from '../../src/services/channels/rescue.ts';
import { inTransaction } from '../../src/store/connection.ts';
import { membersOf } from '../api/support/fields.ts';
import { crossing, noonMs } from './support/alerts.ts';
import { type DeliveryHarness, operatorKey, startHarness } from './support/delivery-harness.ts';
import { answering, type Receiver, startReceiver } from './support/receiver.ts';

let harness: DeliveryHarness;
let receiver: Receiver;

beforeEach(async () => {
  harness = await startHarness();
  receiver = await startReceiver();
  await harness.channel({ name: 'ops', settings: { kind: 'webhook', url: receiver.url }, routes: [] });
});

afterEach(async () => {
  await receiver.close();
  await harness.close();
});

const told = { notify: ['ops'] };

async function send(): Promise<void> {
  await harness.dispatch();
  await harness.deliver();
}

/** The subjects that each message names. */
function named(): string[][] {
  return receiver.received.map(({ body }) => {
    const data = membersOf(membersOf(JSON.parse(body)).data);
    return (data.alerts as Record<string, unknown>[]).map(({ subject }) => String(subject));
  });
}

async function count(table: string): Promise<number> {
  const { rows } = await harness.pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`);
  return rows[0]!.n;
}

describe('raising', () => {
  test('fires once for a key, whatever is raised beside it and however many raise it at once', async () => {
    const raise = () =>
      inTransaction(harness.pool, (tx) => raiseAlerts(tx, harness.orgId, [crossing('a'), crossing('b')]));
    const fired = await Promise.all(Array.from({ length: 6 }, raise));
    expect(fired.flat()).toHaveLength(2);
    expect(await count('alerts')).toBe(2);
    expect(await count("alert_outbox WHERE event = 'raised'")).toBe(2);
  });

  test('leaves nothing behind where its transaction is rolled back', async () => {
    const broken = inTransaction(harness.pool, async (tx) => {
      await raiseAlerts(tx, harness.orgId, [crossing('a')]);
      throw new Error('the charge failed');
    });
    await expect(broken).rejects.toThrow('the charge failed');
    expect(await count('alerts')).toBe(0);
    expect(await count('alert_outbox')).toBe(0);
  });

  test('keeps every member as it was given, quotes and nulls and large figures among them', async () => {
    const alert = crossing('a "quoted" {subject}, \\ and NULL', {
      owner: null,
      notify: ['ops', 'a,b'],
      figures: { unit: 'usd', amounts: { spent: '9007199254740993' }, facts: { cause: 'a "b" \\ {c}' } },
    });
    await harness.raise(alert);
    expect(await requireAlert(harness.pool, harness.orgId, alert.id)).toEqual({
      ...alert,
      state: 'open',
      snoozedUntilMs: null,
      changedMs: null,
      changedBy: null,
    });
  });
});

describe('crossings of one budget and threshold', () => {
  test('100 a second for ten seconds are one message, and then one more that names all the others', async () => {
    for (let second = 0; second < 10; second += 1) {
      const subjects = Array.from({ length: 100 }, (_, index) => `agent-${second}-${index}`);
      await harness.raise(...subjects.map((subject) => crossing(subject, { ...told, timeMs: harness.nowMs })));
      await send();
    }
    expect(receiver.received).toHaveLength(1);
    harness.nowMs = noonMs + collectMs + quietMs;
    await send();
    const deliveries = await harness.deliveries();
    expect(receiver.received).toHaveLength(2);
    expect(deliveries.map(({ alertIds }) => alertIds.length)).toEqual([100, 900]);
    expect(membersOf(membersOf(JSON.parse(receiver.received[1]!.body)).data).title).toBe(
      '900 agents have used 70 % or more of 5.00 USD of budget support-daily',
    );
    expect(await count("alert_outbox WHERE event = 'raised'")).toBe(0);
  });

  test('that come within a second are told together, and one that comes alone is told after that second', async () => {
    await harness.raise(crossing('a', { ...told, timeMs: noonMs }));
    harness.nowMs = noonMs + collectMs - 1;
    await dispatchOrg(harness.pool, harness.orgId, harness.nowMs);
    expect(await harness.deliveries()).toEqual([]);
    await harness.raise(crossing('b', { ...told, timeMs: harness.nowMs }));
    harness.nowMs = noonMs + collectMs;
    await dispatchOrg(harness.pool, harness.orgId, harness.nowMs);
    await harness.deliver();
    expect(named()).toEqual([['a', 'b']]);
  });

  test('of another threshold, or another budget, are other messages', async () => {
    const elsewhere = { budgetId: '0190aaaa-0000-7000-8000-000000000002' };
    const first = [crossing('a', told), crossing('a', { ...told, thresholdPpm: 900_000 })];
    await harness.raise(...first, crossing('a', { ...told, ...elsewhere }));
    await send();
    expect(named()).toEqual([['a'], ['a'], ['a']]);
  });

  test('go to each channel with what it is told of only', async () => {
    const other = await startReceiver();
    const settings = { kind: 'webhook', url: other.url } as const;
    await harness.channel({ name: 'team-x', settings, routes: [{ team: 'x', severity: 'warning' }] });
    const teams = [crossing('a', { ...told, team: 'x' }), crossing('b', told), crossing('c', { team: 'x' })];
    await harness.raise(...teams, crossing('d', { team: 'x', severity: 'info', thresholdPpm: 500_000 }));
    await send();
    expect(named().map((subjects) => subjects.toSorted())).toEqual([['a', 'b']]);
    expect(membersOf(membersOf(JSON.parse(other.received[0]!.body)).data).count).toBe(2);
    expect(other.received).toHaveLength(1);
    await other.close();
  });

  test('with no channel to go to go nowhere, and are kept all the same', async () => {
    await harness.raise(crossing('a'));
    await send();
    expect(receiver.received).toEqual([]);
    expect(await count('alerts')).toBe(1);
    expect(await count("alert_outbox WHERE event = 'raised'")).toBe(0);
  });
});

describe('several nodes', () => {
  test('that dispatch and deliver at once make one message and send it once', async () => {
    await harness.raise(...Array.from({ length: 20 }, (_, index) => crossing(`agent-${index}`, told)));
    harness.nowMs += collectMs;
    const nodes = Array.from({ length: 6 }, () => dispatchOrg(harness.pool, harness.orgId, harness.nowMs));
    expect((await Promise.all(nodes)).reduce((sum, made) => sum + made, 0)).toBe(1);
    const [delivery] = await harness.deliveries();
    await Promise.all(Array.from({ length: 6 }, () => harness.deliverer.attempt(harness.orgId, delivery!.id)));
    expect(receiver.received).toHaveLength(1);
    expect((await harness.deliveries())[0]).toMatchObject({ state: 'delivered', attempts: 1 });
  });

  test('take over what a node had taken that was heard of no more, and not before', async () => {
    await harness.raise(crossing('a', told));
    await harness.dispatch();
    const [delivery] = await harness.deliveries();
    const lost = new Date(harness.nowMs + 30_000);
    await harness.pool.query('UPDATE deliveries SET claimed_until = $1, attempts = 1', [lost]);
    await harness.deliver();
    expect(receiver.received).toEqual([]);
    expect(await rescueOverdue(harness.pool, harness.nowMs + 30_000)).toBe(0);
    harness.nowMs += 36_000;
    expect(await rescueOverdue(harness.pool, harness.nowMs)).toBe(1);
    await harness.deliver();
    expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual([delivery!.id]);
  });
});

describe('an operator', () => {
  const key = operatorKey;

  test('who snoozes an alert is told of it again at that time, if it is not over by then', async () => {
    const [id] = await harness.raise(crossing('a', told));
    await send();
    const untilMs = harness.nowMs + 3_600_000;
    await harness.change(async (org) => void (await actOnAlert(org, id!, { kind: 'snooze', untilMs })));
    harness.nowMs = untilMs - 1_001;
    await send();
    expect(receiver.received).toHaveLength(1);
    await send();
    expect(receiver.received).toHaveLength(2);
    const again = membersOf(membersOf(JSON.parse(receiver.received[1]!.body)).data);
    expect(again.event).toBe('reminded');
    expect(again.title).toMatch(/^Still open: Agent a has used/);
    const changes = await listAlertChanges(harness.pool, harness.orgId, id!);
    expect(changes.map(({ state, changedBy }) => [state, changedBy])).toEqual([
      ['snoozed', key],
      ['open', 'snooze'],
    ]);
  });

  test('who resolves what he snoozed is not told of it again', async () => {
    const [id] = await harness.raise(crossing('a', told));
    await send();
    const untilMs = harness.nowMs + 3_600_000;
    await harness.change(async (org) => void (await actOnAlert(org, id!, { kind: 'snooze', untilMs })));
    await harness.change(async (org) => void (await actOnAlert(org, id!, { kind: 'resolve' })));
    harness.nowMs = untilMs;
    await send();
    expect(receiver.received).toHaveLength(1);
    expect(await requireAlert(harness.pool, harness.orgId, id!)).toMatchObject({ state: 'resolved', changedBy: key });
  });

  test('who has a dead message sent again gets it under the same id, with all its attempts before it', async () => {
    receiver.answer = answering(410);
    await harness.raise(crossing('a', told));
    await send();
    const [dead] = await harness.deliveries();
    expect(dead!.state).toBe('dead');
    receiver.answer = answering(200);
    await harness.pool.query('UPDATE channels SET disabled_at = NULL, disabled_reason = NULL');
    await harness.change(async (org) => void (await redeliver(org, dead!.id)));
    await harness.deliver();
    expect((await harness.deliveries())[0]).toMatchObject({ id: dead!.id, state: 'delivered', attempts: 1 });
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([dead!.id]));
  });
});

test('an alert whose window ended is over by itself', async () => {
  const alert = crossing('a', told);
  await harness.raise(alert);
  await send();
  harness.nowMs = alert.windowEndMs! - 1_001;
  await send();
  expect((await requireAlert(harness.pool, harness.orgId, alert.id)).state).toBe('open');
  await send();
  expect(await requireAlert(harness.pool, harness.orgId, alert.id)).toMatchObject({
    state: 'resolved',
    changedBy: 'window',
    changedMs: harness.nowMs,
  });
});
