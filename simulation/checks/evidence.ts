import type { TruthRecord } from '@cofferdam/simulator';
import type { Pool } from '../../packages/server/src/store/connection.ts';
import type { Plan } from '../plan/plan.ts';
import type { Bank } from '../run/bank.ts';
import type { Book, OrgBook } from '../run/book.ts';

/** All that is known at the end: what the clients were told, and what stands in the database. */
export interface Evidence {
  readonly pool: Pool;
  readonly book: Book;
  readonly plan: Plan;
  readonly bank: Bank;
  /** What the provider counted itself. */
  readonly truths: readonly TruthRecord[];
  /** The messages that the receiver took in. */
  readonly taken: readonly string[];
}

export interface ReservationRow {
  readonly id: string;
  readonly agent: string;
  readonly workflow: string | null;
  readonly connection: string | null;
  readonly user_id: string | null;
  readonly team: string | null;
  readonly provider: string | null;
  readonly model: string | null;
  readonly run: string;
  readonly run_path: readonly string[] | null;
  readonly amount_nano_usd: bigint;
  readonly created_at: number;
  readonly on_expiry: 'release' | 'charge';
  readonly origin: 'api' | 'gateway';
  readonly state: 'held' | 'settled' | 'released' | 'expired';
  readonly cost_nano_usd: bigint | null;
}

export interface UsageRow extends Omit<
  ReservationRow,
  'amount_nano_usd' | 'created_at' | 'on_expiry' | 'state' | 'run_path'
> {
  readonly seq: bigint;
  readonly type: string;
  readonly reservation_id: string | null;
  readonly source: string | null;
  readonly source_id: string | null;
  readonly budget_time: number;
  readonly tokens: bigint;
  readonly requests: number;
  readonly estimated: boolean;
  readonly late: boolean;
  readonly prepaid: boolean;
}

/** An org as its clients know it, with its rows. */
export interface OrgEvidence {
  readonly index: number;
  readonly book: OrgBook;
  readonly reservations: readonly ReservationRow[];
  readonly usage: readonly UsageRow[];
  readonly find: (text: string) => void;
}

export async function evidenceOfOrg({ pool, book }: Evidence, index: number): Promise<OrgEvidence> {
  const org = book.orgs[index]!;
  const reservations = await pool.query<ReservationRow>('SELECT * FROM reservations WHERE org_id = $1 ORDER BY id', [
    org.id,
  ]);
  const usage = await pool.query<UsageRow>('SELECT * FROM usage_records WHERE org_id = $1 ORDER BY seq, id', [org.id]);
  const find = (text: string): void => book.find(`org ${index}: ${text}`);
  return { index, book: org, reservations: reservations.rows, usage: usage.rows, find };
}

/** Rows by a key of theirs; those without it are left out. */
export function groupBy<T>(rows: readonly T[], keyOf: (row: T) => string | null): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const key = keyOf(row);
    if (key === null) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}
