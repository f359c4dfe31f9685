import type { Command } from 'commander';
import { listAt } from '../api-client/fields.ts';
import { expectSuccess } from '../api-client/problem.ts';
import { UsageError } from '../exit.ts';
import { renderBacktest } from '../report/backtest.ts';
import { type CommandContext, openSession, print, type Session } from '../session.ts';
import { readText } from '../terminal/read-text.ts';
import { whileWaiting } from '../terminal/waiting.ts';

/** A year of a busy fleet is replayed in minutes, not in seconds. */
export const backtestTimeoutMs = 600_000;

interface Period {
  from?: string;
  to?: string;
  timezone?: string;
}

export function addBacktest(program: Command, context: CommandContext): void {
  program
    .command('backtest')
    .description('what budgets would have done: replays past usage against them, and changes nothing')
    .requiredOption('--file <path>', 'JSON: a list of budgets as POST /v1/budgets takes them, or {"budgets": […]}')
    .option('--from <time>', 'RFC 3339, or a date; 30 days back unless given')
    .option('--to <time>', 'RFC 3339, or a date; now unless given')
    .option('--timezone <zone>', 'IANA zone of the dates (UTC)')
    .action(async ({ file, ...period }: Period & { file: string }, command: Command) => {
      const budgets = await readBudgets(file, context);
      const session = await openSession(command, context, { timeoutMs: backtestTimeoutMs });
      await showBacktest(session, budgets, period);
    });
}

async function readBudgets(file: string, { terminal }: CommandContext): Promise<readonly unknown[]> {
  const text = await readText(file, terminal);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UsageError(`${file} is not JSON`);
  }
  const budgets: readonly unknown[] = Array.isArray(value) ? value : listAt(value, 'budgets');
  if (budgets.length === 0) throw new UsageError(`${file} has no budgets: a list of them, or {"budgets": […]}`);
  return budgets;
}

/** Asks what the budgets would have done, and shows it. */
export async function showBacktest(session: Session, budgets: readonly unknown[], period: Period): Promise<void> {
  const body = { budgets, ...period };
  const ask = () => session.client.send({ method: 'POST', path: '/v1/backtests', body });
  const backtest = expectSuccess(await whileWaiting(session.terminal, 'Replaying past usage', ask));
  print(session, backtest, () => renderBacktest(backtest));
}
