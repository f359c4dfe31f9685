import { fieldsOf, listAt, numberAt, textAt } from '../api-client/fields.ts';
import { renderBudgetTallies } from '../report/backtest.ts';
import type { Colour } from '../terminal/colour.ts';
import { formatCount } from '../terminal/figures.ts';
import { printable } from '../terminal/printable.ts';

const signs = { create: '+', change: '~', replace: '±', delete: '-' } as const;
type Action = keyof typeof signs;

function actionOf(change: unknown): Action {
  const action = textAt(change, 'action');
  return action !== undefined && action in signs ? (action as Action) : 'change';
}

function valueText(value: unknown): string {
  return printable(typeof value === 'string' ? value : JSON.stringify(value ?? null));
}

/** What of a thing is worth a line: what is empty says nothing. */
function isWorthSaying([name, value]: [string, unknown]): boolean {
  return name !== 'name' && value !== null && JSON.stringify(value) !== '[]' && JSON.stringify(value) !== '{}';
}

function differences(change: unknown): string[] {
  const { before, after } = fieldsOf(change);
  const [then, now] = [fieldsOf(before), fieldsOf(after)];
  const action = actionOf(change);
  if (action === 'create')
    return Object.entries(now)
      .filter(isWorthSaying)
      .map(([name, value]) => `${name}: ${valueText(value)}`);
  if (action === 'delete') return [];
  const names = Object.keys(now).filter((name) => JSON.stringify(then[name]) !== JSON.stringify(now[name]));
  return names.map((name) => `${name}: ${valueText(then[name])} → ${valueText(now[name])}`);
}

const endings: Readonly<Record<Action, string>> = {
  create: '',
  change: '',
  replace: ' (made anew; it counts what its window has spent)',
  delete: ' (goes)',
};

function paint(colour: Colour, action: Action, text: string): string {
  if (action === 'create') return colour.green(text);
  return action === 'change' ? colour.yellow(text) : colour.red(text);
}

function renderChange(change: unknown, colour: Colour): string {
  const action = actionOf(change);
  const drifted = fieldsOf(change).drifted === true ? ' ! changed by hand since the file was applied' : '';
  const head = `${signs[action]} ${textAt(change, 'section') ?? ''} ${printable(textAt(change, 'name') ?? '')}`;
  const lines = differences(change).map((line) => `      ${line}`);
  return [`  ${paint(colour, action, head)}${endings[action]}${drifted}`, ...lines].join('\n');
}

function renderBacktest(plan: unknown, days: number): string[] {
  const { backtest } = fieldsOf(plan);
  if (backtest === null || backtest === undefined) return [];
  const calls = formatCount(numberAt(backtest, 'calls') ?? 0);
  const refused = formatCount(numberAt(backtest, 'refused_calls') ?? 0);
  const lost = formatCount(numberAt(backtest, 'tasks_lost') ?? 0);
  const left = listAt(plan, 'not_replayed').map(String);
  return [
    '',
    `Of the ${calls} calls of the last ${days} days (${textAt(backtest, 'cost_usd') ?? '?'} USD) the budgets of the file would have refused ${refused}: ${textAt(backtest, 'saved_usd') ?? '?'} USD saved, ${lost} completed tasks lost.`,
    '',
    renderBudgetTallies(listAt(backtest, 'budgets')),
    ...(left.length === 0 ? [] : [`Not replayed: ${printable(left.join(', '))}`]),
  ];
}

const words: readonly (readonly [Action, string])[] = [
  ['create', 'to make'],
  ['change', 'to change'],
  ['replace', 'to replace'],
  ['delete', 'to end'],
];

function summary(changes: readonly unknown[]): string {
  const counts = words
    .map(([action, word]) => [changes.filter((change) => actionOf(change) === action).length, word] as const)
    .filter(([count]) => count > 0);
  return counts.map(([count, word]) => `${formatCount(count)} ${word}`).join(', ');
}

function lastApplied(plan: unknown): string {
  const applied = fieldsOf(plan).last_applied;
  if (applied === null || applied === undefined) return 'No file was applied before.';
  const reason = textAt(applied, 'reason');
  const why = reason === undefined ? '' : `: ${printable(reason)}`;
  return `Last applied ${textAt(applied, 'at') ?? '?'} by ${printable(textAt(applied, 'by') ?? '?')}${why}.`;
}

/** Whether something would be ended or made anew: that is not to happen by the way. */
export function endsSomething(plan: unknown): boolean {
  return listAt(plan, 'changes').some((change) => ['delete', 'replace'].includes(actionOf(change)));
}

/** What a file would change, for people. */
export function renderPlan(plan: unknown, file: string, days: number, colour: Colour): string {
  const changes = listAt(plan, 'changes');
  const head =
    changes.length === 0
      ? [`${file} says what is there: nothing would change. ${lastApplied(plan)}`]
      : [
          `${file} would change (plan ${textAt(plan, 'plan') ?? '?'}): ${summary(changes)}. ${lastApplied(plan)}`,
          '',
          ...changes.map((change) => renderChange(change, colour)),
        ];
  return [...head, ...renderBacktest(plan, days)].join('\n');
}

/** What a file changed. */
export function renderApplied(answer: unknown, file: string, colour: Colour): string {
  const changes = listAt(answer, 'changes');
  if (changes.length === 0) return `${file} says what is there: nothing was changed.`;
  const secrets = Object.entries(fieldsOf(fieldsOf(answer).signing_secrets));
  const shown = secrets.map(([name, secret]) => `  ${printable(name)}: ${printable(String(secret))}`);
  return [
    `Applied ${file}: ${changes.length === 1 ? '1 change' : `${formatCount(changes.length)} changes`}.`,
    ...changes.map((change) => renderChange(change, colour)),
    ...(shown.length === 0 ? [] : ['', 'Signing secrets of new webhooks, shown this once:', ...shown]),
  ].join('\n');
}
