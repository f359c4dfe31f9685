import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { queryRow } from './database.ts';

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

/** By how much any hard limit was passed, at worst. */
export async function readOvershoot(dataDir: string): Promise<Omit<Audit, 'differences'>> {
  const sql = await readFile(new URL('overshoot.sql', import.meta.url), 'utf8');
  const { limits, overshoot_nano_usd } = await queryRow<{ limits: number; overshoot_nano_usd: string }>(dataDir, sql);
  return { limits, overshootNanoUsd: overshoot_nano_usd };
}

export async function audit(dataDir: string): Promise<Audit> {
  return { ...(await readOvershoot(dataDir)), differences: await countDifferences(dataDir) };
}

/** What an agent was charged, in nano-USD, by the sum of its usage records. */
export async function chargedTo(dataDir: string, agent: string): Promise<bigint> {
  const label = agent.replaceAll("'", "''");
  const sql = `SELECT coalesce(sum(cost_nano_usd), 0)::text AS spent FROM usage_records WHERE agent = '${label}'`;
  return BigInt((await queryRow<{ spent: string }>(dataDir, sql)).spent);
}

export function describeDatabase(dataDir: string): Promise<DatabaseDescription> {
  return queryRow<DatabaseDescription>(
    dataDir,
    `SELECT current_setting('server_version') AS version, current_setting('synchronous_commit') AS "synchronousCommit",
            current_setting('fsync') AS fsync, current_setting('shared_buffers') AS "sharedBuffers"`,
  );
}
