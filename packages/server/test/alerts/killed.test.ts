import { fileURLToPath } from 'node:url';
import { Webhook } from 'standardwebhooks';
import { expect, onTestFinished, test, vi } from 'vitest';
import { membersOf } from '../api/support/fields.ts';
import { type ServerProcess, startServerProcess } from '../faults/support/killed-server.ts';
import { ownDirectory } from '../faults/support/own-postgres.ts';
import { adminKey } from '../lane/support/nodes.ts';
import { runningConnection } from '../../src/store/embedded/index.ts';
import { queryOnce } from '../embedded/query.ts';
import { ok, startReceiver } from './support/receiver.ts';

const script = fileURLToPath(new URL('../faults/support/server-process.ts', import.meta.url));
const command = ['--conditions=cofferdam-source', '--import', 'tsx', script];

async function call(server: ServerProcess, method: string, path: string, body?: unknown): Promise<unknown> {
  const headers = { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' };
  const init = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await fetch(`${server.url}${path}`, { method, headers, ...init });
  expect(answer.ok).toBe(true);
  return answer.json();
}

async function dataOf(server: ServerProcess, path: string): Promise<Record<string, unknown>[]> {
  return membersOf(await call(server, 'GET', path)).data as Record<string, unknown>[];
}

test('kill -9 right after the charge that crosses a threshold is answered: it is told of after the restart, once', async () => {
  const receiver = await startReceiver();
  onTestFinished(() => receiver.close());
  vi.stubEnv('COFFERDAM_ALLOW_PRIVATE_TARGETS', '127.0.0.0/8');
  onTestFinished(() => void vi.unstubAllEnvs());
  const dataDir = await ownDirectory();
  const first = await startServerProcess(command, dataDir);
  onTestFinished(() => first.kill());
  const channel = { name: 'ops', kind: 'webhook', url: receiver.url };
  const secret = String(membersOf(await call(first, 'POST', '/v1/channels', channel)).signing_secret);
  const budget = {
    name: 'daily',
    per: 'agent',
    window: 'lifetime',
    limit_usd: '1',
    notify: ['ops'],
    thresholds: [0.5],
  };
  await call(first, 'POST', '/v1/budgets', budget);
  await call(first, 'POST', '/v1/usage', { id: '1', source: 'test', agent: 'bot', run: 'r', cost_usd: '0.6' });
  await first.kill();
  expect(receiver.received).toEqual([]);

  const second = await startServerProcess(command, dataDir);
  onTestFinished(() => second.kill());
  const [received] = await receiver.until(1);
  const verified = new Webhook(secret).verify(received!.body, received!.headers as Record<string, string>);
  expect(membersOf(verified).type).toBe('alert.budget_threshold');
  await expect
    .poll(async () => (await dataOf(second, '/v1/deliveries')).map(({ id, state }) => [id, state]), { timeout: 10_000 })
    .toEqual([[received!.headers['webhook-id'], 'delivered']]);
  expect(await dataOf(second, '/v1/alerts')).toHaveLength(1);
  expect(receiver.received).toHaveLength(1);
}, 60_000);

test('kill -9 in the middle of a send: it is sent again after the restart, under the same id, and is told of once', async () => {
  const receiver = await startReceiver(() => undefined);
  onTestFinished(() => receiver.close());
  vi.stubEnv('COFFERDAM_ALLOW_PRIVATE_TARGETS', '127.0.0.0/8');
  onTestFinished(() => void vi.unstubAllEnvs());
  const dataDir = await ownDirectory();
  const first = await startServerProcess(command, dataDir);
  onTestFinished(() => first.kill());
  await call(first, 'POST', '/v1/channels', { name: 'ops', kind: 'webhook', url: receiver.url });
  const budget = { name: 'ever', per: 'agent', window: 'lifetime', limit_usd: '1', notify: ['ops'], thresholds: [0.5] };
  await call(first, 'POST', '/v1/budgets', budget);
  await call(first, 'POST', '/v1/usage', { id: '1', source: 'test', agent: 'bot', run: 'r', cost_usd: '0.6' });
  const [begun] = await receiver.until(1);
  await first.kill();
  receiver.answer = ok;

  const second = await startServerProcess(command, dataDir);
  onTestFinished(() => second.kill());
  // The claim of the node that died is over, as it would be after its 20 seconds.
  await queryOnce(
    await runningConnection(dataDir),
    "UPDATE deliveries SET claimed_until = now() - interval '1 minute', next_at = now() - interval '1 minute'",
  );
  const received = await receiver.until(2);
  expect(received[1]!.headers['webhook-id']).toBe(begun!.headers['webhook-id']);
  await expect
    .poll(
      async () => (await dataOf(second, '/v1/deliveries')).map(({ id, state, attempts }) => [id, state, attempts]),
      {
        timeout: 10_000,
      },
    )
    .toEqual([[begun!.headers['webhook-id'], 'delivered', 2]]);
  expect(receiver.received).toHaveLength(2);
}, 60_000);
