import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ConnectionBook, createConnectionBook } from '../../src/services/connections/connection-book.ts';
import { defaultOrgId } from '../../src/services/orgs/create-org.ts';
import { startTestNode, type TestNode } from '../api/support/test-node.ts';

let node: TestNode;
let nowMs = 1_000;

beforeAll(async () => {
  node = await startTestNode();
});
afterAll(() => node.close());

/** The memory of another node on the same database, with a clock of its own. */
function otherNode(): ConnectionBook {
  const { pool, changes } = node.node.context;
  return createConnectionBook({ pool, vault: changes.vault, nowMs: () => nowMs });
}

it('another node sees a new key, and an end, after two seconds at most', async () => {
  const other = otherNode();
  expect(await other.find(defaultOrgId, 'main')).toBeNull();
  await node.call('POST', '/v1/connections', { name: 'main', provider: 'openai', api_key: 'sk-first-0123456789' });
  expect(await other.find(defaultOrgId, 'main')).toMatchObject({
    name: 'main',
    provider: 'openai',
    priceProvider: 'openai',
    baseUrl: 'https://api.openai.com/v1',
    credential: 'sk-first-0123456789',
    timeouts: { connectMs: 10_000, firstByteMs: 600_000, idleMs: 300_000, totalMs: 900_000 },
    policy: { mode: null, maxOutputTokens: null, minOutputTokens: null },
  });
  await node.call('PATCH', '/v1/connections/main', { api_key: 'sk-second-0123456789' });
  nowMs += 1_999;
  expect(other.find(defaultOrgId, 'main')).toMatchObject({ credential: 'sk-first-0123456789' });
  nowMs += 1;
  expect(await other.find(defaultOrgId, 'main')).toMatchObject({ credential: 'sk-second-0123456789' });
  await node.call('DELETE', '/v1/connections/main');
  nowMs += 2_000;
  expect(await other.find(defaultOrgId, 'main')).toBeNull();
});

it('is of one org', async () => {
  await node.call('POST', '/v1/connections', { name: 'mine', provider: 'openai', api_key: 'sk-first-0123456789' });
  const other = otherNode();
  expect(await other.find(defaultOrgId, 'mine')).not.toBeNull();
  expect(await other.find('00000000-0000-7000-8000-0000000000ff', 'mine')).toBeNull();
});
