import { creditKinds, type LedgerEntryKind } from '@cofferdam/core';
import type { Queryable } from '../../store/connection.ts';
import { leastEntryId } from './entry-bounds.ts';
import { statements } from './statements.ts';

/** A period of the ledger: from `fromMs` up to and without `toMs`. */
export interface LedgerPeriod {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The balance after all that happened before an instant. */
export async function balanceBefore(db: Queryable, orgId: string, timeMs: number): Promise<bigint> {
  const values = [orgId, leastEntryId(timeMs)];
  const { rows } = await db.query<{ balance: bigint }>({ ...statements.balanceBefore, values });
  return rows[0]?.balance ?? 0n;
}

/** What entries of a kind come to, signed. */
export interface KindSum {
  readonly kind: LedgerEntryKind;
  readonly entries: number;
  readonly amount: bigint;
}

interface SumRow {
  kind: LedgerEntryKind;
  entries: bigint;
  amount: string;
}

/** The sums of some kinds over a period; charges are not among them, since there may be millions. */
export async function sumKinds(
  db: Queryable,
  orgId: string,
  kinds: readonly LedgerEntryKind[],
  { fromMs, toMs }: LedgerPeriod,
): Promise<KindSum[]> {
  const values = [orgId, kinds, leastEntryId(fromMs), leastEntryId(toMs)];
  const { rows } = await db.query<SumRow>({ ...statements.sumCredit, values });
  return rows.map(({ kind, entries, amount }) => ({ kind, entries: Number(entries), amount: BigInt(amount) }));
}

/**
 * What usage took from the wallet in a period, corrections included: the fall of the balance, but for what no usage
 * brought about. So it costs the same however many charges there are.
 */
export async function usedIn(db: Queryable, orgId: string, period: LedgerPeriod): Promise<bigint> {
  const before = await balanceBefore(db, orgId, period.fromMs);
  const after = await balanceBefore(db, orgId, period.toMs);
  const credit = await sumKinds(db, orgId, creditKinds, period);
  return credit.reduce((sum, { amount }) => sum + amount, before - after);
}
