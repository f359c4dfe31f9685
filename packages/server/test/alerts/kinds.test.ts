import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { resolveAlerts } from '../../src/services/alerts/change-alerts.ts';
import { membersOf } from '../api/support/fields.ts';
import { crossing } from './support/alerts.ts';
import { type DeliveryHarness, startHarness } from './support/delivery-harness.ts';
import { answering, ok, type Receiver, startReceiver } from './support/receiver.ts';

let harness: DeliveryHarness;
let receiver: Receiver;

beforeEach(async () => {
  harness = await startHarness();
  receiver = await startReceiver();
});

afterEach(async () => {
  await receiver.close();
  await harness.close();
});

async function send(): Promise<void> {
  await harness.dispatch();
  await harness.deliver();
}

function bodies(): Record<string, unknown>[] {
  return receiver.received.map(({ body }) => membersOf(JSON.parse(body)));
}

describe('Slack', () => {
  beforeEach(async () => {
    const settings = { kind: 'slack', host: new URL(receiver.url).host } as const;
    await harness.channel({ name: 'chat', settings, secrets: { url: receiver.url } });
  });

  test('gets a header, fields and what happens next, with nothing that it would read as a command', async () => {
    await harness.raise(crossing('support-bot', { budgetName: '<!channel> & co', owner: '<@U1>' }));
    await send();
    expect(bodies()).toEqual([
      {
        text: 'Agent support-bot has used 86 % of 5.00 USD of budget &lt;!channel&gt; &amp; co (threshold 70 %)',
        blocks: [
          {
            type: 'header',
            text: {
              type: 'plain_text',
              text: '🟡 Agent support-bot has used 86 % of 5.00 USD of budget <!channel> & co (threshold 70 %)',
            },
          },
          {
            type: 'section',
            fields: [
              { type: 'mrkdwn', text: '*Spent*\n4.30 USD' },
              { type: 'mrkdwn', text: '*Reserved*\n0.20 USD' },
              { type: 'mrkdwn', text: '*Left*\n0.50 USD' },
              { type: 'mrkdwn', text: '*Limit*\n5.00 USD' },
              { type: 'mrkdwn', text: '*Window*\nday 2026-11-23, ends 2026-11-24 00:00 (Europe/Berlin)' },
              { type: 'mrkdwn', text: '*Owner*\n&lt;@U1&gt;' },
            ],
          },
          {
            type: 'section',
            text: {
              type: 'mrkdwn',
              text:
                'Spending goes on. Above 5.00 USD calls are refused until 2026-11-24 00:00 (Europe/Berlin), ' +
                'or until its limit is raised.',
            },
          },
        ],
      },
    ]);
    expect((await harness.deliveries())[0]!.state).toBe('delivered');
  });

  test('keeps to the limits of Slack however many alerts there are', async () => {
    await harness.raise(...Array.from({ length: 500 }, (_, index) => crossing(`${'x'.repeat(100)}-${index}`)));
    await send();
    const [message] = bodies();
    for (const block of message!.blocks as Record<string, unknown>[]) {
      const text = membersOf(block.text ?? { text: '' }).text as string;
      expect(text.length).toBeLessThanOrEqual(block.type === 'header' ? 150 : 3_000);
    }
    expect(JSON.stringify(message)).toContain('more: GET /v1/alerts has them all');
  });

  test('that answers 200 without "ok" has not taken it', async () => {
    receiver.answer = (response) => response.writeHead(200).end('<html>sign in</html>');
    await harness.raise(crossing('support-bot'));
    await send();
    const [delivery] = await harness.deliveries();
    expect(delivery).toMatchObject({ state: 'pending', lastError: 'answered 200 without "ok": <html>sign in</html>' });
  });
});

describe('PagerDuty', () => {
  beforeEach(async () => {
    receiver.answer = answering(202);
    const settings = { kind: 'pagerduty', url: receiver.url } as const;
    await harness.channel({ name: 'pager', settings, secrets: { routing_key: 'R0UT1NG' } });
  });

  test('is told what triggered, and of the same incident that it is resolved', async () => {
    const [id] = await harness.raise(crossing('support-bot'));
    await send();
    await resolveAlerts(harness.pool, harness.orgId, [id!], 'a-key', harness.nowMs);
    await send();
    const [trigger, resolve] = bodies();
    expect(trigger).toMatchObject({
      routing_key: 'R0UT1NG',
      event_action: 'trigger',
      payload: {
        summary: 'Agent support-bot has used 86 % of 5.00 USD of budget support-daily (threshold 70 %)',
        source: 'cofferdam',
        severity: 'warning',
        timestamp: '2026-11-23T14:00:00.000Z',
        component: 'support-daily',
        group: 'Ada',
        class: 'budget_threshold',
        custom_details: { Spent: '4.30 USD', Reserved: '0.20 USD', Left: '0.50 USD' },
      },
    });
    expect(resolve).toEqual({
      routing_key: 'R0UT1NG',
      event_action: 'resolve',
      dedup_key: membersOf(trigger).dedup_key,
    });
    expect(String(resolve!.dedup_key).length).toBeLessThanOrEqual(255);
  });

  test('knows an incident of each subject and threshold, whatever the alert is called', async () => {
    const alerts = [crossing('a'), crossing('a', { thresholdPpm: 900_000 })];
    await harness.raise(...alerts);
    await send();
    await harness.raise(crossing('b', { budgetId: '0190aaaa-0000-7000-8000-000000000002' }));
    await send();
    expect(new Set(bodies().map(({ dedup_key: key }) => key)).size).toBe(3);
  });

  test('is told that an incident of several is resolved once all of them are, and once only', async () => {
    const ids = await harness.raise(crossing('a'), crossing('b'));
    await send();
    await resolveAlerts(harness.pool, harness.orgId, ids.slice(0, 1), 'a-key', harness.nowMs);
    await send();
    expect(bodies()).toHaveLength(1);
    await resolveAlerts(harness.pool, harness.orgId, ids, 'a-key', harness.nowMs);
    await send();
    await resolveAlerts(harness.pool, harness.orgId, ids, 'a-key', harness.nowMs);
    await send();
    expect(bodies().map(({ event_action: action }) => action)).toEqual(['trigger', 'resolve']);
  });

  test('is told by itself at the end of the window, and after the trigger even if that was late', async () => {
    receiver.answer = answering(500);
    const alert = crossing('support-bot');
    await harness.raise(alert);
    await send();
    harness.nowMs = alert.windowEndMs!;
    receiver.answer = answering(202);
    await send();
    const taken = bodies().slice(1);
    expect(taken.map(({ event_action: action }) => action)).toEqual(['trigger', 'resolve']);
    const { rows } = await harness.pool.query('SELECT state, changed_by FROM alerts');
    expect(rows).toEqual([{ state: 'resolved', changed_by: 'window' }]);
  });
});

test('channels of other kinds are not told that something is resolved', async () => {
  receiver.answer = ok;
  await harness.channel({ name: 'hook', settings: { kind: 'webhook', url: receiver.url } });
  const ids = await harness.raise(crossing('support-bot'));
  await send();
  await resolveAlerts(harness.pool, harness.orgId, ids, 'a-key', harness.nowMs);
  await send();
  expect(receiver.received).toHaveLength(1);
});
