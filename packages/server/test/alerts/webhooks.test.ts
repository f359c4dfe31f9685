import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { rotateSecret } from '../../src/services/channels/change-channel.ts';
import { createTargetGuard } from '../../src/services/outbound/target-guard.ts';
import { membersOf } from '../api/support/fields.ts';
import { budgetId, crossing, noonMs } from './support/alerts.ts';
import { type DeliveryHarness, startHarness } from './support/delivery-harness.ts';
import { answering, ok, type Received, type Receiver, startReceiver } from './support/receiver.ts';

let harness: DeliveryHarness;
let receiver: Receiver;
let secret: string;

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

beforeEach(async () => {
  harness = await startHarness({ timeoutMs: 1_000 });
  receiver = await startReceiver();
  const settings = { kind: 'webhook', url: receiver.url } as const;
  const { signingSecret } = await harness.channel({ name: 'ops', settings });
  secret = signingSecret!;
});

afterEach(async () => {
  await receiver.close();
  await harness.close();
});

async function sendOne(): Promise<void> {
  await harness.raise(crossing('support-bot'));
  await harness.dispatch();
  await harness.deliver();
}

/** The library checks the time of a message against its own clock, which is not the test's. */
function verify(received: Received, by: string): Record<string, unknown> {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures } = received.headers;
  const expected = new Webhook(by).sign(String(id), new Date(Number(timestamp) * secondMs), received.body);
  expect(String(signatures).split(' ')).toContain(expected);
  return membersOf(JSON.parse(received.body));
}

describe('a webhook', () => {
  test('is signed as Standard Webhooks says, and tells in words and exact figures what happened', async () => {
    await sendOne();
    const [received] = receiver.received;
    const body = verify(received!, secret);
    const [delivery] = await harness.deliveries();
    expect(received!.headers['webhook-id']).toBe(delivery!.id);
    expect(body).toMatchObject({
      type: 'alert.budget_threshold',
      timestamp: '2026-11-23T14:00:00.000Z',
      data: {
        event: 'raised',
        severity: 'warning',
        title: 'Agent support-bot has used 86 % of 5.00 USD of budget support-daily (threshold 70 %)',
        budget: { id: budgetId, name: 'support-daily', owner: 'Ada', limit_version: 1 },
        threshold: 0.7,
        count: 1,
        omitted: 0,
        alerts: [
          {
            subject: 'support-bot',
            limit_usd: '5',
            spent_usd: '4.3',
            reserved_usd: '0.2',
            available_usd: '0.5',
            window_end: '2026-11-23T23:00:00.000Z',
          },
        ],
      },
    });
  });

  test('is signed by both secrets for a day after a rotation, and then by the new one alone', async () => {
    const rules = { vault: harness.vault, targets: createTargetGuard({ allowedPrivate: [] }) };
    let rotated = '';
    await harness.change(async (org) => {
      rotated = (await rotateSecret(org, rules, 'ops')).signingSecret;
    });
    await sendOne();
    const [during] = receiver.received;
    verify(during!, secret);
    verify(during!, rotated);
    harness.nowMs += 25 * hourMs;
    await harness.raise(crossing('other-bot', { timeMs: harness.nowMs }));
    await harness.dispatch();
    await harness.deliver();
    const [, after] = receiver.received;
    verify(after!, rotated);
    expect(String(after!.headers['webhook-signature']).split(' ')).toHaveLength(1);
  });

  test('with more alerts than fit names as many as do, stays under 20 KB, and says how many it left out', async () => {
    const long = 'x'.repeat(120);
    await harness.raise(...Array.from({ length: 300 }, (_, index) => crossing(`${long}-${index}`)));
    await harness.dispatch();
    await harness.deliver();
    expect(receiver.received).toHaveLength(1);
    const { body } = receiver.received[0]!;
    expect(Buffer.byteLength(body)).toBeLessThan(20_000);
    const data = membersOf(membersOf(JSON.parse(body)).data);
    const shown = (data.alerts as unknown[]).length;
    expect(data.count).toBe(300);
    expect(shown).toBeGreaterThan(10);
    expect(shown + Number(data.omitted)).toBe(300);
  });
});

describe('a receiver that does not take it', () => {
  test('is tried again when Standard Webhooks says, with the same id and body, and given up after the tenth time', async () => {
    receiver.answer = answering(500);
    await sendOne();
    const hours = [5 / 3600, 5 / 60, 0.5, 2, 5, 10, 14, 20, 24];
    for (const [index, wait] of hours.entries()) {
      const [waiting] = await harness.deliveries();
      expect(waiting).toMatchObject({ state: 'pending', attempts: index + 1, lastStatus: 500 });
      expect(waiting!.nextMs - harness.nowMs).toBe(wait * hourMs);
      harness.nowMs += wait * hourMs - 1;
      await harness.deliver();
      expect(receiver.received).toHaveLength(index + 1);
      harness.nowMs += 1;
      await harness.deliver();
    }
    const dead = (await harness.deliveries()).find(({ type }) => type === 'budget_threshold');
    expect(dead).toMatchObject({ state: 'dead', attempts: 10, lastError: 'answered 500: status 500' });
    expect(receiver.received).toHaveLength(10);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
  });

  test('and asks for patience with 429 is left alone for as long', async () => {
    receiver.answer = answering(429, { 'retry-after': '120' });
    await sendOne();
    const [waiting] = await harness.deliveries();
    expect(waiting!.nextMs - harness.nowMs).toBe(120 * secondMs);
  });

  test('and asks for patience until a date is left alone until then', async () => {
    receiver.answer = answering(503, { 'retry-after': new Date(noonMs + hourMs).toUTCString() });
    await sendOne();
    const [waiting] = await harness.deliveries();
    expect(waiting!.nextMs).toBe(noonMs + hourMs);
  });

  test('and asks for a month of patience is given a day', async () => {
    receiver.answer = answering(429, { 'retry-after': '2592000' });
    await sendOne();
    expect((await harness.deliveries())[0]!.nextMs - harness.nowMs).toBe(24 * hourMs);
  });

  test('and redirects is not followed', async () => {
    const elsewhere = await startReceiver();
    receiver.answer = answering(302, { location: elsewhere.url });
    await sendOne();
    expect(elsewhere.received).toEqual([]);
    const [waiting] = await harness.deliveries();
    expect(waiting).toMatchObject({ lastStatus: 302, lastError: 'answered 302: redirects are not followed' });
    await elsewhere.close();
  });

  test('and is gone (410) is disabled at once, and told of', async () => {
    receiver.answer = answering(410);
    await sendOne();
    const { rows } = await harness.pool.query('SELECT disabled_reason FROM channels');
    expect(rows).toEqual([{ disabled_reason: 'answered 410: status 410' }]);
    expect((await harness.deliveries())[0]).toMatchObject({ state: 'dead', attempts: 1 });
    const alerts = await harness.pool.query("SELECT severity, subject FROM alerts WHERE type = 'channel_failing'");
    expect(alerts.rows).toEqual([{ severity: 'critical', subject: 'ops' }]);
    await harness.raise(crossing('other-bot'));
    await harness.dispatch();
    expect(await harness.deliveries()).toHaveLength(1);
  });

  test('and hangs is given up when its time is over', async () => {
    receiver.answer = () => undefined;
    await sendOne();
    expect((await harness.deliveries())[0]).toMatchObject({ lastStatus: null, lastError: 'no answer within 1 s' });
  });

  test('and streams garbage without end is not listened to: its status is its answer', async () => {
    receiver.answer = (response) => {
      response.writeHead(200);
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, 7)));
        response.once('drain', more);
      };
      more();
    };
    await sendOne();
    expect((await harness.deliveries())[0]).toMatchObject({ state: 'delivered', lastStatus: 200 });
  });

  test('and answers with what is not HTTP has failed', async () => {
    receiver.answer = (response) => response.socket?.end('\u0000\u0001 220 not what you think\r\n');
    await sendOne();
    expect((await harness.deliveries())[0]).toMatchObject({ state: 'pending', lastStatus: null });
  });

  test('and answers with control characters shows none of them', async () => {
    receiver.answer = (response) => response.writeHead(400).end('\u001b[31m<b>no\r\nno\u0000 way');
    await sendOne();
    expect((await harness.deliveries())[0]!.lastError).toBe('answered 400: [31m<b>no no way');
  });
});

test('a receiver on an address that is not allowed is never called, whether it is written down or looked up', async () => {
  await harness.pool.query(
    `UPDATE channels SET settings = jsonb_set(settings, '{url}', to_jsonb(replace(settings->>'url', '127.0.0.1', '[::1]')))`,
  );
  await sendOne();
  const [refused] = await harness.deliveries();
  expect(refused!.lastError).toContain('is not an address of the public internet');
  await harness.pool.query(
    `UPDATE channels SET settings = '{"kind":"webhook","url":"http://metadata.google.internal/"}'`,
  );
  harness.nowMs += 5 * minuteMs;
  await harness.deliver();
  expect((await harness.deliveries())[0]!.lastError).toContain('metadata host');
  expect(receiver.received).toEqual([]);
});

test('a receiver that was down for an hour gets everything afterwards, in the order in which it happened', async () => {
  receiver.answer = answering(503);
  await harness.raise(crossing('support-bot'));
  await harness.dispatch();
  await harness.deliver();
  for (const [index, threshold] of [800_000, 900_000, 950_000].entries()) {
    harness.nowMs = noonMs + (index + 1) * 15 * minuteMs;
    await harness.raise(crossing('support-bot', { thresholdPpm: threshold, timeMs: harness.nowMs }));
    await harness.dispatch();
    await harness.deliver();
  }
  receiver.answer = ok;
  const failed = receiver.received.length;
  harness.nowMs = noonMs + 5 * hourMs;
  await harness.deliver();
  const thresholds = receiver.received
    .slice(failed)
    .map(({ body }) => membersOf(membersOf(JSON.parse(body)).data).threshold);
  expect(thresholds.filter((threshold) => threshold !== null)).toEqual([0.7, 0.8, 0.9, 0.95]);
  expect((await harness.deliveries()).every(({ state }) => state === 'delivered')).toBe(true);
});

test('a channel that fails is told of once, to the others and not to itself, and that is over when it answers again', async () => {
  const other = await startReceiver();
  await harness.channel({
    name: 'backup',
    settings: { kind: 'webhook', url: other.url },
    routes: [{ type: 'channel_failing' }],
  });
  receiver.answer = answering(500);
  await sendOne();
  for (const waitMs of [5 * secondMs, 5 * minuteMs, 30 * minuteMs]) {
    harness.nowMs += waitMs;
    await harness.deliver();
  }
  await harness.dispatch();
  await harness.deliver();
  expect(other.received.map(({ body }) => membersOf(JSON.parse(body)).type)).toEqual(['alert.channel_failing']);
  expect(other.received[0]!.body).toContain('Channel ops is failing: 3 attempts in a row');
  const failing = "SELECT state FROM alerts WHERE type = 'channel_failing'";
  const states = async () => (await harness.pool.query<{ state: string }>(failing)).rows;
  expect(await states()).toEqual([{ state: 'open' }]);
  receiver.answer = ok;
  harness.nowMs += 2 * hourMs;
  await harness.deliver();
  expect(await states()).toEqual([{ state: 'resolved' }]);
  await other.close();
});

test('a channel gets as many messages in a minute as it takes, and the rest in the minutes after', async () => {
  await harness.pool.query('UPDATE channels SET rate_limit_per_minute = 2');
  const budgets = Array.from({ length: 5 }, (_, index) => `0190aaaa-0000-7000-8000-00000000010${index}`);
  await harness.raise(...budgets.map((id) => crossing('support-bot', { budgetId: id })));
  await harness.dispatch();
  await harness.deliver();
  const counts = [receiver.received.length];
  for (let minute = 0; minute < 3; minute += 1) {
    harness.nowMs += minuteMs;
    await harness.deliver();
    counts.push(receiver.received.length);
  }
  expect(counts).toEqual([2, 4, 5, 5]);
});
