import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { raiseAlerts } from '../../src/services/alerts/raise-alerts.ts';
import { inTransaction } from '../../src/store/connection.ts';
import { membersOf, rowsOf, textOf } from '../api/support/fields.ts';
import { startTestNode, type TestNode } from '../api/support/test-node.ts';
import { crossing } from './support/alerts.ts';
import { type Receiver, startReceiver } from './support/receiver.ts';

let node: TestNode;
let receiver: Receiver;
let orgId: string;

beforeAll(async () => {
  node = await startTestNode({ allowedPrivate: ['127.0.0.0/8'] });
  receiver = await startReceiver();
  orgId = textOf(rowsOf(await node.call('GET', '/v1/orgs'))[0], 'id');
});

afterAll(async () => {
  await node.close();
  await receiver.close();
});

test('an alert of a budget that names a webhook is delivered, signed, once', async () => {
  const made = await node.call('POST', '/v1/channels', { name: 'ops', kind: 'webhook', url: receiver.url });
  expect(made.status).toBe(201);
  const secret = textOf(made.json, 'signing_secret');
  const alert = crossing('support-bot', { notify: ['ops'], timeMs: Date.now() });
  const raise = () =>
    inTransaction(node.node.context.pool, (tx) => raiseAlerts(tx, orgId, [alert, { ...alert, id: crossing('x').id }]));
  expect(await raise()).toEqual([alert.id]);
  expect(await raise()).toEqual([]);
  const [received] = await receiver.until(1);
  const body = membersOf(new Webhook(secret).verify(received!.body, received!.headers as Record<string, string>));
  expect(body.type).toBe('alert.budget_threshold');
  await expect
    .poll(async () => rowsOf(await node.call('GET', '/v1/deliveries'))[0]?.state, { timeout: 10_000 })
    .toBe('delivered');
  const [delivery] = rowsOf(await node.call('GET', '/v1/deliveries'));
  expect(delivery).toMatchObject({
    id: received!.headers['webhook-id'],
    attempts: 1,
    alerts: [alert.id],
    channel: 'ops',
  });
  expect(receiver.received).toHaveLength(1);
});
