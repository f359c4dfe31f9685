import { afterEach, beforeEach, expect, test } from 'vitest';
import { testAdminKey } from '../api/support/test-node.ts';
import { type CutPoint, type CuttingProxy, startProxy } from '../faults/support/cutting-proxy.ts';
import { untilAnswered } from '../faults/support/retrying.ts';
import { call, startNode } from '../lane/support/nodes.ts';
import { createTestDatabase, type TestDatabase } from '../postgres.ts';
import type { ServerNode } from '../../src/wire.ts';

let database: TestDatabase;
let proxy: CuttingProxy;
let node: ServerNode;

beforeEach(async () => {
  database = await createTestDatabase();
  proxy = await startProxy(database.connection);
  node = await startNode(proxy.database);
});
afterEach(async () => {
  await node.close();
  await proxy.close();
  await database.drop();
});

function fileWith(amount: string): object {
  const budgets = ['one', 'two', 'three'].map((name) => ({ name, per: 'org', window: 'day', limit_usd: amount }));
  const prices = [{ provider: 'openai', model: 'gpt-4o', input_usd_per_mtok: amount, output_usd_per_mtok: amount }];
  return { version: 1, prices, budgets };
}

function apply(amount: string, key: string) {
  return call(node, 'POST', '/v1/policy/apply', { policy: fileWith(amount) }, { 'idempotency-key': key });
}

/** Every figure of the policy that is in force. */
async function figures(): Promise<Set<unknown>> {
  const { body } = await untilAnswered(() =>
    call(node, 'GET', '/v1/policy', undefined, { authorization: `Bearer ${testAdminKey}` }),
  );
  const { budgets, prices } = body as { budgets: Record<string, unknown>[]; prices: Record<string, unknown>[] };
  return new Set([...budgets.map((one) => one['limit_usd']), ...prices.map((one) => one['input_usd_per_mtok'])]);
}

const points: readonly (readonly [CutPoint, string])[] = [
  ['before COMMIT', '1'],
  ['after COMMIT', '2'],
];

test.each(points)(
  'a file whose transaction is cut %s leaves one policy whole, and can be applied again',
  async (point, left) => {
    expect((await apply('1', 'first')).status).toBe(200);
    proxy.cutAt(point, 'config_version');
    const cut = await apply('2', 'second');
    expect([cut.status, proxy.cuts()]).toEqual([503, 1]);
    const seen = await figures();
    // A COMMIT that is on its way may arrive after the question: what must never be seen is a mixture.
    expect([...seen]).toHaveLength(1);
    if (left === '1') expect(seen).toEqual(new Set(['1']));
    expect((await untilAnswered(() => apply('2', 'second'))).status).toBe(200);
    expect(await figures()).toEqual(new Set(['2']));
  },
);
