import type { Command } from 'commander';
import { cellAt, fieldsOf } from '../api-client/fields.ts';
import { listAll } from '../api-client/list.ts';
import { readAmount } from '../api-client/money-argument.ts';
import { expectSuccess } from '../api-client/problem.ts';
import { UsageError } from '../exit.ts';
import { type CommandContext, openSession, print } from '../session.ts';
import { renderTable } from '../terminal/table.ts';
import { readTime } from './time-argument.ts';

interface MoveOptions {
  readonly reference: string;
  readonly reason?: string;
}

const byReference = '--reference <text>';
const ownName = 'your own name for it; each is booked once';

function neededReason({ reason }: MoveOptions): string {
  if (reason === undefined) throw new UsageError('say why with --reason: it stands in the ledger');
  return reason;
}

/** An amount that may take away: a minus is kept apart from the decimal number behind it. */
function readSigned(text: string): string {
  return text.startsWith('-') ? `-${readAmount('AMOUNT', text.slice(1))}` : readAmount('AMOUNT', text);
}

async function move(command: Command, context: CommandContext, path: string, body: object): Promise<void> {
  const session = await openSession(command, context);
  const moved = expectSuccess(await session.client.send({ method: 'POST', path: `/v1/credits/${path}`, body }));
  print(
    session,
    moved,
    () =>
      `${cellAt(moved, 'kind')} of ${cellAt(moved, 'amount_usd')} USD; the balance is ${cellAt(moved, 'balance_usd')} USD.`,
  );
}

function addReading(credits: Command, context: CommandContext): void {
  credits
    .command('balance')
    .description('what the wallet has, and how long it lasts')
    .action(async (_options: unknown, command: Command) => {
      const session = await openSession(command, context);
      const wallet = expectSuccess(await session.client.send({ method: 'GET', path: '/v1/credits' }));
      print(session, wallet, () => renderBalance(wallet));
    });
  credits
    .command('lots')
    .description('the lots of the credit, newest first')
    .option('--all', 'those with nothing left too')
    .action(async (options: { all?: boolean }, command: Command) => {
      const session = await openSession(command, context);
      const path = '/v1/credits/lots';
      const rows = await listAll(session.client, path, options.all === true ? { state: 'all' } : {});
      print(session, { data: rows }, () => renderLots(rows));
    });
}

interface GrantOptions extends MoveOptions {
  readonly promotion?: boolean;
  readonly priority?: string;
  readonly expires?: string;
}

function grantBody(amount: string, options: GrantOptions): object {
  const { reference, reason, promotion, priority, expires } = options;
  return {
    amount_usd: readAmount('AMOUNT', amount),
    source: promotion === true ? 'promotion' : 'grant',
    reference,
    ...(priority === undefined ? {} : { priority: Number(priority) }),
    ...(expires === undefined ? {} : { expires_at: readTime('--expires', expires) }),
    ...(reason === undefined ? {} : { reason }),
  };
}

interface RefundOptions extends MoveOptions {
  readonly lot?: string;
  readonly topUp?: string;
}

function refundBody(amount: string, options: RefundOptions): object {
  const { reference, lot, topUp } = options;
  if ((lot === undefined) === (topUp === undefined)) throw new UsageError('name the purchase: --lot or --top-up');
  const purchase = lot === undefined ? { top_up: topUp } : { lot };
  return { amount_usd: readAmount('AMOUNT', amount), ...purchase, reference, reason: neededReason(options) };
}

function addMoving(credits: Command, context: CommandContext): void {
  credits
    .command('grant')
    .description('add credit that nobody paid for')
    .argument('<amount>', 'USD')
    .requiredOption(byReference, ownName)
    .option('--promotion', 'a promotion: drawn before grants')
    .option('--priority <number>', 'lower is drawn first (0 to 1000)')
    .option('--expires <time>', 'RFC 3339, or a date (at 00:00 UTC), such as 2027-01-01')
    .action((amount: string, _options: unknown, command: Command) =>
      move(command, context, 'grants', grantBody(amount, command.optsWithGlobals<GrantOptions>())),
    );
  credits
    .command('refund')
    .description('take out what is unused of a purchase')
    .argument('<amount>', 'USD')
    .requiredOption(byReference, ownName)
    .option('--lot <id>', 'the lot of the purchase')
    .option('--top-up <reference>', 'the reference of its top-up')
    .action((amount: string, _options: unknown, command: Command) =>
      move(command, context, 'refunds', refundBody(amount, command.optsWithGlobals<RefundOptions>())),
    );
}

function addSettingRight(credits: Command, context: CommandContext): void {
  credits
    .command('adjust')
    .description('set right what was booked wrong; for less, put -- before the options end: adjust … -- -5')
    .argument('<amount>', 'USD, below zero to take away')
    .requiredOption(byReference, ownName)
    .action((amount: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<MoveOptions>();
      const { reference } = options;
      const body = { amount_usd: readSigned(amount), reference, reason: neededReason(options) };
      return move(command, context, 'adjustments', body);
    });
  credits
    .command('write-off')
    .description('give up a debt')
    .argument('[amount]', 'USD; all of the debt where it is left out')
    .requiredOption(byReference, ownName)
    .action((amount: string | undefined, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<MoveOptions>();
      const given = amount === undefined ? {} : { amount_usd: readAmount('AMOUNT', amount) };
      return move(command, context, 'write-offs', {
        ...given,
        reference: options.reference,
        reason: neededReason(options),
      });
    });
  credits
    .command('mode')
    .description('what holds the org back: its budgets alone, its credit, or its credit and an overdraft')
    .argument('<mode>', 'postpaid, prepaid or overdraft')
    .option('--overdraft <amount>', 'USD below zero')
    .action(async (mode: string, options: { overdraft?: string }, command: Command) => {
      const session = await openSession(command, context);
      const { overdraft } = options;
      const given = overdraft === undefined ? {} : { overdraft_usd: readAmount('--overdraft', overdraft) };
      const body = { mode, ...given };
      const wallet = expectSuccess(await session.client.send({ method: 'PATCH', path: '/v1/credits', body }));
      print(session, wallet, () => renderBalance(wallet));
    });
}

/** What the wallet has, and what moves it. */
export function addCreditMoves(credits: Command, context: CommandContext): void {
  addReading(credits, context);
  addMoving(credits, context);
  addSettingRight(credits, context);
}

function renderBalance(wallet: unknown): string {
  const { frozen, next_expiry: next } = fieldsOf(wallet);
  const rows = ['mode', 'balance_usd', 'reserved_usd', 'available_usd', 'overdraft_usd', 'runway_days'].map((name) => [
    name.replace(/_usd$/, ' USD').replace('_', ' '),
    cellAt(wallet, name),
  ]);
  if (fieldsOf(next).at !== undefined)
    rows.push(['next expiry', `${cellAt(next, 'amount_usd')} at ${cellAt(next, 'at')}`]);
  if (frozen === true) rows.push(['frozen', 'a payment is disputed: nothing is admitted until the debt is paid']);
  return renderTable([{ title: 'wallet' }, { title: '' }], rows);
}

function renderLots(rows: readonly unknown[]): string {
  const columns = ['id', 'source', 'priority', 'amount_usd', 'remaining_usd', 'expires_at', 'reference', 'created_at'];
  return renderTable(
    columns.map((title) => ({
      title: title.replace(/_usd$|_at$/, ''),
      ...(title.endsWith('_usd') || title === 'priority' ? { align: 'right' as const } : {}),
    })),
    rows.map((row) => columns.map((column) => cellAt(row, column))),
  );
}
