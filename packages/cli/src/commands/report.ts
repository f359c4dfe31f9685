import type { Command } from 'commander';
import { UsageError } from '../exit.ts';
import {
  fetchBreakdown,
  fetchRefusals,
  type ReportRange,
  renderBreakdown,
  renderRefusals,
} from '../report/breakdown.ts';
import { fetchBudgetRows, renderBudgetRows } from '../report/budget-rows.ts';
import { fetchWallet, type Wallet } from '../report/wallet.ts';
import { type CommandContext, openSession, print } from '../session.ts';
import type { Colour } from '../terminal/colour.ts';
import { readPeriod } from './time-argument.ts';

interface ReportOptions {
  from?: string;
  to?: string;
  by: string;
  timezone?: string;
  where: string[];
  limit?: string;
  compare?: true;
}

export function addReport(program: Command, context: CommandContext): void {
  program
    .command('report')
    .description('spend, refusals, wallet and budgets')
    .option('--from <time>', 'RFC 3339, or a date (from 00:00 UTC)')
    .option('--to <time>', 'RFC 3339, or a date (up to 00:00 UTC)')
    .option('--by <dimensions>', 'agent, model, workflow, connection, user, team, provider, …', 'agent,model')
    .option('--timezone <zone>', 'IANA zone of the report (UTC)')
    .option('--where <label=value>', 'only this, such as team=red,blue; may be given several times', collect, [])
    .option('--limit <n>', 'the largest rows; the others are added up')
    .option('--compare', 'beside the period before')
    .action(async (options: ReportOptions, command: Command) => {
      const by = options.by.split(',').map((dimension) => dimension.trim());
      const range = readRange(options);
      const session = await openSession(command, context);
      const spend = await fetchBreakdown(session.client, by, { ...range, ...readScope(options) });
      const refusals = await fetchRefusals(session.client, range);
      const wallet = await fetchWallet(session.client);
      const budgets = await fetchBudgetRows(session.client);
      print(session, { spend, refusals, wallet: walletJson(wallet), budgets }, (widest) =>
        [
          ...section('Spend', renderBreakdown(spend, by, widest), spend.length, session.colour),
          ...section('Refused', renderRefusals(refusals), refusals.length, session.colour),
          ...section('Budgets, this window', renderBudgetRows(budgets, widest), budgets.length, session.colour),
          session.colour.bold('Wallet'),
          renderWallet(wallet),
        ].join('\n'),
      );
    });
}

function collect(value: string, all: readonly string[]): string[] {
  return [...all, value];
}

function readScope({ where, limit, compare }: ReportOptions): Record<string, string> {
  const filters = where.map((text): [string, string] => {
    const sign = text.indexOf('=');
    if (sign < 1) throw new UsageError(`--where takes LABEL=VALUE, such as team=red, not "${text}"`);
    return [text.slice(0, sign), text.slice(sign + 1)];
  });
  return {
    ...Object.fromEntries(filters),
    ...(limit === undefined ? {} : { limit }),
    ...(compare === true ? { compare: 'previous' } : {}),
  };
}

function section(title: string, table: string, rowCount: number, colour: Colour): string[] {
  return [colour.bold(title), rowCount > 0 ? table : 'none', ''];
}

function renderWallet(wallet: Wallet | undefined): string {
  if (wallet === undefined) return 'not shown: it takes an admin key to see it';
  return `${wallet.mode}: balance ${wallet.balanceUsd} USD, reserved ${wallet.reservedUsd} USD, available ${wallet.availableUsd} USD`;
}

function walletJson(wallet: Wallet | undefined): unknown {
  if (wallet === undefined) return null;
  return {
    mode: wallet.mode,
    balance_usd: wallet.balanceUsd,
    reserved_usd: wallet.reservedUsd,
    available_usd: wallet.availableUsd,
  };
}

function readRange({ timezone, ...period }: ReportOptions): ReportRange {
  return {
    ...readPeriod(period),
    ...(timezone === undefined ? {} : { timezone }),
  };
}
