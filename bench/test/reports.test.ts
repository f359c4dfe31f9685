import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensurePartitions } from '../../packages/server/src/store/partitions.ts';
import { startTestNode, type TestNode } from '../../packages/server/test/api/support/test-node.ts';
import { makeRecords } from '../reports/make-records.ts';
import { scenariosOf } from '../reports/scenarios.ts';

const records = 3_000;
const days = 2;
const toMs = Date.parse('2026-11-24T00:00:00Z');
const span = { fromMs: toMs - days * 86_400_000, toMs };

let node: TestNode;

beforeAll(async () => {
  node = await startTestNode({ clock: () => toMs + 3_600_000 });
  await makeRecords({ pool: node.pool, span, records, days, ensurePartitions, say: () => undefined });
  await node.node.insights.following.catchUp();
});
afterAll(() => node.close());

interface Row {
  readonly cost_usd: string;
  readonly records: number;
}

interface Answered {
  readonly data?: readonly Row[];
  readonly other?: Row | null;
  readonly totals?: Row;
  readonly from?: string;
  readonly to?: string;
}

/** Sums of the answer's rows, in nano-USD and records. */
function sumOf({ data = [], other }: Answered): { nano: bigint; count: number } {
  const rows = [...data, ...(other === null || other === undefined ? [] : [other])];
  const nanoOf = (usd: string): bigint => {
    const [whole = '0', part = ''] = usd.split('.');
    return BigInt(whole + part.padEnd(9, '0'));
  };
  return {
    nano: rows.reduce((sum, row) => sum + nanoOf(row.cost_usd), 0n),
    count: rows.reduce((sum, row) => sum + row.records, 0),
  };
}

test.each(scenariosOf(span))('the scenario "$name" is answered, with the sums of plain SQL', async ({ path }) => {
  const reply = await node.call('GET', path);
  expect([reply.status, reply.status === 200 ? '' : reply.text]).toEqual([200, '']);
  const answer = reply.json as Answered;
  if (!/\/(breakdown|series)\?/.test(path)) return;
  const team = new URLSearchParams(path.split('?')[1]).get('team');
  const { rows } = await node.pool.query<{ nano: string; count: number }>(
    `SELECT coalesce(sum(cost_nano_usd), 0)::text AS nano, count(*)::integer AS count FROM usage_records
      WHERE time >= $1 AND time < $2 AND ($3::text IS NULL OR team = $3)`,
    [answer.from, answer.to, team],
  );
  expect(sumOf(answer)).toEqual({ nano: BigInt(rows[0]!.nano), count: rows[0]!.count });
});

test('a backtest of all of it replays every record', async () => {
  const budgets = [{ name: 'agents', per: 'agent', window: 'day', limit_usd: '0.1' }];
  const period = { from: new Date(span.fromMs).toISOString(), to: new Date(toMs).toISOString() };
  const { json } = await node.call('POST', '/v1/backtests', { budgets, ...period });
  expect(json).toMatchObject({ records });
});
