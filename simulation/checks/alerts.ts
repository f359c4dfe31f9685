import { type BudgetRow, type CounterRow, pathsOfRuns, subjectsOf } from './limits.ts';
import type { Evidence, OrgEvidence, UsageRow } from './evidence.ts';

function amountOf({ cost_nano_usd: cost, tokens, requests }: UsageRow, unit: BudgetRow['unit']): bigint {
  if (unit === 'usd') return cost ?? 0n;
  return unit === 'tokens' ? tokens : BigInt(requests);
}

/** The shares that a counter came to, one command after the other. */
function reached(budget: BudgetRow, rows: readonly UsageRow[]): Set<number> {
  const shares = [...budget.thresholds_ppm, ...budget.actions.map(({ atPpm, at_ppm: at }) => atPpm ?? at!), 1_000_000];
  const met = new Set<number>();
  const bySeq = new Map<bigint, bigint>();
  for (const row of rows) bySeq.set(row.seq, (bySeq.get(row.seq) ?? 0n) + amountOf(row, budget.unit));
  let spent = 0n;
  for (const amount of bySeq.values()) {
    spent += amount;
    if (amount <= 0n) continue;
    for (const ppm of shares) if (spent * 1_000_000n >= budget.limit_amount * BigInt(ppm)) met.add(ppm);
  }
  return met;
}

interface AlertRow {
  readonly budget_id: string;
  readonly subject: string;
  readonly window_start: number;
  readonly threshold_ppm: number;
}

/**
 * Every threshold that was reached was told of, and no other: for budgets that were there before the first call and whose
 * limit nobody changed, so that the plain order of the records says when they were reached.
 */
export async function checkAlerts(evidence: Evidence, { book, usage, find }: OrgEvidence): Promise<void> {
  const { pool } = evidence;
  const paths = await pathsOfRuns(evidence, book.id);
  const { rows: budgets } = await pool.query<BudgetRow>('SELECT * FROM budgets WHERE org_id = $1', [book.id]);
  const { rows: counters } = await pool.query<CounterRow>('SELECT * FROM counters WHERE org_id = $1', [book.id]);
  const { rows: alerts } = await pool.query<AlertRow>(
    'SELECT budget_id, subject, window_start, threshold_ppm FROM alerts WHERE org_id = $1 AND threshold_ppm IS NOT NULL',
    [book.id],
  );
  const nameOf = (row: CounterRow, ppm: number): string => `${row.budget_id} ${row.subject} ${row.window_start} ${ppm}`;
  const raised = new Set(alerts.map((row) => nameOf({ ...row, window_end: null }, row.threshold_ppm)));
  for (const budget of budgets) {
    const isFirst = book.firstBudgets.includes(budget.id) && budget.limit_version === 1;
    if (!isFirst || budget.unit === 'concurrent' || budget.limit_amount === 0n) continue;
    const expected = new Set<string>();
    for (const counter of counters.filter(({ budget_id: id }) => id === budget.id)) {
      const { subject, window_start: start, window_end: end } = counter;
      const inside = usage.filter(
        (row) =>
          row.budget_time >= start &&
          (end === null || row.budget_time < end) &&
          subjectsOf(budget.per, row, paths).includes(subject),
      );
      for (const ppm of reached(budget, inside)) expected.add(nameOf(counter, ppm));
    }
    const own = [...raised].filter((name) => name.startsWith(`${budget.id} `));
    for (const name of expected) if (!raised.has(name)) find(`budget ${budget.name}: nobody was told of ${name}`);
    for (const name of own)
      if (!expected.has(name)) find(`budget ${budget.name}: ${name} was told of and never reached`);
  }
}
