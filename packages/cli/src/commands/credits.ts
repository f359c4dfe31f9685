import type { Command } from 'commander';
import { cellAt } from '../api-client/fields.ts';
import { listAll } from '../api-client/list.ts';
import { readAmount } from '../api-client/money-argument.ts';
import { expectSuccess } from '../api-client/problem.ts';
import { CommandFailure } from '../exit.ts';
import { type CommandContext, openSession, print, type Session } from '../session.ts';
import { renderTable } from '../terminal/table.ts';
import { addCreditMoves } from './credit-moves.ts';

interface CheckoutOptions {
  amount: string;
  reference?: string;
  successUrl?: string;
  cancelUrl?: string;
}

export function addCredits(program: Command, context: CommandContext): void {
  const credits = program
    .command('credits')
    .description("the org's credit: its lots, what moves them, and buying it with a card, through Stripe");
  addCreditMoves(credits, context);
  credits
    .command('checkout')
    .description('make a page on which credit can be paid for, and print its address')
    .requiredOption('--amount <amount>', 'USD, such as 50; at least 0.5')
    .option('--reference <text>', 'your own name for this payment; the same again gives the same page')
    .option('--success-url <url>', 'where the payer goes on')
    .option('--cancel-url <url>', 'where the payer goes who does not pay')
    .action((options: CheckoutOptions, command: Command) => checkout(options, command, context));
  credits
    .command('payments')
    .description('payments and what became of them, newest first')
    .action(async (_options: unknown, command: Command) => {
      const session = await openSession(command, context);
      const rows = await listAll(session.client, '/v1/credits/payments');
      print(session, { data: rows }, () => renderPayments(rows));
    });
}

async function checkout(options: CheckoutOptions, command: Command, context: CommandContext): Promise<void> {
  const body = {
    amount_usd: readAmount('--amount', options.amount),
    ...(options.reference === undefined ? {} : { reference: options.reference }),
    ...(options.successUrl === undefined ? {} : { success_url: options.successUrl }),
    ...(options.cancelUrl === undefined ? {} : { cancel_url: options.cancelUrl }),
  };
  const session = await openSession(command, context);
  const made = expectSuccess(await session.client.send({ method: 'POST', path: '/v1/credits/checkout', body }));
  if (options.reference !== undefined) await requireOpen(session, made);
  if (!session.json)
    session.terminal.err(`Payment ${cellAt(made, 'id')}. Pay here before ${cellAt(made, 'expires_at')}:\n`);
  print(session, made, () => cellAt(made, 'url'));
}

/** A repeat is answered with the page of the first time, on which nobody can pay once the payment is over. */
async function requireOpen({ client }: Session, made: unknown): Promise<void> {
  const path = `/v1/credits/payments/${encodeURIComponent(cellAt(made, 'id'))}`;
  const payment = expectSuccess(await client.send({ method: 'GET', path }));
  const state = cellAt(payment, 'state');
  if (state === 'created') return;
  throw new CommandFailure(
    `payment ${cellAt(made, 'id')} under the reference ${cellAt(made, 'reference')} is ${state}: its page is gone`,
    'Name another --reference for another payment; `cofferdam credits payments` shows what became of this one.',
  );
}

function renderPayments(rows: readonly unknown[]): string {
  const right = 'right' as const;
  return renderTable(
    [
      { title: 'id' },
      { title: 'state' },
      { title: 'asked', align: right },
      { title: 'received', align: right },
      { title: 'refunded', align: right },
      { title: 'disputed', align: right },
      { title: 'reference' },
      { title: 'receipt' },
    ],
    rows.map((row) => [
      cellAt(row, 'id'),
      cellAt(row, 'state'),
      cellAt(row, 'amount_usd'),
      cellAt(row, 'received_usd'),
      cellAt(row, 'refunded_usd'),
      cellAt(row, 'disputed_usd'),
      cellAt(row, 'reference'),
      cellAt(row, 'receipt_url'),
    ]),
  );
}
