import { afterAll, beforeAll, expect, test } from 'vitest';
import { raiseAlerts } from '../../src/services/alerts/raise-alerts.ts';
import { inTransaction } from '../../src/store/connection.ts';
import { membersOf } from '../api/support/fields.ts';
import { type Nodes, startNodes } from '../lane/support/nodes.ts';
import { crossing } from './support/alerts.ts';
import { answering, ok, type Receiver, startReceiver } from './support/receiver.ts';

let nodes: Nodes;
let receiver: Receiver;

beforeAll(async () => {
  nodes = await startNodes(3, { allowedPrivate: ['127.0.0.0/8'] });
  receiver = await startReceiver();
});

afterAll(async () => {
  await nodes.close();
  await receiver.close();
});

test('three nodes deliver each message once, also after a first attempt that failed', async () => {
  receiver.answer = (response, count, received) => (count <= 3 ? answering(500) : ok)(response, count, received);
  await nodes.must('/v1/channels', { name: 'ops', kind: 'webhook', url: receiver.url, routes: [{}] });
  const { rows } = await nodes.pool.query<{ org_id: string }>('SELECT org_id FROM orgs');
  const budgets = Array.from({ length: 12 }, (_, index) => `0190aaaa-0000-7000-8000-0000000001${10 + index}`);
  const alerts = budgets.map((budgetId) => crossing('bot', { budgetId, timeMs: Date.now(), windowEndMs: null }));
  await inTransaction(nodes.nodes[0]!.context.pool, (tx) => raiseAlerts(tx, rows[0]!.org_id, alerts));
  await receiver.until(15);
  const states = async () => membersOf((await nodes.get('/v1/deliveries?state=delivered')).body).data as unknown[];
  await expect.poll(async () => (await states()).length, { timeout: 20_000 }).toBe(12);
  const ids = receiver.received.slice(3).map(({ headers }) => headers['webhook-id']);
  expect(new Set(ids).size).toBe(12);
  expect(receiver.received).toHaveLength(15);
}, 60_000);
