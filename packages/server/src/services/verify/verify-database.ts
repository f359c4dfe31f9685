import type pg from 'pg';
import type { Difference } from './difference.ts';
import { verifyChain } from './verify-chain.ts';
import { type GivenCheckpoints, verifyCheckpoints } from './verify-checkpoints.ts';
import { verifyInvariants } from './verify-invariants.ts';

export interface Verification {
  readonly ok: boolean;
  /** How much was looked at, by kind. */
  readonly checked: Readonly<Record<string, number>>;
  readonly differences: readonly Difference[];
}

const countedTables = ['usage_records', 'ledger_entries', 'reservations', 'counters', 'budgets', 'runs'] as const;

const noCheckpoints: GivenCheckpoints = { notes: [], trustedKey: null };

/**
 * Recomputes every counter, wallet and hash chain from the rows, in one snapshot: it may run beside a working server.
 * It reads only, and takes as long as it takes. The chain must also have in it what the `given` checkpoints fixed.
 */
export async function verifyDatabase(pool: pg.Pool, given: GivenCheckpoints = noCheckpoints): Promise<Verification> {
  const tx = await pool.connect();
  try {
    await tx.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await tx.query('SET LOCAL statement_timeout = 0');
    await tx.query('SET LOCAL idle_in_transaction_session_timeout = 0');
    const checked: Record<string, number> = {};
    for (const table of countedTables) {
      const { rows } = await tx.query<{ count: bigint }>(`SELECT count(*) AS count FROM ${table}`);
      checked[table] = Number(rows[0]!.count);
    }
    const chain = await verifyChain(tx);
    const invariants = await verifyInvariants(tx);
    const checkpoints = await verifyCheckpoints(tx, given);
    await tx.query('COMMIT');
    Object.assign(checked, { orgs: chain.orgs, batches: chain.batches, invariants: invariants.checked.length });
    Object.assign(checked, { checkpoints: checkpoints.checked });
    const differences = [...invariants.differences, ...chain.differences, ...checkpoints.differences];
    return { ok: differences.length === 0, checked, differences };
  } finally {
    tx.release(true);
  }
}
