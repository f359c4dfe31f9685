import { afterAll, beforeAll, expect, it } from 'vitest';
import { membersOf } from '../support/fields.ts';
import { type Method, startTestNode, type TestNode } from '../support/test-node.ts';

let node: TestNode;
beforeAll(async () => {
  node = await startTestNode();
});
afterAll(() => node.close());

const budget = { name: 'x', per: 'org', window: 'day', limit_usd: '5' };
const wrong: readonly (readonly [Method, string, unknown, string])[] = [
  ['POST', '/v1/budgets', {}, 'name: is required; per: is required'],
  ['POST', '/v1/budgets', { ...budget, per: 'orgs' }, 'per: must be one of "run", "agent", "workflow"'],
  ['POST', '/v1/budgets', { ...budget, name: '' }, 'name: must not be empty'],
  ['POST', '/v1/budgets', { ...budget, thresholds: ['a'] }, 'thresholds.0: must be a number'],
  ['POST', '/v1/budgets', { ...budget, actions: [{ at: 0.5 }] }, 'actions.0.do: is required'],
  ['POST', '/v1/budgets', [], 'body: must be an object'],
  ['POST', '/v1/usage', {}, 'id: is required; source: is required'],
  ['POST', '/v1/usage', [], 'body: must not be empty'],
  [
    'POST',
    '/v1/usage',
    { id: '1', source: 's', agent: 'a', usage: { provider: 'openai' } },
    'usage.model: is required; usage.input_tokens: is required; usage.output_tokens: is required',
  ],
  ['POST', '/v1/reservations', { agent: 'a', estimate: { input_tokens: -1 } }, 'must be at least 0; estimate.max_out'],
  ['POST', '/v1/runs', { agent: 5 }, 'agent: must be text in quotes'],
  ['POST', '/v1/channels', { name: 'x' }, 'kind: is required: "webhook", "slack", "pagerduty", "email"'],
  ['POST', '/v1/channels', { name: 'x', kind: 'fax' }, 'kind: must be one of "webhook", "slack"'],
  ['POST', '/v1/channels', { name: 'x', kind: 'webhook' }, 'url: is required'],
  ['GET', '/v1/usage?limit=1000', undefined, 'limit: must be at most 200'],
];

it.each(wrong)('%s %s %j: %s %s', async (method, path, body, said) => {
  const reply = await node.call(method, path, body);
  expect(reply.status).toBe(400);
  const { detail, field } = membersOf(reply.json);
  expect(detail).toContain(said);
  expect(detail).not.toMatch(/Invalid|expected|received|Too /);
  expect(String(detail).startsWith(`${String(field)}: `)).toBe(true);
});
