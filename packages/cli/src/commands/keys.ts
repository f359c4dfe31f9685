import type { Command } from 'commander';
import { cellAt, fieldsOf } from '../api-client/fields.ts';
import { listAll } from '../api-client/list.ts';
import { expectSuccess } from '../api-client/problem.ts';
import { UsageError } from '../exit.ts';
import { type CommandContext, openSession, print } from '../session.ts';
import { renderTable } from '../terminal/table.ts';

interface CreateOptions {
  kind: string;
  agent?: string;
  pin: Record<string, string>;
}

export function addKeys(program: Command, context: CommandContext): void {
  const keys = program.command('keys').description('API keys');
  keys
    .command('list')
    .description('all keys, newest first; never their secrets')
    .action(async (_options: unknown, command: Command) => {
      const session = await openSession(command, context);
      const rows = await listAll(session.client, '/v1/keys');
      print(session, { data: rows }, () => renderKeys(rows));
    });
  keys
    .command('create')
    .description('make a key; its secret is shown this once')
    .argument('<name>')
    .option('--kind <kind>', 'admin, service or agent', 'service')
    .option('--agent <agent>', 'the agent that an agent key is bound to')
    .option('--pin <label=value>', 'a label that the key sets on every call; may be repeated', readPin, {})
    .action((name: string, options: CreateOptions, command: Command) => createKey(name, options, command, context));
  keys
    .command('revoke')
    .description('end a key at once')
    .argument('<id>')
    .action(async (id: string, _options: unknown, command: Command) => {
      const session = await openSession(command, context);
      expectSuccess(await session.client.send({ method: 'DELETE', path: `/v1/keys/${encodeURIComponent(id)}` }));
      print(session, { id, revoked: true }, () => `Revoked ${id}.`);
    });
}

async function createKey(
  name: string,
  options: CreateOptions,
  command: Command,
  context: CommandContext,
): Promise<void> {
  const session = await openSession(command, context);
  const body = {
    name,
    kind: options.kind,
    ...(options.agent === undefined ? {} : { agent: options.agent }),
    ...(Object.keys(options.pin).length === 0 ? {} : { pins: options.pin }),
  };
  const key = expectSuccess(await session.client.send({ method: 'POST', path: '/v1/keys', body }));
  if (!session.json)
    session.terminal.err(`Key ${cellAt(key, 'id')} (${options.kind}). Keep its secret: it is not shown again.\n`);
  print(session, key, () => cellAt(key, 'secret'));
}

function renderKeys(rows: readonly unknown[]): string {
  const columns = ['id', 'name', 'kind', 'agent', 'pins', 'prefix', 'created_at', 'last_used_at', 'revoked_at'];
  return renderTable(
    columns.map((title) => ({ title: title.replace(/_at$/, '').replace('_', ' ') })),
    rows.map((row) => columns.map((column) => (column === 'pins' ? renderPins(row) : cellAt(row, column)))),
  );
}

function renderPins(key: unknown): string {
  const pins = fieldsOf(fieldsOf(key).pins);
  return (
    Object.entries(pins)
      .map(([label, value]) => `${label}=${String(value)}`)
      .join(' ') || '-'
  );
}

function readPin(text: string, pins: Record<string, string>): Record<string, string> {
  const [label = '', ...value] = text.split('=');
  if (label === '' || value.join('=') === '') throw new UsageError(`--pin takes label=value, not "${text}"`);
  return { ...pins, [label]: value.join('=') };
}
