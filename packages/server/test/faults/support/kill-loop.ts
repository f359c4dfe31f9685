import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { runningConnection } from '../../../src/store/embedded/index.ts';
import { verify } from '../../../src/verify.ts';
import { adminKey } from '../../lane/support/nodes.ts';
import { databasePid, startServerProcess, type ServerProcess } from './killed-server.ts';
import { Load, type Asked } from './load.ts';

export interface KillLoopOptions {
  readonly cycles: number;
  readonly clients: number;
  /** Answers in a cycle before something is killed. */
  readonly acksPerCycle: number;
  readonly dataDir: string;
  /** Arguments for Node that start a server. */
  readonly server: readonly string[];
  readonly onCycle: (done: number) => void;
}

/** What the loop saw; `lost` and `duplicated` must be 0, and `differences` empty. */
export interface KillCounts {
  cycles: number;
  acked: number;
  lost: number;
  duplicated: number;
  committedButUnacked: number;
  differences: number;
}

const storedSql = `
  WITH charged AS (
    SELECT org_id, reservation_id, count(DISTINCT seq)::int AS charges
      FROM usage_records GROUP BY org_id, reservation_id)
  SELECT i.key, r.id, r.state, coalesce(c.charges, 0) AS charges
    FROM idempotency_keys i
    JOIN reservations r ON r.org_id = i.org_id AND r.id = (convert_from(i.body, 'UTF8')::jsonb->>'id')::uuid
    LEFT JOIN charged c ON c.org_id = r.org_id AND c.reservation_id = r.id
   WHERE i.operation = 'POST /v1/reservations' AND i.status = 201`;

interface StoredRow {
  key: string;
  id: string;
  state: string;
  charges: number;
}

async function inDatabase<T>(dataDir: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...(await runningConnection(dataDir)) });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Waits until the server says that its store answers again: after a kill it must come back by itself. */
async function untilReady(url: string): Promise<void> {
  const deadlineMs = performance.now() + 60_000;
  for (;;) {
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    await answer?.text();
    if (answer?.status === 200) return;
    if (performance.now() > deadlineMs) throw new Error('the store does not answer a minute after the kill');
    await pause(20);
  }
}

/** Holds what was answered in a cycle against what is stored after the restart. */
async function compare(dataDir: string, asked: readonly Asked[], counts: KillCounts): Promise<void> {
  const stored = await inDatabase(dataDir, async (client) => (await client.query<StoredRow>(storedSql)).rows);
  const byKey = new Map(stored.map((row) => [row.key, row]));
  for (const one of asked) {
    const row = byKey.get(one.key);
    if (one.id !== null && (row?.id !== one.id || (one.settled && row.state !== 'settled'))) counts.lost += 1;
    if (row !== undefined && (one.id === null || (!one.settled && row.state === 'settled')))
      counts.committedButUnacked += 1;
  }
  const total = await inDatabase(
    dataDir,
    async (client) => (await client.query('SELECT FROM reservations')).rowCount ?? 0,
  );
  counts.duplicated += total - stored.length + stored.filter(({ charges }) => charges > 1).length;
}

async function check(
  url: string,
  options: KillLoopOptions,
  asked: readonly Asked[],
  counts: KillCounts,
): Promise<void> {
  await untilReady(url);
  await compare(options.dataDir, asked, counts);
  counts.differences += (await verify({ dataDir: options.dataDir })).differences.length;
}

/** A budget, a run cap and a wallet stand on every call, so that a kill finds each of them in the middle. */
async function prepareOrg(url: string): Promise<void> {
  const headers = { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' };
  const bodies: readonly (readonly [string, unknown])[] = [
    ['/v1/budgets', { name: 'org', per: 'org', window: 'lifetime', limit_usd: '1000000' }],
    ['/v1/budgets', { name: 'agent', per: 'agent', window: 'day', limit_usd: '1000000' }],
    ['/v1/credits/top-ups', { amount_usd: '1000000', reference: 'first' }],
  ];
  for (const [path, body] of bodies) {
    const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(await answer.text());
  }
}

/** About as long as a batch takes. */
const batchMs = 20;

/** Kills the server and its database in turn, under load, and holds every answer against what is there afterwards. */
export async function killLoop(options: KillLoopOptions): Promise<KillCounts> {
  const counts: KillCounts = { cycles: 0, acked: 0, lost: 0, duplicated: 0, committedButUnacked: 0, differences: 0 };
  const { dataDir } = options;
  const start = (): Promise<ServerProcess> => startServerProcess(options.server, dataDir);
  let server = await start();
  try {
    await prepareOrg(server.url);
    for (let cycle = 0; cycle < options.cycles; cycle += 1) {
      const load = new Load(server.url, options.clients, `cycle-${cycle}`);
      await load.untilAcked(options.acksPerCycle);
      // Right after an answer, a batch would always be at its beginning: a kill must come at any moment.
      await pause(Math.random() * batchMs);
      if (cycle % 2 === 0) await server.kill();
      else process.kill(await databasePid(dataDir), 'SIGKILL');
      await load.stop();
      if (cycle % 2 === 0) server = await start();
      await check(server.url, options, load.asked, counts);
      counts.cycles += 1;
      counts.acked += load.acked;
      options.onCycle(counts.cycles);
    }
  } finally {
    await server.stop();
  }
  return counts;
}
