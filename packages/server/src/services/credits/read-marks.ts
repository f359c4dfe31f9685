import { fail } from '../../errors/problem.ts';
import type { Queryable } from '../../store/connection.ts';
import { statements } from './statements.ts';

/** When an org wants to be told that its credit runs low; null for never. */
export interface WalletMarks {
  readonly lowBalance: bigint | null;
  readonly lowRunwayDays: number | null;
}

export interface KeptMarks extends WalletMarks {
  /** When the runway was first found too short; null where it is not. */
  readonly lowRunwaySinceMs: number | null;
}

interface MarksRow {
  low_balance: bigint | null;
  low_runway_days: number | null;
  low_runway_since: number | null;
}

/** Raises `not_found`. */
export async function readMarks(db: Queryable, orgId: string): Promise<KeptMarks> {
  const { rows } = await db.query<MarksRow>({ ...statements.readMarks, values: [orgId] });
  const row = rows[0] ?? fail('not_found', 'there is no such org');
  return {
    lowBalance: row.low_balance,
    lowRunwayDays: row.low_runway_days,
    lowRunwaySinceMs: row.low_runway_since,
  };
}
