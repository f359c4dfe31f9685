import type { Command } from 'commander';
import { type BudgetUnit, budgetPath, budgetUnits, findBudget, unitOf } from '../api-client/budgets.ts';
import { cellAt, fieldsOf } from '../api-client/fields.ts';
import { listAll } from '../api-client/list.ts';
import { readAmount } from '../api-client/money-argument.ts';
import { expectSuccess } from '../api-client/problem.ts';
import { UsageError } from '../exit.ts';
import { alignAmounts } from '../report/amounts.ts';
import { renderCounters, toRow } from '../report/budget-rows.ts';
import { type CommandContext, openSession, print } from '../session.ts';
import { renderTable } from '../terminal/table.ts';
import { backtestTimeoutMs, showBacktest } from './backtest.ts';
import { type BudgetAction, readAction } from './action-option.ts';
import { readCount } from './read-count.ts';

interface CreateOptions {
  per: string;
  window: string;
  limitUsd?: string;
  limitTokens?: string;
  limitRequests?: string;
  limitConcurrent?: string;
  match: Record<string, string[]>;
  timezone?: string;
  soft?: boolean;
  allowFree?: boolean;
  windDown?: number;
  threshold: number[];
  action: BudgetAction[];
  notify: string[];
  preview?: boolean;
}

export function addBudgets(program: Command, context: CommandContext): void {
  const budgets = program.command('budgets').description('limits on what may be spent, and by whom');
  addList(budgets, context);
  addCreate(budgets, context);
  addShow(budgets, context);
  addSetLimit(budgets, context);
  addSetWindDown(budgets, context);
  addDelete(budgets, context);
}

function addList(budgets: Command, context: CommandContext): void {
  budgets
    .command('list')
    .description('all budgets, newest first')
    .action(async (_options: unknown, command: Command) => {
      const session = await openSession(command, context);
      const rows = await listAll(session.client, '/v1/budgets');
      print(session, { data: rows }, (widest) => renderBudgets(rows, widest));
    });
}

function addCreate(budgets: Command, context: CommandContext): void {
  budgets
    .command('create')
    .description('make a budget; it counts what its window has already seen')
    .argument('<name>')
    .option(
      '--per <dimension>',
      'one counter for each: org, team, agent, workflow, connection, user, model or run',
      'org',
    )
    .option('--window <window>', 'run, minute, hour, day, week, month, quarter, year or lifetime', 'month')
    .option('--limit-usd <amount>', 'the limit in USD; a budget has one limit')
    .option('--limit-tokens <n>')
    .option('--limit-requests <n>')
    .option('--limit-concurrent <n>', 'open reservations; has no window')
    .option(
      '--match <label=value>',
      'count only these calls; repeat for more labels, or more values of one',
      readMatch,
      {},
    )
    .option('--timezone <zone>', 'IANA zone of the window (UTC)')
    .option('--soft', 'alert, never refuse')
    .option('--allow-free', 'let calls that cost nothing past an exhausted limit')
    .option(
      '--wind-down <share>',
      'keep this share of the limit for one last call, such as 0.1; at most 0.5',
      readShare,
    )
    .option('--threshold <share>', 'alert at this share of the limit, such as 0.8; may be repeated', readThreshold, [])
    .option(
      '--action <action>',
      'act at a share of the limit: throttle@0.9=10/min, pause@0.95, block@1.2; may be repeated',
      readAction,
      [],
    )
    .option('--notify <channel>', 'a channel that its alerts go to; may be repeated', readChannel, [])
    .option('--preview', 'make nothing: say what it would have done in the last 30 days')
    .action(async (name: string, options: CreateOptions, command: Command) => {
      const body = toBudget(name, options);
      if (options.preview === true) {
        const waiting = { timeoutMs: backtestTimeoutMs };
        return showBacktest(await openSession(command, context, waiting), [body], {});
      }
      const session = await openSession(command, context);
      const budget = expectSuccess(await session.client.send({ method: 'POST', path: '/v1/budgets', body }));
      print(session, budget, (widest) => renderBudgets([budget], widest));
    });
}

function addShow(budgets: Command, context: CommandContext): void {
  budgets
    .command('show')
    .description('a budget and what its counters have seen')
    .argument('<name-or-id>')
    .action(async (nameOrId: string, _options: unknown, command: Command) => {
      const session = await openSession(command, context);
      const budget = await findBudget(session.client, nameOrId);
      const counters = await listAll(session.client, `${budgetPath(budget)}/counters`);
      print(session, { ...fieldsOf(budget), counters }, (widest) => {
        const rows = counters.map((counter) => toRow(budget, counter));
        return [
          renderBudgets([budget], widest),
          '',
          rows.length > 0 ? renderCounters(budget, rows, widest) : 'Nothing was counted yet.',
        ].join('\n');
      });
    });
}

function addSetLimit(budgets: Command, context: CommandContext): void {
  budgets
    .command('set-limit')
    .description("change a budget's limit, in the budget's own unit; takes effect at once")
    .argument('<name-or-id>')
    .argument('<amount>')
    .action(async (nameOrId: string, amount: string, _options: unknown, command: Command) => {
      const session = await openSession(command, context);
      const budget = await findBudget(session.client, nameOrId);
      const body = toLimit(unitOf(budget), 'AMOUNT', amount);
      const changed = expectSuccess(await session.client.send({ method: 'PATCH', path: budgetPath(budget), body }));
      print(session, changed, (widest) => renderBudgets([changed], widest));
    });
}

function addSetWindDown(budgets: Command, context: CommandContext): void {
  budgets
    .command('set-wind-down')
    .description('keep a share of a hard limit in USD for one last call; takes effect at once')
    .argument('<name-or-id>')
    .argument('<share>', 'such as 0.1, at most 0.5; none keeps nothing')
    .action(async (nameOrId: string, share: string, _options: unknown, command: Command) => {
      const body = { wind_down: share === 'none' ? null : readShare(share) };
      const session = await openSession(command, context);
      const budget = await findBudget(session.client, nameOrId);
      const changed = expectSuccess(await session.client.send({ method: 'PATCH', path: budgetPath(budget), body }));
      print(session, changed, (widest) => renderBudgets([changed], widest));
    });
}

function addDelete(budgets: Command, context: CommandContext): void {
  budgets
    .command('delete')
    .description('end a budget at once; what was spent stays on record')
    .argument('<name-or-id>')
    .action(async (nameOrId: string, _options: unknown, command: Command) => {
      const session = await openSession(command, context);
      const budget = await findBudget(session.client, nameOrId);
      expectSuccess(await session.client.send({ method: 'DELETE', path: budgetPath(budget) }));
      print(session, { id: cellAt(budget, 'id'), deleted: true }, () => `Deleted ${cellAt(budget, 'name')}.`);
    });
}

function toBudget(name: string, options: CreateOptions): Record<string, unknown> {
  const limits = {
    usd: options.limitUsd,
    tokens: options.limitTokens,
    requests: options.limitRequests,
    concurrent: options.limitConcurrent,
  };
  const given = budgetUnits.filter((unit) => limits[unit] !== undefined);
  const [unit] = given;
  if (unit === undefined || given.length > 1) {
    throw new UsageError('a budget has one limit: --limit-usd, --limit-tokens, --limit-requests or --limit-concurrent');
  }
  return {
    name,
    per: options.per,
    ...(unit === 'concurrent' ? {} : { window: options.window }),
    ...toLimit(unit, `--limit-${unit}`, limits[unit] ?? ''),
    enforcement: options.soft === true ? 'soft' : 'hard',
    ...(Object.keys(options.match).length === 0 ? {} : { match: options.match }),
    ...(options.timezone === undefined ? {} : { timezone: options.timezone }),
    ...(options.allowFree === true ? { allow_free: true } : {}),
    ...(options.windDown === undefined ? {} : { wind_down: options.windDown }),
    ...(options.threshold.length === 0 ? {} : { thresholds: options.threshold }),
    ...(options.action.length === 0 ? {} : { actions: options.action }),
    ...(options.notify.length === 0 ? {} : { notify: options.notify }),
  };
}

function toLimit(unit: BudgetUnit, argument: string, text: string): Record<string, string | number> {
  return { [`limit_${unit}`]: unit === 'usd' ? readAmount(argument, text) : readCount(argument, text) };
}

function renderBudgets(rows: readonly unknown[], widest: number): string {
  const units = rows.map(unitOf);
  const limits = alignAmounts(
    rows.map((row, index) => cellAt(row, `limit_${units[index] ?? 'usd'}`)),
    (index) => units[index] === 'usd',
  );
  return renderTable(
    [
      { title: 'name' },
      { title: 'per' },
      { title: 'match', goes: 3 },
      { title: 'window' },
      { title: 'limit', align: 'right' },
      { title: 'unit' },
      { title: 'enforcement', goes: 2 },
      { title: 'last call', align: 'right', goes: 1 },
    ],
    rows.map((row, index) => [
      cellAt(row, 'name'),
      cellAt(row, 'per'),
      renderMatch(row),
      cellAt(row, 'window'),
      limits[index] ?? '',
      units[index] === 'usd' ? 'USD' : (units[index] ?? ''),
      cellAt(row, 'enforcement'),
      renderShare(fieldsOf(row).wind_down),
    ]),
    0,
    widest,
  );
}

function renderShare(share: unknown): string {
  return typeof share === 'number' ? `${Number((share * 100).toFixed(4))} %` : '-';
}

function renderMatch(budget: unknown): string {
  const match = Object.entries(fieldsOf(fieldsOf(budget).match));
  return (
    match.map(([label, values]) => `${label}=${Array.isArray(values) ? values.join('|') : String(values)}`).join(' ') ||
    '-'
  );
}

function readMatch(text: string, match: Record<string, string[]>): Record<string, string[]> {
  const [label = '', ...rest] = text.split('=');
  const value = rest.join('=');
  if (label === '' || value === '') throw new UsageError(`--match takes label=value, not "${text}"`);
  return { ...match, [label]: [...(match[label] ?? []), value] };
}

function readShare(text: string): number {
  const share = Number(text);
  if (!/^0?\.\d+$/.test(text) || !(share > 0 && share <= 0.5))
    throw new UsageError(`a share is a number such as 0.1, above 0 and at most 0.5, not "${text}"`);
  return share;
}

function readChannel(name: string, names: string[]): string[] {
  return [...names, name];
}

function readThreshold(text: string, thresholds: number[]): number[] {
  const share = Number(text);
  if (!(share > 0) || !Number.isFinite(share))
    throw new UsageError(`--threshold takes a share of the limit such as 0.8, not "${text}"`);
  return [...thresholds, share];
}
