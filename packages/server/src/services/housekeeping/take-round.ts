import type { Transaction } from '../../store/connection.ts';
import { sqlFile } from '../../store/sql-file.ts';

const statement = sqlFile('housekeeping/take-round.sql');

/** Work that comes round on every node, and is done once for each org. */
export interface Round {
  readonly work: string;
  readonly nowMs: number;
  /** How often it comes round. */
  readonly everyMs: number;
}

/** Nodes start at different moments, and no round comes to the millisecond: a tenth early is not twice. */
const earlyShare = 0.1;

/** Whether the round is this node's, in the transaction that does the work: one that fails leaves it to the next. */
export async function takeRound(tx: Transaction, orgId: string, { work, nowMs, everyMs }: Round): Promise<boolean> {
  const before = nowMs - everyMs * (1 - earlyShare);
  const { rowCount } = await tx.query(statement.text, [orgId, work, new Date(nowMs), new Date(before)]);
  return rowCount === 1;
}
