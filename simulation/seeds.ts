import { openPool } from '../packages/server/src/store/connection.ts';
import type { EmbeddedPostgres } from '../packages/server/src/store/embedded/index.ts';
import { migrate } from '../packages/server/src/store/migrate.ts';
import type { SimulationCommand } from './options.ts';
import type { Round } from './plan/plan.ts';
import { type SimulationResult, simulate } from './run/simulate.ts';
import { fullSize } from './sizes.ts';

export interface Progress {
  readonly seed: number;
  readonly round: number;
  readonly rounds: number;
  readonly played: number;
  /** The part of all that is to be done, as far as that is known. */
  readonly share: number;
}

export interface Listener {
  readonly onRound: (progress: Progress) => void;
  readonly onResult: (result: SimulationResult) => void;
}

async function runStatement(postgres: EmbeddedPostgres, sql: string): Promise<void> {
  const pool = openPool(postgres.connection, 1);
  try {
    await pool.query(sql);
  } finally {
    await pool.end();
  }
}

function traceRound(at: number, { passMs, faults, actions }: Round): void {
  const whole = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? `${value}` : value);
  process.stdout.write(`round ${at}: ${passMs} ms pass; ${JSON.stringify(faults)}\n`);
  for (const action of actions) process.stdout.write(`  ${JSON.stringify(action, whole)}\n`);
}

/** Plays one seed after the other, each on a database of its own. Resolves to how many went wrong. */
export async function simulateSeeds(
  postgres: EmbeddedPostgres,
  { firstSeed, seeds, minutes, trace }: SimulationCommand,
  { onRound, onResult }: Listener,
): Promise<number> {
  const template = 'cofferdam_simulation';
  await runStatement(postgres, `CREATE DATABASE ${template}`);
  await migrate({ ...postgres.connection, database: template });
  const startedMs = performance.now();
  const usedShare = (): number => (minutes === null ? 0 : (performance.now() - startedMs) / (minutes * 60_000));
  let failed = 0;
  for (let played = 0; played < seeds && usedShare() < 1; played += 1) {
    const seed = firstSeed + played;
    const database = `${template}_${seed}`;
    await runStatement(postgres, `CREATE DATABASE ${database} TEMPLATE ${template}`);
    const result = await simulate({
      database: { ...postgres.connection, database },
      seed,
      size: fullSize,
      killDatabase: () => void process.kill(postgres.pid()!, 'SIGKILL'),
      onRound: (round, rounds) => {
        onRound({ seed, round, rounds, played, share: Math.max(usedShare(), (played + round / rounds) / seeds) });
      },
      ...(trace ? { trace: traceRound } : {}),
    });
    if (result.findings.length > 0) failed += 1;
    onResult(result);
    await runStatement(postgres, `DROP DATABASE ${database} WITH (FORCE)`);
  }
  return failed;
}
