import { loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { Bench } from '../command/benchmark.ts';
import type * as Connection from '../../packages/server/src/store/connection.ts';
import type * as Embedded from '../../packages/server/src/store/embedded/index.ts';
import type * as Partitions from '../../packages/server/src/store/partitions.ts';
import { describeDatabase } from '../ledger/audit.ts';
import { built } from '../ledger/built.ts';
import { lane } from '../ledger/mode.ts';
import { type ServerProcess, startServerProcess } from '../ledger/server-process.ts';
import type { ReportsOptions } from './options.ts';
import { describeMachine } from '../report/machine.ts';
import { percentile } from '../report/statistics.ts';
import { keep, type KeptData, type MadeData, readKept, serverDirectory } from './kept-data.ts';
import { makeRecords } from './make-records.ts';
import type { BacktestCell, Comparison, ReportCell, ReportsResult } from './result.ts';
import { type Scenario, scenariosOf, type Span } from './scenarios.ts';

const dayMs = 86_400_000;
/** A backtest is of so many records. */
const replayedRecords = 1_000_000;

async function openDatabase(dataDir: string): Promise<Connection.Pool> {
  const { openPool } = await built<typeof Connection>('store/connection.js');
  const { runningConnection } = await built<typeof Embedded>('store/embedded/index.js');
  return openPool(await runningConnection(dataDir), 1);
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

async function ask(
  server: ServerProcess,
  path: string,
  body?: object,
): Promise<{ readonly ms: number; readonly answer: Response }> {
  const startMs = performance.now();
  const headers = { authorization: `Bearer ${server.adminKey}`, 'content-type': 'application/json' };
  const request = body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) };
  const answer = await fetch(`http://127.0.0.1:${server.port}${path}`, request);
  const whole = await answer.arrayBuffer();
  return { ms: performance.now() - startMs, answer: new Response(whole, { status: answer.status }) };
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

interface Replayed {
  readonly records: number;
  readonly refused_calls: number;
}

/** What a budget of each agent would have done, over the days before `toMs`. */
async function backtest(server: ServerProcess, name: string, toMs: number, days: number): Promise<BacktestCell> {
  const budgets = [{ name: 'agents', per: 'agent', window: 'day', limit_usd: '20' }];
  const [from, to] = [toMs - days * dayMs, toMs].map((timeMs) => new Date(timeMs).toISOString());
  const startMs = performance.now();
  const replayed: Partial<Replayed> | null = await ask(server, '/v1/backtests', { budgets, from, to }).then(
    async ({ answer }) => (answer.ok ? ((await answer.json()) as Replayed) : null),
    () => null,
  );
  const seconds = Math.round((performance.now() - startMs) / 10) / 100;
  const { records = 0, refused_calls: refusedCalls = 0 } = replayed ?? {};
  return { name, records, refusedCalls, seconds, failed: replayed === null };
}

async function measureAll(
  bench: Bench,
  server: ServerProcess,
  span: Span,
  { calls, records, days }: ReportsOptions,
): Promise<Pick<ReportsResult, 'cells' | 'backtests'>> {
  const cells: ReportCell[] = [];
  for (const scenario of scenariosOf(span)) {
    await ask(server, scenario.path);
    cells.push(await measure(server, scenario, calls));
    bench.say(`${scenario.name}: p95 ${cells.at(-1)?.p95Ms} ms`);
  }
  const part = Math.min(days, (days * replayedRecords) / records);
  const backtests = [await backtest(server, 'a day of each agent', span.toMs, part)];
  for (const { name, records: read, seconds } of backtests) bench.say(`${name}: ${read} records in ${seconds} s`);
  return { cells, backtests };
}

/** The records of a run: made, unless they are there already. */
async function makeData(
  bench: Bench,
  pool: Connection.Pool,
  options: ReportsOptions,
  kept: KeptData | null,
): Promise<MadeData> {
  if (kept !== null && kept.made !== null) return kept.made;
  const { records, days, data } = options;
  const toMs = Math.floor(Date.now() / dayMs) * dayMs;
  const { ensurePartitions } = await built<typeof Partitions>('store/partitions.js');
  const span = { fromMs: toMs - days * dayMs, toMs };
  const orgId = await makeRecords({ pool, span, records, days, ensurePartitions, say: bench.say });
  bench.say('records are there; the follower reads them');
  const made = { records, days, toMs, followedInSeconds: await untilFollowed(pool, orgId) };
  if (kept !== null && data !== null) await keep(data, { ...kept, made });
  return made;
}

/** Measures reports over generated records, on the shipped server. */
export async function runReportsBench(bench: Bench, options: ReportsOptions): Promise<ReportsResult> {
  const machine = describeMachine();
  const takenAt = new Date().toISOString();
  const { data } = options;
  const kept = data === null ? null : await readKept(data);
  const settings = kept === null || data === null ? {} : { kept: { ...kept, dataDir: serverDirectory(data) } };
  const server = await startServerProcess(lane, bench.cleanup, settings);
  const pool = await openDatabase(server.dataDir);
  try {
    const database = await describeDatabase(server.dataDir);
    const { records, days, toMs, followedInSeconds } = await makeData(bench, pool, options, kept);
    bench.say(`followed in ${followedInSeconds} s`);
    const span = { fromMs: toMs - days * dayMs, toMs };
    const measured = await measureAll(bench, server, span, { ...options, records, days });
    const comparisons = [
      await compare(pool, server, span.fromMs, span.toMs),
      await compare(pool, server, span.fromMs + 1_234_567, span.toMs - 7_654_321),
    ];
    const loadAfter = Math.round((loadavg()[0] ?? 0) * 100) / 100;
    const made = { records, days, rollupRows: await rollupRows(pool), followedInSeconds };
    return { takenAt, machine, loadAfter, database, ...made, ...measured, comparisons };
  } finally {
    await pool.end();
    await server.stop();
  }
}
