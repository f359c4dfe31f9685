import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { cellAt, textAt } from '../api-client/fields.ts';
import { fetchRows } from '../api-client/list.ts';
import { expectSuccess } from '../api-client/problem.ts';
import { type CommandContext, openSession, print } from '../session.ts';
import { renderTable } from '../terminal/table.ts';

/** The program that verifies an export: it stands for itself, so that who checks us need not run us. */
const verifierFile = fileURLToPath(new URL('../../offline/verify-ledger.mjs', import.meta.url));

export function addLedger(program: Command, context: CommandContext): void {
  const ledger = program.command('ledger').description('what others need to check the ledger');
  addCheckpoint(ledger, context);
  addCheckpoints(ledger, context);
  addExport(ledger, context);
  addVerifier(ledger, context);
}

function addCheckpoint(ledger: Command, context: CommandContext): void {
  ledger
    .command('checkpoint')
    .description('sign the head of the chain now, and print what is to be kept elsewhere')
    .action(async (_options: unknown, command: Command) => {
      const session = await openSession(command, context);
      const path = '/v1/credits/checkpoints';
      const made = expectSuccess(await session.client.send({ method: 'POST', path, body: {} }));
      print(session, made, () => (textAt(made, 'note') ?? '').trimEnd());
    });
}

function addCheckpoints(ledger: Command, context: CommandContext): void {
  ledger
    .command('checkpoints')
    .description('the signed checkpoints, newest first; one is made each day')
    .option('--limit <n>', 'how many at most, up to 200', '50')
    .action(async ({ limit }: { limit: string }, command: Command) => {
      const session = await openSession(command, context);
      const query = new URLSearchParams({ limit }).toString();
      const rows = await fetchRows(session.client, `/v1/credits/checkpoints?${query}`);
      print(session, { data: rows }, () => renderCheckpoints(rows));
    });
}

function renderCheckpoints(rows: readonly unknown[]): string {
  const columns = ['time', 'seq', 'balance_usd', 'head_hash'];
  return renderTable(
    columns.map((title) => ({ title: title.replace('_usd', '').replace('_', ' ') })),
    rows.map((row) => columns.map((column) => cellAt(row, column))),
  );
}

function addExport(ledger: Command, context: CommandContext): void {
  ledger
    .command('export')
    .description('the whole ledger as NDJSON: every row that the chain hashes, its batches and checkpoints')
    .action(async (_options: unknown, command: Command) => {
      const session = await openSession(command, context);
      await session.download('/v1/credits/ledger/export');
    });
}

function addVerifier(ledger: Command, { terminal }: CommandContext): void {
  ledger
    .command('verifier')
    .description(
      'print a program of one file that verifies an export offline: node verify-ledger.mjs FILE [CHECKPOINT]',
    )
    .action(async () => {
      await terminal.outAndDrain(await terminal.readFile(verifierFile));
    });
}
