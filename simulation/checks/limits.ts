import type { OrgBook } from '../run/book.ts';
import { nanoUsdOf } from '../run/usd.ts';
import { type Evidence, groupBy, type OrgEvidence, type ReservationRow, type UsageRow } from './evidence.ts';

export interface BudgetRow {
  readonly id: string;
  readonly name: string;
  readonly per: string;
  readonly unit: 'usd' | 'tokens' | 'requests' | 'concurrent';
  readonly limit_amount: bigint;
  readonly limit_version: number;
  readonly enforcement: 'hard' | 'soft';
  readonly thresholds_ppm: readonly number[];
  readonly actions: readonly { readonly atPpm?: number; readonly at_ppm?: number }[];
}

export interface CounterRow {
  readonly budget_id: string;
  readonly subject: string;
  readonly window_start: number;
  readonly window_end: number | null;
}

/** Whose counter a call is on: the naive way, by the budget's dimension alone. None of these budgets filters. */
export function subjectsOf(
  per: string,
  row: ReservationRow | UsageRow,
  paths: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  if (per === 'org') return ['org'];
  if (per === 'run') return paths.get(row.run) ?? [row.run];
  if (per === 'model') return row.model === null ? [] : [`${row.provider}/${row.model}`];
  const label = row[per as 'agent' | 'workflow' | 'connection' | 'team'];
  return label === null ? [] : [label];
}

export async function pathsOfRuns({ pool }: Evidence, orgId: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await pool.query<{ id: string; path: string[] }>('SELECT id, path FROM runs WHERE org_id = $1', [
    orgId,
  ]);
  return new Map(rows.map(({ id, path }) => [id, path]));
}

/** The largest limit that a budget may ever have had, whoever was told of its change. */
function largestLimit({ told }: OrgBook, budget: BudgetRow): bigint {
  let largest = budget.limit_amount;
  for (const { target, request } of told) {
    if (target !== budget.id || request.method !== 'PATCH') continue;
    for (const [field, value] of Object.entries(request.body as Record<string, string | number>)) {
      const amount = field === 'limit_usd' ? nanoUsdOf(String(value)) : BigInt(value);
      if (amount > largest) largest = amount;
    }
  }
  return largest;
}

/** How much of what was admitted a reservation came to: what exceeds it is booked all the same, and is no admission. */
function admitted(row: ReservationRow, records: readonly UsageRow[], unit: BudgetRow['unit']): bigint {
  const wasReleased = row.state === 'released' || (row.state === 'expired' && row.on_expiry === 'release');
  const isLate = records.some(({ late }) => late);
  if (wasReleased || (isLate && row.on_expiry === 'release')) return 0n;
  if (unit === 'requests') return row.state === 'settled' && isLate ? 0n : 1n;
  const cost = records.reduce((sum, { cost_nano_usd: one }) => sum + (one ?? 0n), 0n);
  return cost < row.amount_nano_usd ? cost : row.amount_nano_usd;
}

/**
 * No hard limit was passed by what was admitted: in each window the reservations, each as far as it was admitted, fit
 * under the largest limit that there was. Only for budgets that were there before the first call.
 */
export async function checkLimits(evidence: Evidence, { book, reservations, usage, find }: OrgEvidence): Promise<void> {
  const { pool } = evidence;
  const paths = await pathsOfRuns(evidence, book.id);
  const { rows: budgets } = await pool.query<BudgetRow>('SELECT * FROM budgets WHERE org_id = $1', [book.id]);
  const { rows: counters } = await pool.query<CounterRow>('SELECT * FROM counters WHERE org_id = $1', [book.id]);
  const recordsOf = groupBy(usage, ({ reservation_id: id }) => id);
  for (const budget of budgets) {
    const isCounted = budget.unit === 'usd' || budget.unit === 'requests';
    if (budget.enforcement !== 'hard' || !isCounted || !book.firstBudgets.includes(budget.id)) continue;
    const limit = largestLimit(book, budget);
    for (const counter of counters.filter(({ budget_id: id }) => id === budget.id)) {
      const { subject, window_start: start, window_end: end } = counter;
      const inside = reservations.filter(
        (row) =>
          row.created_at >= start &&
          (end === null || row.created_at < end) &&
          subjectsOf(budget.per, row, row.run_path === null ? paths : new Map([[row.run, row.run_path]])).includes(
            subject,
          ),
      );
      const sum = inside.reduce((all, row) => all + admitted(row, recordsOf.get(row.id) ?? [], budget.unit), 0n);
      if (sum > limit) find(`budget ${budget.name} for ${subject} admitted ${sum} under a limit of ${limit}`);
    }
  }
}

/** What a reservation was last extended to, where somebody was told so. */
function extendedTo({ told }: OrgBook, id: string): bigint[] {
  return told.flatMap(({ action: { deed }, answer, target }) =>
    deed.kind === 'extend' && deed.nanoUsd !== null && target === id && answer?.status === 200 ? [deed.nanoUsd] : [],
  );
}

/** Nothing was ever set aside that is larger than a whole hard limit that holds it. */
export async function checkSizes(evidence: Evidence, { book, reservations, find }: OrgEvidence): Promise<void> {
  const paths = await pathsOfRuns(evidence, book.id);
  const { rows } = await evidence.pool.query<BudgetRow>('SELECT * FROM budgets WHERE org_id = $1', [book.id]);
  const hard = rows.filter(
    (one) => one.enforcement === 'hard' && one.unit === 'usd' && book.firstBudgets.includes(one.id),
  );
  for (const budget of hard) {
    const limit = largestLimit(book, budget);
    for (const row of reservations) {
      if (subjectsOf(budget.per, row, paths).length === 0) continue;
      for (const amount of [row.amount_nano_usd, ...extendedTo(book, row.id)]) {
        if (amount > limit) find(`reservation ${row.id} held ${amount} under ${budget.name}, which ends at ${limit}`);
      }
    }
  }
}

interface ToldBudget {
  readonly name: string;
  readonly enforcement: string;
  readonly [figure: string]: string | number | undefined;
}

interface ToldWallet {
  readonly available_usd: string;
}

/** What an admitted call was told: no hard budget and no wallet has less than nothing left, unless it took the last call's allowance. */
export function checkToldFigures({ book, find }: OrgEvidence): void {
  for (const { action, answer } of book.told) {
    if (action.deed.kind !== 'reserve' || answer?.status !== 201 || answer.body['final'] === true) continue;
    // A call that costs nothing may pass a budget that allows it.
    const isFree = action.deed.nanoUsd !== null && action.deed.nanoUsd < 1_000_000n;
    const wallet = answer.body['wallet'] as ToldWallet | null;
    const credit = Number(wallet?.available_usd ?? 0);
    if (credit < 0 && !isFree) find(`a${action.index} was admitted with ${credit} left of its credit`);
    const budgets = answer.body['budgets'] as readonly ToldBudget[];
    for (const told of budgets.filter(({ enforcement }) => enforcement === 'hard')) {
      const left = Object.entries(told).find(([field]) => field.startsWith('available_'))?.[1];
      if (Number(left) < 0 && !isFree) find(`a${action.index} was admitted with ${left} left in ${told.name}`);
    }
  }
}
