import { afterAll, beforeAll, expect, test } from 'vitest';
import { textOf } from '../support/fields.ts';
import { startTestNode, type TestNode } from '../support/test-node.ts';

let server: TestNode;

beforeAll(async () => {
  server = await startTestNode();
});

afterAll(() => server.close());

test('an agent that is paused gets no more for a reservation that it holds, though it may settle it', async () => {
  const held = await server.call('POST', '/v1/reservations', { agent: 'stopped', run: 'r', amount_usd: '1' });
  const id = textOf(held.json, 'id');
  await server.call('POST', '/v1/agents/stopped/pause', {});

  const more = await server.call('POST', `/v1/reservations/${id}/extend`, { amount_usd: '2' });
  expect([more.status, more.json]).toEqual([403, expect.objectContaining({ code: 'agent_paused' })]);
  const settled = await server.call('POST', `/v1/reservations/${id}/settle`, { cost_usd: '3' });
  expect(settled.json).toMatchObject({ cost_usd: '3', overage: true });
});

test('a run that was finished gets no more for a reservation that it holds', async () => {
  const held = await server.call('POST', '/v1/reservations', { agent: 'done', run: 'over', amount_usd: '1' });
  const id = textOf(held.json, 'id');
  await server.call('POST', '/v1/runs/over/finish', { status: 'failed' });
  // A change of the configuration makes the node forget what it remembers of the org.
  await server.call('POST', '/v1/keys', { name: 'another', kind: 'service' });

  const more = await server.call('POST', `/v1/reservations/${id}/extend`, { amount_usd: '2' });
  expect([more.status, more.json]).toEqual([403, expect.objectContaining({ code: 'run_finished' })]);
});
