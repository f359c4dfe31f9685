import { cellAt, fieldsOf, listAt, numberAt, textAt } from '../api-client/fields.ts';
import { budgetUnits } from '../api-client/budgets.ts';
import { alignDecimals, formatCount } from '../terminal/figures.ts';
import { renderTable } from '../terminal/table.ts';
import { alignAmounts } from './amounts.ts';

/** The subjects that lose most are shown; `--json` has all that the server names. */
const shownSubjects = 5;

function countAt(value: unknown, name: string): string {
  return formatCount(numberAt(value, name) ?? 0);
}

function unitOfTally(tally: unknown): (typeof budgetUnits)[number] {
  return budgetUnits.find((unit) => fieldsOf(tally)[`limit_${unit}`] !== undefined) ?? 'usd';
}

function percentOf(peak: unknown): string {
  const share = numberAt(peak, 'utilisation');
  return share === undefined ? '-' : `${Number((share * 100).toFixed(1))} %`;
}

/** A row for each budget that was replayed. */
export function renderBudgetTallies(tallies: readonly unknown[]): string {
  const units = tallies.map(unitOfTally);
  const limits = alignAmounts(
    tallies.map((tally, index) => cellAt(tally, `limit_${units[index] ?? 'usd'}`)),
    (index) => units[index] === 'usd',
  );
  const saved = alignDecimals(tallies.map((tally) => cellAt(tally, 'saved_usd')));
  return renderTable(
    [
      { title: 'budget' },
      { title: 'per' },
      { title: 'window' },
      { title: 'limit', align: 'right' },
      { title: 'unit' },
      { title: 'refused', align: 'right' },
      { title: 'saved, USD', align: 'right' },
      { title: 'tasks lost', align: 'right' },
      { title: 'first refusal' },
      { title: 'most used', align: 'right' },
    ],
    tallies.map((tally, index) => [
      cellAt(tally, 'name'),
      cellAt(tally, 'per'),
      cellAt(tally, 'window'),
      limits[index] ?? '',
      units[index] === 'usd' ? 'USD' : (units[index] ?? ''),
      countAt(tally, 'refused_calls'),
      saved[index] ?? '',
      countAt(tally, 'tasks_lost'),
      cellAt(tally, 'first_refused_at'),
      percentOf(fieldsOf(tally).peak),
    ]),
  );
}

function renderSubjects(tally: unknown): string[] {
  const rows = listAt(tally, 'by_subject').slice(0, shownSubjects);
  if (rows.length === 0) return [];
  const saved = alignDecimals(rows.map((row) => cellAt(row, 'saved_usd')));
  const table = renderTable(
    [
      { title: cellAt(tally, 'per') },
      { title: 'refused', align: 'right' },
      { title: 'saved, USD', align: 'right' },
      { title: 'first refusal' },
    ],
    rows.map((row, index) => [
      cellAt(row, 'subject'),
      countAt(row, 'refused_calls'),
      saved[index] ?? '',
      cellAt(row, 'first_refused_at'),
    ]),
  );
  const more = (numberAt(tally, 'subjects') ?? 0) - rows.length;
  return ['', `${cellAt(tally, 'name')}: who`, table, ...(more > 0 ? [`and ${formatCount(more)} more`] : [])];
}

/** What budgets would have done, for people. */
export function renderBacktest(backtest: unknown): string {
  const tallies = listAt(backtest, 'budgets');
  const calls = `${countAt(backtest, 'calls')} calls for ${cellAt(backtest, 'cost_usd')} USD`;
  const unpriced = numberAt(backtest, 'unpriced_records') ?? 0;
  return [
    `${calls}, ${textAt(backtest, 'from') ?? '?'} to ${textAt(backtest, 'to') ?? '?'}`,
    '',
    renderBudgetTallies(tallies),
    ...tallies.flatMap(renderSubjects),
    '',
    `Together: ${countAt(backtest, 'refused_calls')} calls refused, ${cellAt(backtest, 'saved_usd')} USD saved, ${countAt(backtest, 'tasks_lost')} completed tasks lost.`,
    ...(unpriced > 0 ? [`${formatCount(unpriced)} records have no price, and asked for nothing.`] : []),
    ...listAt(backtest, 'notes').map((note) => `- ${String(note)}`),
  ].join('\n');
}
