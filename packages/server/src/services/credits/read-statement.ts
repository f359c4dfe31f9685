import { fail } from '../../errors/problem.ts';
import { creditKinds, entryKindNames, entryKinds, type LedgerEntry, type LedgerEntryKind } from '@cofferdam/core';
import type pg from 'pg';
import { inTransaction, type Transaction } from '../../store/connection.ts';
import { ledgerEntryOf, type EntryRow } from '../../store/lane/entry-row.ts';
import { balanceBefore, type KindSum, sumKinds } from './movements.ts';
import { daysOf, idsOf, type StatementMonth } from './statement-month.ts';
import { statements } from './statements.ts';

/** What usage of a day took, by kind and by whom it is booked to; signed. `dayMs` is the day's first instant. */
export interface UsageSum {
  readonly dayMs: number;
  readonly kind: LedgerEntryKind;
  readonly team: string | null;
  readonly agent: string | null;
  readonly provider: string | null;
  readonly model: string | null;
  readonly entries: number;
  readonly amount: bigint;
}

/** A month of a wallet: opening balance + all movements = closing balance, which is the opening one of the next month. */
export interface Statement {
  readonly month: StatementMonth;
  readonly orgName: string;
  readonly isOver: boolean;
  readonly opening: bigint;
  readonly closing: bigint;
  /** Every kind that occurs, in the order of the registry of kinds. */
  readonly movements: readonly KindSum[];
  readonly usage: readonly UsageSum[];
  /** Entries that no usage brought about, oldest first; the first of them where there are more than `maxCredits`. */
  readonly credits: readonly LedgerEntry[];
  readonly hasMoreCredits: boolean;
}

/** A statement that lists more than this is one for a spreadsheet. */
const maxCredits = 1_000;

const usageKinds = entryKindNames.filter((kind) => entryKinds[kind].isUsage);

interface UsageSumRow {
  day: number;
  kind: LedgerEntryKind;
  team: string | null;
  agent: string | null;
  provider: string | null;
  model: string | null;
  entries: bigint;
  amount: string;
}

async function readUsage(tx: Transaction, orgId: string, month: StatementMonth): Promise<UsageSum[]> {
  const days = daysOf(month);
  const [fromId, toId] = idsOf(month);
  const starts = days.map((startMs) => new Date(startMs));
  const values = [orgId, fromId, toId, starts, usageKinds];
  const { rows } = await tx.query<UsageSumRow>({ ...statements.sumUsage, values });
  return rows.map(({ day, entries, amount, ...rest }) => ({
    ...rest,
    dayMs: days[day - 1] ?? month.fromMs,
    entries: Number(entries),
    amount: BigInt(amount),
  }));
}

async function readCredits(tx: Transaction, orgId: string, month: StatementMonth): Promise<LedgerEntry[]> {
  const values = [orgId, creditKinds, ...idsOf(month), maxCredits + 1];
  const { rows } = await tx.query<EntryRow>({ ...statements.creditEntries, values });
  return rows.map(ledgerEntryOf);
}

/** Adds up what is of the same kind, in the order of the registry. */
function byKind(sums: readonly Pick<KindSum, 'kind' | 'entries' | 'amount'>[]): KindSum[] {
  return entryKindNames.flatMap((kind) => {
    const own = sums.filter((sum) => sum.kind === kind);
    if (own.length === 0) return [];
    const entries = own.reduce((count, sum) => count + sum.entries, 0);
    return [{ kind, entries, amount: own.reduce((amount, sum) => amount + sum.amount, 0n) }];
  });
}

/** A ledger that somebody changed behind our back must not come out as a statement. */
function requireSum(statement: Statement): Statement {
  const moved = statement.movements.reduce((sum, { amount }) => sum + amount, 0n);
  if (statement.opening + moved === statement.closing) return statement;
  return fail('ledger_inconsistent', `the entries of ${statement.month.name} do not add up to its balances`);
}

/**
 * A month's statement, in one snapshot. It takes as long as the month has charges: a million take a few seconds. Raises
 * an error where the entries do not add up to the balances.
 */
export async function readStatement(
  pool: pg.Pool,
  orgId: string,
  month: StatementMonth,
  nowMs: number,
): Promise<Statement> {
  return inTransaction(pool, async (tx) => {
    await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await tx.query("SET LOCAL statement_timeout = '120s'");
    const { rows } = await tx.query<{ name: string }>('SELECT name FROM orgs WHERE org_id = $1', [orgId]);
    const usage = await readUsage(tx, orgId, month);
    const sums = await sumKinds(tx, orgId, creditKinds, month);
    const credits = await readCredits(tx, orgId, month);
    return requireSum({
      month,
      orgName: rows[0]?.name ?? '',
      isOver: month.toMs <= nowMs,
      opening: await balanceBefore(tx, orgId, month.fromMs),
      closing: await balanceBefore(tx, orgId, month.toMs),
      movements: byKind([...sums, ...usage]),
      usage,
      credits: credits.slice(0, maxCredits),
      hasMoreCredits: credits.length > maxCredits,
    });
  });
}
