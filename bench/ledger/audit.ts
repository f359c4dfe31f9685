import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type * as Connection from '../../packages/server/src/store/connection.ts';
import type * as Embedded from '../../packages/server/src/store/embedded/index.ts';
import { built } from './built.ts';

/** Money above any hard limit, and what `cofferdam verify` found: both must be nothing. */
export interface Audit {
  /** How many limits had something booked against them. */
  readonly limits: number;
  readonly overshootNanoUsd: string;
  readonly differences: number;
}

export interface DatabaseDescription {
  readonly version: string;
  readonly synchronousCommit: string;
  readonly fsync: string;
  readonly sharedBuffers: string;
}

const commandLine = fileURLToPath(new URL('../../packages/cli/bin/cofferdam.mjs', import.meta.url));
const verifyTimeoutMs = 300_000;

async function query<Row extends object>(dataDir: string, sql: string): Promise<Row> {
  const { openPool } = await built<typeof Connection>('store/connection.js');
  const { runningConnection } = await built<typeof Embedded>('store/embedded/index.js');
  const pool = openPool(await runningConnection(dataDir), 1);
  try {
    const { rows } = await pool.query<Row>(sql);
    return rows[0]!;
  } finally {
    await pool.end();
  }
}

/** `cofferdam verify` on the database of the running server. It exits 1 where there are differences, and says which. */
async function countDifferences(dataDir: string): Promise<number> {
  const args = [commandLine, '--json', 'verify', '--data-dir', dataDir];
  const report = await new Promise<string>((resolve, reject) => {
    execFile(
      process.execPath,
      args,
      { timeout: verifyTimeoutMs, maxBuffer: 64 * 1024 * 1024 },
      (error, out, errors) => {
        if (error !== null && error.code !== 1) reject(new Error(`verify failed: ${errors}`, { cause: error }));
        else resolve(out);
      },
    );
  });
  const { differences } = JSON.parse(report) as { differences: readonly unknown[] };
  for (const difference of differences.slice(0, 10)) process.stderr.write(`${JSON.stringify(difference)}\n`);
  return differences.length;
}

export async function audit(dataDir: string): Promise<Audit> {
  const sql = await readFile(new URL('overshoot.sql', import.meta.url), 'utf8');
  const { limits, overshoot_nano_usd: overshootNanoUsd } = await query<{ limits: number; overshoot_nano_usd: string }>(
    dataDir,
    sql,
  );
  return { limits, overshootNanoUsd, differences: await countDifferences(dataDir) };
}

/** What an agent was charged, in nano-USD, by the sum of its usage records. */
export async function chargedTo(dataDir: string, agent: string): Promise<bigint> {
  const label = agent.replaceAll("'", "''");
  const sql = `SELECT coalesce(sum(cost_nano_usd), 0)::text AS spent FROM usage_records WHERE agent = '${label}'`;
  return BigInt((await query<{ spent: string }>(dataDir, sql)).spent);
}

export function describeDatabase(dataDir: string): Promise<DatabaseDescription> {
  return query<DatabaseDescription>(
    dataDir,
    `SELECT current_setting('server_version') AS version, current_setting('synchronous_commit') AS "synchronousCommit",
            current_setting('fsync') AS fsync, current_setting('shared_buffers') AS "sharedBuffers"`,
  );
}
