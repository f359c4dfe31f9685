import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EntrySearch, findEntries } from '../../src/services/credits/find-entries.ts';
import { usedIn } from '../../src/services/credits/movements.ts';
import type { Queryable } from '../../src/store/connection.ts';
import { openPool } from '../../src/store/connection.ts';
import { ensurePartitions } from '../../src/store/partitions.ts';
import { createTestDatabase, type TestDatabase } from '../postgres.ts';
import type { PlanNode } from './support/explained.ts';

const dayMs = 86_400_000;
const days = 140;
const entries = 60_000;
const nowMs = Math.floor(Date.now() / dayMs) * dayMs;
const orgId = randomUUID();

let database: TestDatabase;
let pool: pg.Pool;

/** One entry in 1,000 is no charge; of the agents one has a fifth of all, and the others one in 500 each. */
const spread = `
  SELECT n, (lpad(to_hex($2::bigint - (${entries} - n) * (${days * dayMs} / ${entries})), 12, '0') || '7000' || '8000'
             || lpad(to_hex(n), 12, '0'))::uuid AS id,
         to_timestamp(($2::bigint - (${entries} - n) * (${days * dayMs} / ${entries})) / 1000.0) AS time
    FROM generate_series(1, ${entries}) AS n`;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = openPool(database.connection, 2);
  for (let day = days + 7; day >= 0; day -= 7) await ensurePartitions(pool, nowMs - day * dayMs);
  await pool.query(
    `INSERT INTO usage_records (org_id, id, seq, type, time, budget_time, recorded_at, agent, provider, model, run, tokens,
                                requests, cost_nano_usd, estimated, late, overage, prepaid)
     SELECT $1, id, n, 'cost', time, time, time, CASE WHEN n % 5 = 0 THEN 'busy' ELSE 'agent-' || n % 499 END,
            'acme', 'model-' || n % 97, 'run-' || n / 10, 0, 1, 90, false, false, false, true
       FROM (${spread}) s WHERE n % 1000 <> 0`,
    [orgId, nowMs],
  );
  await pool.query(
    `INSERT INTO ledger_entries (org_id, id, seq, kind, amount_nano_usd, balance_nano_usd, time, usage_record_id)
     SELECT $1, id, n, CASE WHEN n % 1000 = 0 THEN 'top_up' ELSE 'charge' END,
            CASE WHEN n % 1000 = 0 THEN 1000000 ELSE -90 END, (n / 1000) * 1000000::bigint - (n - n / 1000) * 90, time,
            CASE WHEN n % 1000 = 0 THEN NULL ELSE id END FROM (${spread}) s`,
    [orgId, nowMs],
  );
}, 120_000);

afterAll(async () => {
  await pool.end();
  await database.drop();
});

function flatten(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(flatten)];
}

/** Rows that the scans of a statement looked at, whether they kept them or not. */
function rowsRead(plan: PlanNode): number {
  const scans = flatten(plan).filter((node) => node['Relation Name'] !== undefined && node['Actual Loops'] > 0);
  return scans.reduce((sum, node) => {
    const removed = (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
    return sum + (node['Actual Rows'] + removed) * node['Actual Loops'];
  }, 0);
}

async function read(work: (db: Queryable) => Promise<unknown>): Promise<number> {
  let rows = 0;
  const query = async (given: string | { text: string; values: unknown[] }, values: unknown[] = []) => {
    const [text, all] = typeof given === 'string' ? [given, values] : [given.text, given.values];
    const explained = await pool.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
      `EXPLAIN (ANALYZE, FORMAT JSON) ${text}`,
      all,
    );
    rows += rowsRead(explained.rows[0]!['QUERY PLAN'][0].Plan);
    return pool.query(text, all);
  };
  await work({ query } as unknown as Queryable);
  return rows;
}

const none: EntrySearch = {
  kind: null,
  agent: null,
  run: null,
  model: null,
  lot: null,
  reference: null,
  fromMs: null,
  toMs: null,
  beforeId: null,
  limit: 51,
};

const period = { fromMs: nowMs - 90 * dayMs, toMs: nowMs - 60 * dayMs };

const searches: readonly [string, Partial<EntrySearch>][] = [
  ['everything', {}],
  ['a rare kind', { kind: 'top_up' }],
  ['a kind that there is none of', { kind: 'refund' }],
  ['charges', { kind: 'charge' }],
  ['a busy agent', { agent: 'busy' }],
  ['a rare agent', { agent: 'agent-7' }],
  ['an agent that there is none of', { agent: 'nobody' }],
  ['a rare agent in a month that is past', { agent: 'agent-7', ...period }],
  ['a run', { run: 'run-77' }],
  ['a model', { model: 'model-5' }],
  ['a model of a provider', { model: 'acme/model-5' }],
  ['a month that is past', period],
  ['charges of an agent', { agent: 'agent-7', kind: 'charge' }],
  ['corrections of an agent that has none', { agent: 'agent-7', kind: 'correction' }],
  ['purchases of an agent, which there are none of', { agent: 'agent-7', kind: 'top_up' }],
];

test('a page of the history reads about a page of rows', async () => {
  await pool.query('ANALYZE usage_records, ledger_entries');
  for (const [name, search] of searches) {
    const rows = await read((db) => findEntries(db, orgId, { ...none, ...search }));
    expect([name, rows < 8 * none.limit ? 'few' : rows]).toEqual([name, 'few']);
  }
  const burned = await read((db) => usedIn(db, orgId, { fromMs: nowMs - 7 * dayMs, toMs: nowMs }));
  expect(burned).toBeLessThan(200);
});

test.each(searches)('a page finds what plain SQL finds: %s', async (_name, search) => {
  const found = await findEntries(pool, orgId, { ...none, ...search });
  const { kind, agent, run, model, fromMs, toMs } = { ...none, ...search };
  const { rows } = await pool.query<{ id: string }>(
    `SELECT e.id FROM ledger_entries e LEFT JOIN usage_records u ON u.org_id = e.org_id AND u.id = e.usage_record_id
      WHERE e.org_id = $1 AND ($2::text IS NULL OR e.kind = $2) AND ($3::text IS NULL OR u.agent = $3)
        AND ($4::text IS NULL OR u.run = $4) AND ($5::text IS NULL OR u.model = $5 OR u.provider || '/' || u.model = $5)
        AND ($6::timestamptz IS NULL OR e.time >= $6) AND ($7::timestamptz IS NULL OR e.time < $7)
      ORDER BY e.seq DESC LIMIT 51`,
    [orgId, kind, agent, run, model, fromMs === null ? null : new Date(fromMs), toMs === null ? null : new Date(toMs)],
  );
  expect(found.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
});
