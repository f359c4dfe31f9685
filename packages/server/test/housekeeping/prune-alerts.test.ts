import { afterEach, beforeEach, expect, test } from 'vitest';
import { actOnAlert } from '../../src/services/alerts/change-alerts.ts';
import { pruneAlerts } from '../../src/services/housekeeping/prune-alerts.ts';
import { crossing } from '../alerts/support/alerts.ts';
import { type DeliveryHarness, startHarness } from '../alerts/support/delivery-harness.ts';
import { answering, type Receiver, startReceiver } from '../alerts/support/receiver.ts';

const dayMs = 86_400_000;

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

async function subjects(table: string): Promise<string[]> {
  const { rows } = await harness.pool.query<{ name: string }>(table);
  return rows.map(({ name }) => name);
}

const alerts = 'SELECT subject AS name FROM alerts ORDER BY 1';
const messages = `SELECT a.subject || ' ' || d.state AS name FROM deliveries d
  JOIN delivery_alerts n ON n.org_id = d.org_id AND n.delivery_id = d.id
  JOIN alerts a ON a.org_id = n.org_id AND a.id = n.alert_id ORDER BY 1`;

async function told(subject: string, more: Parameters<typeof crossing>[1] = {}): Promise<string> {
  const [id] = await harness.raise(crossing(subject, { notify: ['ops'], timeMs: harness.nowMs, ...more }));
  await harness.dispatch();
  await harness.deliver();
  harness.nowMs += 61_000;
  return id!;
}

async function resolve(id: string): Promise<void> {
  await harness.change(async (org) => void (await actOnAlert(org, id, { kind: 'resolve' })));
}

test('what is over goes when it is old; what is open or on its way stays, however old it is', async () => {
  const over = await told('over');
  await told('open');
  const endless = await told('endless', { windowStartMs: null, windowEndMs: null });
  receiver.answer = answering(410);
  await told('dead');
  await harness.pool.query('UPDATE channels SET disabled_at = NULL, disabled_reason = NULL');
  receiver.answer = answering(500);
  await told('pending');
  await resolve(over);
  await resolve(endless);
  // The ends of their windows were told of, as the dispatcher does when they come.
  await harness.pool.query('DELETE FROM alert_outbox');

  await pruneAlerts(harness.pool, harness.nowMs + 29 * dayMs);
  expect(await subjects(messages)).toHaveLength(5);
  await pruneAlerts(harness.pool, harness.nowMs + 31 * dayMs);
  expect(await subjects(messages)).toEqual(['pending pending']);
  expect(await subjects(alerts)).toContain('over');
  await pruneAlerts(harness.pool, harness.nowMs + 182 * dayMs);
  // The budget for ever counts on: its alert must not fire a second time.
  expect((await subjects(alerts)).filter((name) => name !== 'ops')).toEqual(['dead', 'endless', 'open', 'pending']);
  const { rows } = await harness.pool.query('SELECT 1 FROM alert_changes WHERE alert_id = $1', [over]);
  expect(rows).toEqual([]);
});

test('an alert whose figures are damaged is given up with the reason, and keeps no other waiting', async () => {
  const figures = { unit: 'usd', amounts: { limit: 'five', spent: '1' }, facts: {} } as const;
  await harness.raise(crossing('damaged', { notify: ['ops'], figures }));
  await harness.dispatch();
  await harness.deliver();
  await told('sound', { thresholdPpm: 900_000 });
  const shown = (await harness.deliveries()).map(({ state, attempts, lastError }) => [state, attempts, lastError]);
  expect(shown).toEqual([
    ['dead', 1, expect.stringMatching(/^the alert cannot be put into words: .*five/)],
    ['delivered', 1, null],
  ]);
  expect(receiver.received).toHaveLength(1);
  const { rows } = await harness.pool.query<{ failures: number }>('SELECT failures FROM channels');
  expect(rows).toEqual([{ failures: 0 }]);
});

test('an attempt that is cut short by a stop counts as none of the ten', async () => {
  receiver.answer = () => undefined;
  await harness.raise(crossing('a', { notify: ['ops'] }));
  await harness.dispatch();
  const attempt = harness.deliver();
  await receiver.until(1);
  harness.deliverer.stop();
  await attempt;
  expect(await harness.deliveries()).toMatchObject([{ state: 'pending', attempts: 0, nextMs: harness.nowMs }]);
});
