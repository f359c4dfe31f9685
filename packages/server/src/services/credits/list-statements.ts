import type { Queryable } from '../../store/connection.ts';
import { leastEntryId } from './entry-bounds.ts';
import { monthAt, type StatementMonth } from './statement-month.ts';
import { statements } from './statements.ts';

/** A month with the balances at its ends. One that is not over ends with the balance as it is. */
export interface MonthBalances {
  readonly month: StatementMonth;
  readonly opening: bigint;
  readonly closing: bigint;
  readonly isOver: boolean;
}

/** Which months are listed: those before `before` (YYYY-MM), or all. */
export interface MonthSearch {
  readonly timeZone: string;
  readonly before: string | null;
  readonly limit: number;
}

function monthsBack(firstMs: number, nowMs: number, { timeZone, before, limit }: MonthSearch): StatementMonth[] {
  const months: StatementMonth[] = [];
  for (let month = monthAt(nowMs, timeZone); months.length < limit; month = monthAt(month.fromMs - 1, timeZone)) {
    if (before === null || month.name < before) months.push(month);
    if (month.fromMs <= firstMs) break;
  }
  return months;
}

/** The months of an org's ledger, newest first, from that of its first entry to the present one. */
export async function listStatements(
  db: Queryable,
  orgId: string,
  nowMs: number,
  search: MonthSearch,
): Promise<MonthBalances[]> {
  const { rows } = await db.query<{ time: number }>({ ...statements.firstEntry, values: [orgId] });
  if (rows[0] === undefined) return [];
  const months = monthsBack(rows[0].time, nowMs, search);
  const bounds = months.flatMap(({ fromMs, toMs }) => [leastEntryId(fromMs), leastEntryId(toMs)]);
  const found = await db.query<{ balance: bigint }>({ ...statements.balancesBefore, values: [orgId, bounds] });
  return months.map((month, index) => ({
    month,
    opening: found.rows[2 * index]!.balance,
    closing: found.rows[2 * index + 1]!.balance,
    isOver: month.toMs <= nowMs,
  }));
}
