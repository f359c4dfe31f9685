import { loadavg } from 'node:os';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type * as Connection from '../../packages/server/src/store/connection.ts';
import type * as Embedded from '../../packages/server/src/store/embedded/index.ts';
import type * as Partitions from '../../packages/server/src/store/partitions.ts';
import { describeDatabase } from '../ledger/audit.ts';
import { built } from '../ledger/built.ts';
import { lane } from '../ledger/mode.ts';
import { type ServerProcess, startServerProcess } from '../ledger/server-process.ts';
import type { ReportsOptions } from '../options.ts';
import type { Cleanup } from '../process/cleanup.ts';
import { describeMachine } from '../report/machine.ts';
import { percentile } from '../report/statistics.ts';
import type { Comparison, ReportCell, ReportsResult } from './result.ts';
import { type Scenario, scenariosOf, type Span } from './scenarios.ts';

interface Bench {
  readonly cleanup: Cleanup;
  readonly say: (text: string) => void;
}

const dayMs = 86_400_000;
const chunk = 250_000;

function sql(name: string): Promise<string> {
  return readFile(new URL(name, import.meta.url), 'utf8');
}

async function openDatabase(dataDir: string): Promise<Connection.Pool> {
  const { openPool } = await built<typeof Connection>('store/connection.js');
  const { runningConnection } = await built<typeof Embedded>('store/embedded/index.js');
  return openPool(await runningConnection(dataDir), 1);
}

async function makePartitions(pool: Connection.Pool, { fromMs, toMs }: Span): Promise<void> {
  const { ensurePartitions } = await built<typeof Partitions>('store/partitions.js');
  for (let timeMs = fromMs; timeMs < toMs + 7 * dayMs; timeMs += 7 * dayMs) await ensurePartitions(pool, timeMs);
}

/** Writes the records, then moves the org's seq, so that the follower sees them all at once: the worst of backlogs. */
async function makeRecords(pool: Connection.Pool, bench: Bench, options: ReportsOptions, span: Span): Promise<string> {
  await pool.query('SET statement_timeout = 0');
  const { rows } = await pool.query<{ org_id: string }>('SELECT org_id FROM org_lanes');
  const orgId = rows[0]!.org_id;
  await makePartitions(pool, span);
  const insert = await sql('records.sql');
  const from = new Date(span.fromMs).toISOString();
  for (let first = 0; first < options.records; first += chunk) {
    const last = Math.min(first + chunk, options.records) - 1;
    await pool.query(insert, [orgId, options.records, first, last, options.days, from]);
    if (first % 1_000_000 === 0) bench.say(`${last + 1} of ${options.records} records`);
  }
  await pool.query(await sql('runs.sql'), [orgId]);
  await pool.query('ANALYZE usage_records, runs');
  await pool.query('UPDATE org_lanes SET seq = $2 WHERE org_id = $1', [orgId, options.records]);
  return orgId;
}

/** Waits until the server's own follower has read everything; returns how long it took. */
async function untilFollowed(pool: Connection.Pool, orgId: string): Promise<number> {
  const startMs = Date.now();
  const behind = `SELECT count(*)::integer AS count FROM org_lanes l JOIN followers f ON f.org_id = l.org_id
                   WHERE l.org_id = $1 AND f.name = 'rollups' AND f.seq >= l.seq`;
  for (;;) {
    const { rows } = await pool.query<{ count: number }>(behind, [orgId]);
    if (rows[0]?.count === 1) break;
    await delay(500);
  }
  const seconds = Math.round((Date.now() - startMs) / 1_000);
  await pool.query('VACUUM ANALYZE usage_rollups');
  return seconds;
}

async function ask(server: ServerProcess, path: string): Promise<{ ms: number; answer: Response }> {
  const startMs = performance.now();
  const headers = { authorization: `Bearer ${server.adminKey}` };
  const answer = await fetch(`http://127.0.0.1:${server.port}${path}`, { headers });
  const body = await answer.arrayBuffer();
  return { ms: performance.now() - startMs, answer: new Response(body, { status: answer.status }) };
}

async function measure(server: ServerProcess, { name, path }: Scenario, calls: number): Promise<ReportCell> {
  const times: number[] = [];
  let failed = 0;
  for (let call = 0; call < calls; call += 1) {
    const { ms, answer } = await ask(server, path);
    times.push(ms);
    if (!answer.ok) failed += 1;
  }
  const at = (share: number): number => Math.round(percentile(times, share) * 10) / 10;
  return { name, path, calls, failed, p50Ms: at(0.5), p95Ms: at(0.95), maxMs: at(1) };
}

interface Totals {
  readonly totals: { readonly cost_usd: string; readonly records: number };
}

/** The totals of a report beside one statement over the records. */
async function compare(
  pool: Connection.Pool,
  server: ServerProcess,
  fromMs: number,
  toMs: number,
): Promise<Comparison> {
  const [from, to] = [new Date(fromMs).toISOString(), new Date(toMs).toISOString()];
  // The pool has let go of its idle connection meanwhile, and with it of what was set there.
  await pool.query('SET statement_timeout = 0');
  const { rows } = await pool.query<{ count: string; cost: string }>(
    `SELECT count(*)::text AS count, trim_scale(coalesce(sum(cost_nano_usd), 0) / 1e9)::text AS cost
       FROM usage_records WHERE time >= $1 AND time < $2`,
    [from, to],
  );
  const { answer } = await ask(server, `/v1/reports/breakdown?by=agent&limit=3&from=${from}&to=${to}`);
  const { totals } = (await answer.json()) as Totals;
  const shown = (records: string, cost: string): string => `${records} records, ${cost} USD`;
  const ofRecords = shown(rows[0]!.count, rows[0]!.cost);
  return { name: `${from} to ${to}`, ofRecords, ofReport: shown(String(totals.records), totals.cost_usd) };
}

async function rollupRows(pool: Connection.Pool): Promise<Record<string, number>> {
  const { rows } = await pool.query<{ span: number; count: number }>(
    'SELECT span_minutes AS span, count(*)::integer AS count FROM usage_rollups GROUP BY 1 ORDER BY 1',
  );
  return Object.fromEntries(rows.map(({ span, count }) => [String(span), count]));
}

/** Measures reports over generated records, on the shipped server. */
export async function runReportsBench(bench: Bench, options: ReportsOptions): Promise<ReportsResult> {
  const machine = describeMachine();
  const takenAt = new Date().toISOString();
  const server = await startServerProcess(lane, bench.cleanup);
  const pool = await openDatabase(server.dataDir);
  try {
    const database = await describeDatabase(server.dataDir);
    const toMs = Math.floor(Date.now() / dayMs) * dayMs;
    const span = { fromMs: toMs - options.days * dayMs, toMs };
    const orgId = await makeRecords(pool, bench, options, span);
    bench.say('records are there; the follower reads them');
    const followedInSeconds = await untilFollowed(pool, orgId);
    bench.say(`followed in ${followedInSeconds} s`);
    const cells: ReportCell[] = [];
    for (const scenario of scenariosOf(span)) {
      await ask(server, scenario.path);
      cells.push(await measure(server, scenario, options.calls));
      bench.say(`${scenario.name}: p95 ${cells.at(-1)?.p95Ms} ms`);
    }
    const comparisons = [
      await compare(pool, server, span.fromMs, span.toMs),
      await compare(pool, server, span.fromMs + 1_234_567, span.toMs - 7_654_321),
    ];
    const { records, days } = options;
    const loadAfter = Math.round((loadavg()[0] ?? 0) * 100) / 100;
    const made = { records, days, rollupRows: await rollupRows(pool), followedInSeconds };
    return { takenAt, machine, loadAfter, database, ...made, cells, comparisons };
  } finally {
    await pool.end();
    await server.stop();
  }
}
