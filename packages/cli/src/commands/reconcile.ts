import type { Command } from 'commander';
import { cellAt, fieldsOf, listAt, textAt } from '../api-client/fields.ts';
import { expectSuccess } from '../api-client/problem.ts';
import { CommandFailure, exitCode } from '../exit.ts';
import { type CommandContext, openSession, print, type Session } from '../session.ts';
import { renderTable } from '../terminal/table.ts';
import { readPeriod } from './time-argument.ts';

interface ReconcileOptions {
  from?: string;
  to?: string;
  approve?: boolean;
}

/** What a script is told when nothing could be compared: 1 says that something differs. */
const couldNot = exitCode.usage;

export function addReconcile(program: Command, context: CommandContext): void {
  const reconcile = program.command('reconcile').description('compare the ledger with what others say');
  reconcile
    .command('stripe')
    .description('payments, refunds and disputes; exit 1 if something differs, 2 if it could not be found out')
    .option('--from <time>', 'RFC 3339, or a date (from 00:00 UTC); 31 days before --to')
    .option('--to <time>', 'RFC 3339, or a date (up to 00:00 UTC); now')
    .option('--approve', 'set right what is shown')
    .action(async (options: ReconcileOptions, command: Command) => {
      const period = readPeriod(options);
      try {
        const session = await openSession(command, context);
        context.endWith(await compare(session, period, options.approve === true));
      } catch (error) {
        if (!(error instanceof CommandFailure)) throw error;
        context.terminal.err(`error: ${error.message}\n${error.advice === undefined ? '' : `${error.advice}\n`}`);
        context.endWith(couldNot);
      }
    });
}

type Period = Readonly<Record<string, string>>;

async function compare(session: Session, period: Period, approve: boolean): Promise<0 | 1> {
  const path = `/v1/credits/reconciliation?${new URLSearchParams(period).toString()}`;
  const found = expectSuccess(await session.client.send({ method: 'GET', path }));
  const residuals = listAt(found, 'residuals');
  const corrections = approve && residuals.length > 0 ? await correct(session, found, residuals) : [];
  const shown = { ...fieldsOf(found), ...(approve ? { corrections } : {}) };
  print(session, shown, () => [renderReport(found, residuals), ...renderCorrections(corrections)].join('\n'));
  return residuals.length > corrections.length ? exitCode.failed : exitCode.ok;
}

/** Of the very period that was shown, and of nothing that was not. */
async function correct(session: Session, found: unknown, residuals: readonly unknown[]): Promise<readonly unknown[]> {
  const body = {
    from: textAt(found, 'from'),
    to: textAt(found, 'to'),
    residuals: residuals.map((one) => textAt(one, 'id')),
  };
  const path = '/v1/credits/reconciliation/corrections';
  return listAt(expectSuccess(await session.client.send({ method: 'POST', path, body })), 'corrections');
}

const usd = (title: string) => ({ title, align: 'right' as const });

function renderReport(found: unknown, residuals: readonly unknown[]): string {
  const { stripe } = fieldsOf(found);
  const pending = listAt(found, 'pending');
  const elsewhere = listAt(found, 'elsewhere');
  const totals = renderTable(
    [usd('payments'), usd('refunds'), usd('disputes'), usd('fees, not counted')],
    [['payments_usd', 'refunds_usd', 'disputes_usd', 'fees_usd'].map((name) => cellAt(stripe, name))],
  );
  const differing = renderTable(
    [
      { title: 'difference' },
      { title: 'residual' },
      usd('Stripe'),
      usd('ledger'),
      usd('to correct'),
      { title: 'payment' },
    ],
    residuals.map((one) => [
      cellAt(one, 'kind'),
      cellAt(one, 'id'),
      cellAt(one, 'stripe_usd'),
      cellAt(one, 'ledger_usd'),
      cellAt(one, 'difference_usd'),
      cellAt(one, 'payment'),
    ]),
  );
  return [
    `Stripe from ${cellAt(found, 'from')} to ${cellAt(found, 'to')}, USD`,
    totals,
    '',
    `${cellAt(found, 'payments')} payments compared, ${cellAt(found, 'matched')} movements agree.`,
    ...pending.map(
      (one) => `Under way: ${cellAt(one, 'amount_usd')} USD, ${cellAt(one, 'state')}, ${cellAt(one, 'payment')}`,
    ),
    ...elsewhere.map((one) => `Made elsewhere: ${cellAt(one, 'amount_usd')} USD, ${cellAt(one, 'source')}`),
    ...listAt(found, 'refunded_twice').map(
      (one) =>
        `Refunded here and at Stripe: ${cellAt(one, 'here_usd')} and ${cellAt(one, 'stripe_usd')} USD, ${cellAt(one, 'payment')}. If that is the same money, the credit was taken twice.`,
    ),
    residuals.length === 0 ? 'No differences.' : `\n${differing}`,
  ].join('\n');
}

function renderCorrections(corrections: readonly unknown[]): string[] {
  return corrections.map(
    (one) => `Set right: ${cellAt(one, 'residual')}, ${cellAt(one, 'kind')}, ${cellAt(one, 'amount_usd')} USD`,
  );
}
