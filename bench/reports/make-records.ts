import { readFile } from 'node:fs/promises';
import type * as Connection from '../../packages/server/src/store/connection.ts';
import type { Span } from './scenarios.ts';

const dayMs = 86_400_000;
const chunk = 250_000;

export interface MakingRecords {
  readonly pool: Connection.Pool;
  readonly span: Span;
  readonly records: number;
  readonly days: number;
  readonly ensurePartitions: (pool: Connection.Pool, timeMs: number) => Promise<void>;
  readonly say: (text: string) => void;
}

function sql(name: string): Promise<string> {
  return readFile(new URL(name, import.meta.url), 'utf8');
}

/** Writes the records, then moves the org's seq, so that the follower sees them all at once: the worst of backlogs. */
export async function makeRecords(making: MakingRecords): Promise<string> {
  const { pool, span, records, days, ensurePartitions, say } = making;
  await pool.query('SET statement_timeout = 0');
  const { rows } = await pool.query<{ org_id: string }>('SELECT org_id FROM org_lanes');
  const orgId = rows[0]!.org_id;
  for (let timeMs = span.fromMs; timeMs < span.toMs + 7 * dayMs; timeMs += 7 * dayMs)
    await ensurePartitions(pool, timeMs);
  const insert = await sql('records.sql');
  const from = new Date(span.fromMs).toISOString();
  for (let first = 0; first < records; first += chunk) {
    const last = Math.min(first + chunk, records) - 1;
    await pool.query(insert, [orgId, records, first, last, days, from]);
    if (first % 1_000_000 === 0) say(`${last + 1} of ${records} records`);
  }
  await pool.query(await sql('runs.sql'), [orgId]);
  await pool.query('ANALYZE usage_records, runs');
  await pool.query('UPDATE org_lanes SET seq = $2 WHERE org_id = $1', [orgId, records]);
  return orgId;
}
