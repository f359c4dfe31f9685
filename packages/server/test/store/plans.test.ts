import type { Command } from '@cofferdam/core';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  attempt,
  attempts,
  createRun,
  extend,
  grantCredit,
  record,
  refundCredit,
  release,
  report,
  reserve,
  settle,
  topUp,
} from '../../../core/test/ledger/support/commands.ts';
import { budget } from '../../../core/test/ledger/support/state.ts';
import { newId } from '../../src/services/ids.ts';
import type { LaneCommand } from '../../src/services/lane/command.ts';
import { laneClient, openPool } from '../../src/store/connection.ts';
import { statements } from '../../src/store/lane/statements.ts';
import { ensurePartitions, partitionedTables } from '../../src/store/partitions.ts';
import { createTestDatabase, type TestDatabase } from '../postgres.ts';
import { renderWhole, TestOrg } from '../lane/support/org.ts';
import { type Explained, explaining, type PlanNode } from './support/explained.ts';
import { fillOrg, recentOpen } from './support/large-org.ts';

const weekMs = 7 * 86_400_000;
const nowMs = Math.floor(Date.now() / 1_000) * 1_000;
const size = 8;

let database: TestDatabase;
let pool: pg.Pool;
let org: TestOrg;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = openPool(database.connection, 1);
  for (let week = 21; week >= 0; week -= 1) await ensurePartitions(pool, nowMs - week * weekMs);
  const client = laneClient(database.connection);
  const budgets = ['org', 'agent', 'user'].map((per, index) => {
    return budget({ per: per as 'org', limit: 10n ** 12n, id: `00000000-0000-7000-8000-0000000b000${index}` });
  });
  const pausing = budget({
    per: 'workflow',
    limit: 2n,
    enforcement: 'soft',
    id: '00000000-0000-7000-8000-0000000b0003',
    actions: [{ atPpm: 500_000, kind: 'pause', requestsPerMinute: null }],
  });
  org = await new TestOrg(pool, client, nowMs).found([...budgets, pausing]);
  await fillOrg(pool, org.id, nowMs);
}, 120_000);

afterAll(async () => {
  await pool.end();
  await database.drop();
});

function list<T>(make: (index: number) => T): T[] {
  return Array.from({ length: size }, (_, index) => make(index));
}

function lane(commands: readonly Command[], round: number, part: string): LaneCommand[] {
  return commands.map((command, index) => ({
    command,
    idempotency: { operation: command.kind, key: `${part}-${round}-${index}`, requestHash: 'hash' },
    render: renderWhole,
  }));
}

/** Credit that is nearly used up, and a call that an expiry charged to it: answers with the id of its reservation. */
async function prepared(client: pg.Client, round: number): Promise<string> {
  const late = newId(nowMs);
  const small = grantCredit(5n, `small-${round}`, { priority: 0 });
  const call = reserve(late, 3n, { ttlMs: 1, onExpiry: 'charge', labels: { agent: 'agent-3' } });
  await org.batch(lane([topUp(10n ** 12n, `bought-${round}`), small, call], round, 'prepared'), client);
  org.nowMs += 10;
  await org.batch(lane([release(late)], round, 'expired'), client);
  return late;
}

/** A batch that sends every statement of the lane. */
async function everything(late: string, round: number): Promise<Command[]> {
  const open = await recentOpen(pool, org.id, nowMs, 3 * size);
  const reserves = list((index) => {
    const labels = { agent: `agent-${index}`, user: `newcomer-${round}-${index}` };
    return reserve(newId(nowMs), 10n, { labels, run: `run-of-${round}-${index}`, ttlMs: 3_600_000 });
  });
  return [
    topUp(10n ** 15n, `credit-${round}`),
    settle(late, 2n),
    refundCredit({ topUp: `bought-${round}` }, 1n, `refund-${round}`),
    refundCredit({ lotId: newId(nowMs) }, 1n, `refund-of-nothing-${round}`),
    createRun(`root-${round}`, { labels: { agent: 'agent-1' }, limitNanoUsd: 10n ** 12n }),
    ...reserves,
    ...list((index) => settle(open[index]!, attempts(attempt('small', index, 2)))),
    ...list((index) => release(open[size + index]!)),
    ...list((index) => extend(open[2 * size + index]!, { ttlMs: 7_200_000 })),
    ...list((index) =>
      record(report(`new-${round}-${index}`, 5n, { run: `run-${index}`, labels: { agent: `agent-${index}` } })),
    ),
    record(report(`pausing-${round}`, 5n, { labels: { agent: `paused-${round}`, workflow: `flow-${round}` } })),
    reserve(newId(nowMs), 10n ** 17n, { labels: { agent: 'agent-2' } }),
    reserve(newId(nowMs), null, {
      labels: { agent: 'agent-2', provider: 'acme', model: 'unheard-of' },
      estimate: { inputTokens: 10, maxOutputTokens: 10 },
    }),
  ];
}

async function explainedBatch(round: number): Promise<Explained[]> {
  const client = laneClient(database.connection);
  await client.connect();
  try {
    const commands = lane(await everything(await prepared(client, round), round), round, 'new');
    org.snapshot = null;
    return await explaining(client, () => org.batch(commands, client));
  } finally {
    await client.end();
  }
}

/** Rows that a scan looked at, whether it kept them or not. */
function rowsRead(node: PlanNode): number {
  const removed = (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
  return (node['Actual Rows'] + removed) * node['Actual Loops'];
}

function scansOf({ nodes }: Explained): PlanNode[] {
  return nodes.filter(
    (node) => node['Relation Name'] !== undefined && node['Node Type'].includes('Scan') && node['Actual Loops'] > 0,
  );
}

/** No statement of a batch reads more rows than a few for each of its commands; an org has 50,000 in each table. */
const mostRows = 8 * size;

function partitionsRead(explained: Explained): number {
  const read = new Set(scansOf(explained).map((node) => node['Relation Name']!));
  return [...read].filter((name) => partitionedTables.some((table) => name.startsWith(`${table}_`))).length;
}

describe.each(['before statistics', 'after statistics'])(
  'the plans of a batch in an org with 50,000 rows of each kind, %s',
  (when) => {
    let all: Explained[];

    beforeAll(async () => {
      if (when === 'after statistics') await pool.query('ANALYZE');
      all = await explainedBatch(when === 'after statistics' ? 1 : 0);
    }, 120_000);

    test('every statement of the lane is looked at', () => {
      const names = new Set(all.map(({ name }) => name));
      expect(
        Object.values(statements)
          .map(({ name }) => name)
          .filter((name) => !names.has(name)),
      ).toEqual([]);
    });

    test('none of them scans a table', () => {
      const scans = all.flatMap((one) =>
        scansOf(one)
          .filter((node) => node['Node Type'] === 'Seq Scan')
          .map(() => one.name),
      );
      expect(scans).toEqual([]);
    });

    test('none reads more than the rows that the batch names', () => {
      const wide = all.flatMap((one) =>
        scansOf(one)
          .filter((node) => rowsRead(node) > mostRows)
          .map((node) => [one.name, rowsRead(node)]),
      );
      expect(wide).toEqual([]);
    });

    test('of 24 weekly partitions, none is read but that of the rows', () => {
      const unpruned = all.filter((one) => partitionsRead(one) > 2).map((one) => [one.name, partitionsRead(one)]);
      expect(unpruned).toEqual([]);
    });
  },
);
