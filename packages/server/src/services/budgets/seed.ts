import type { Budget, Counter, MatchDimension, Window } from '@cofferdam/core';
import type pg from 'pg';
import { inTransaction, type Transaction } from '../../store/connection.ts';
import type { Statement } from '../../store/sql-file.ts';
import { statements } from './statements.ts';
import { windowsFrom } from './seed-windows.ts';

/** What decides what a budget counts. */
export type Counting = Pick<Budget, 'per' | 'match' | 'window' | 'timeZone' | 'unit'>;

/** What was spent up to one moment, found without holding up the org. */
export interface SeedSnapshot {
  readonly windows: readonly Window[];
  /** The last usage record that it saw. */
  readonly lastRecordId: string;
  readonly spent: readonly SeedRow[];
}

interface SeedRow {
  /** From 1, in the order of the windows. */
  window_number: number;
  subject: string;
  amount: bigint;
}

const nilId = '00000000-0000-0000-0000-000000000000';

/** In the order of the parameters of the seed statements. */
const matchDimensions: readonly MatchDimension[] = [
  'agent',
  'team',
  'workflow',
  'connection',
  'user',
  'provider',
  'model',
];

/** A window that never ends has no beginning either: usage may be dated as far back as it was. */
function startText(window: Window): string {
  return window.endMs === null ? '-infinity' : new Date(window.startMs).toISOString();
}

function endText(windows: readonly Window[]): string | null {
  const endMs = windows.at(-1)?.endMs ?? null;
  return endMs === null ? null : new Date(endMs).toISOString();
}

/** What is summed up: an org's rows that the budget counts, in these windows. */
interface Scope {
  readonly orgId: string;
  readonly budget: Counting;
  readonly windows: readonly Window[];
}

async function query(
  tx: Transaction,
  statement: Statement,
  scope: Scope,
  after: readonly string[],
): Promise<SeedRow[]> {
  const { orgId, budget, windows } = scope;
  const match = matchDimensions.map((dimension) => budget.match[dimension] ?? null);
  const values = [orgId, budget.per, budget.unit, windows.map(startText), endText(windows), ...after, ...match];
  return (await tx.query<SeedRow>(statement.text, values)).rows;
}

/** What a budget counts between two instants, by subject, and by how many charges. */
export interface SpentRow {
  readonly subject: string;
  readonly amount: bigint;
  readonly charges: number;
}

/** Sums up what was spent from `fromMs` (null: ever) up to and without `toMs`, whatever the budget's own windows are. */
export async function sumSpent(
  tx: Transaction,
  orgId: string,
  budget: Counting,
  { fromMs, toMs }: { readonly fromMs: number | null; readonly toMs: number },
): Promise<SpentRow[]> {
  const start = [startText({ startMs: fromMs ?? 0, endMs: fromMs === null ? null : toMs })];
  const match = matchDimensions.map((dimension) => budget.match[dimension] ?? null);
  const values = [orgId, budget.per, budget.unit, start, new Date(toMs), nilId, ...match];
  return (await tx.query<SpentRow>(statements.seedSpent.text, values)).rows;
}

/** What a budget counts as reserved in one of its windows, by subject. */
export async function sumReserved(
  tx: Transaction,
  orgId: string,
  budget: Counting,
  window: Window,
): Promise<SpentRow[]> {
  const rows = await query(tx, statements.seedReserved, { orgId, budget, windows: [window] }, []);
  return rows.map(({ subject, amount }) => ({ subject, amount, charges: 0 }));
}

/** Open reservations are all that a limit on them counts: nothing of them is ever spent. */
async function spentAfter(tx: Transaction, scope: Scope, recordId: string): Promise<SeedRow[]> {
  return scope.budget.unit === 'concurrent' ? [] : query(tx, statements.seedSpent, scope, [recordId]);
}

/**
 * Sums up what the budget would have counted by now, at one moment and outside the org's lane, however long it takes:
 * the lane never scans history.
 */
export async function takeSeedSnapshot(
  pool: pg.Pool,
  orgId: string,
  budget: Counting,
  timeMs: number,
): Promise<SeedSnapshot> {
  const windows = windowsFrom(budget, timeMs);
  return inTransaction(pool, async (tx) => {
    await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    await tx.query('SET LOCAL statement_timeout = 0');
    const latest = await tx.query<{ id: string }>({ ...statements.latestUsage, values: [orgId] });
    const spent = await spentAfter(tx, { orgId, budget, windows }, nilId);
    return { windows, lastRecordId: latest.rows[0]?.id ?? nilId, spent };
  });
}

/** A snapshot is of no use for windows that begin elsewhere than its own. */
export function isSeedCurrent(snapshot: SeedSnapshot, budget: Counting, timeMs: number): boolean {
  return windowsFrom(budget, timeMs)[0]?.startMs === snapshot.windows[0]?.startMs;
}

type Figures = Pick<Counter, 'subject' | 'windowStartMs' | 'windowEndMs' | 'spent' | 'reserved'>;

/** Adds rows up by window and subject. */
class Tally {
  readonly #windows: readonly Window[];
  readonly #figures = new Map<string, Figures>();

  constructor(windows: readonly Window[]) {
    this.#windows = windows;
  }

  add(rows: readonly SeedRow[], figure: 'spent' | 'reserved'): void {
    for (const row of rows) {
      const key = `${row.window_number} ${row.subject}`;
      const window = this.#windows[row.window_number - 1]!;
      const { startMs: windowStartMs, endMs: windowEndMs } = window;
      const known = this.#figures.get(key) ?? {
        subject: row.subject,
        windowStartMs,
        windowEndMs,
        spent: 0n,
        reserved: 0n,
      };
      this.#figures.set(key, { ...known, [figure]: known[figure] + row.amount });
    }
  }

  /** A counter at zero needs no row: it is made when it is first touched. */
  get figures(): Figures[] {
    return [...this.#figures.values()].filter(({ spent, reserved }) => spent !== 0n || reserved !== 0n);
  }
}

/**
 * Writes the counters of a new budget, under the org's lane: the snapshot, what was booked since, and what is reserved
 * now. A late settle of a reservation that the snapshot saw open is a record after it, so nothing falls between.
 */
export async function writeSeed(
  tx: Transaction,
  orgId: string,
  budget: Pick<Budget, 'id'> & Counting,
  snapshot: SeedSnapshot,
): Promise<void> {
  const { windows } = snapshot;
  const scope = { orgId, budget, windows };
  const tally = new Tally(windows);
  tally.add(snapshot.spent, 'spent');
  tally.add(await spentAfter(tx, scope, snapshot.lastRecordId), 'spent');
  tally.add(await query(tx, statements.seedReserved, scope, []), 'reserved');
  const figures = tally.figures;
  if (figures.length === 0) return;
  const values = [
    orgId,
    budget.id,
    figures.map((one) => one.subject),
    figures.map((one) => new Date(one.windowStartMs).toISOString()),
    figures.map((one) => (one.windowEndMs === null ? null : new Date(one.windowEndMs).toISOString())),
    figures.map((one) => one.spent),
    figures.map((one) => one.reserved),
  ];
  await tx.query({ ...statements.insertCounters, values });
}
