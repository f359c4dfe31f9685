import type { Command } from 'commander';
import { type ConnectionOptions, type KeySource, readApiKey, toFields } from './connection-options.ts';
import { cellAt, fieldsOf } from '../api-client/fields.ts';
import { listAll } from '../api-client/list.ts';
import { expectSuccess } from '../api-client/problem.ts';
import { UsageError } from '../exit.ts';
import { type CommandContext, openSession, print } from '../session.ts';
import { renderTable } from '../terminal/table.ts';

interface AddOptions extends ConnectionOptions, KeySource {
  provider: string;
}

interface UpdateOptions extends ConnectionOptions, KeySource {
  removePolicy?: boolean;
}

export function addConnections(program: Command, context: CommandContext): void {
  const connections = program.command('connections').description('accounts at providers that agents spend through');
  addList(connections, context);
  addAdd(connections, context);
  addShow(connections, context);
  addUpdate(connections, context);
  addRemove(connections, context);
}

const noConnections =
  'No connections yet: cofferdam connections add NAME --provider openai|anthropic|gemini|openai-compatible --api-key-env VARIABLE';

/** The key itself is no option: arguments are seen by every process of the machine, and kept in histories. */
function withOptions(command: Command): Command {
  return command
    .option('--base-url <url>', "what the provider's official client takes")
    .option('--api-key-env <variable>', "the NAME of the environment variable that holds the provider's key")
    .option('--api-key-stdin', "read the provider's key from the standard input")
    .option('--price-provider <id>', 'whose prices hold, for an openai-compatible one')
    .option('--connect-ms <n>', 'how long connecting may take')
    .option('--first-byte-ms <n>', 'how long the first byte of an answer may take')
    .option('--idle-ms <n>', 'how long an answer may be silent')
    .option('--total-ms <n>', 'how long a call may take')
    .option('--mode <mode>', 'strict refuses a call that might cost more than is left, fit caps its output')
    .option('--max-output-tokens <n>', 'the most that a call may ask for')
    .option('--min-output-tokens <n>', 'the least that is worth a call, for fit');
}

function addList(connections: Command, context: CommandContext): void {
  connections
    .command('list')
    .description('all connections, newest first; never their keys')
    .action(async (_options: unknown, command: Command) => {
      const session = await openSession(command, context);
      const rows = await listAll(session.client, '/v1/connections');
      print(session, { data: rows }, () => (rows.length > 0 ? renderConnections(rows) : noConnections));
    });
}

function addAdd(connections: Command, context: CommandContext): void {
  const add = connections
    .command('add')
    .description('connect an account at a provider')
    .argument('<name>', 'a part of the path of every call through it')
    .requiredOption('--provider <provider>', 'openai, anthropic, gemini or openai-compatible');
  withOptions(add).action(async (name: string, options: AddOptions, command: Command) => {
    const apiKey = await readApiKey(options, context.terminal);
    if (apiKey === undefined && options.provider !== 'openai-compatible')
      throw new UsageError('name the key of the provider: --api-key-env VARIABLE, or --api-key-stdin');
    const body = { name, provider: options.provider, ...toFields(options, apiKey) };
    const session = await openSession(command, context);
    const made = expectSuccess(await session.client.send({ method: 'POST', path: '/v1/connections', body }));
    print(session, made, () => renderConnections([made]));
  });
}

function addShow(connections: Command, context: CommandContext): void {
  connections
    .command('show')
    .description('a connection with its timeouts and its policy')
    .argument('<name>')
    .action(async (name: string, _options: unknown, command: Command) => {
      const session = await openSession(command, context);
      const connection = expectSuccess(await session.client.send({ method: 'GET', path: pathOf(name) }));
      print(session, connection, () => renderConnection(connection));
    });
}

function addUpdate(connections: Command, context: CommandContext): void {
  const update = connections
    .command('update')
    .description('change a connection, or give it another key; what is left out stays')
    .argument('<name>')
    .option('--remove-policy', 'end its policy');
  withOptions(update).action(async (name: string, options: UpdateOptions, command: Command) => {
    refuseBuiltIn(name);
    const fields = toFields(options, await readApiKey(options, context.terminal));
    const body = options.removePolicy === true ? { ...fields, policy: null } : fields;
    if (Object.keys(body).length === 0) throw new UsageError('say what is to change; see --help');
    const session = await openSession(command, context);
    const changed = expectSuccess(await session.client.send({ method: 'PATCH', path: pathOf(name), body }));
    print(session, changed, () => renderConnection(changed));
  });
}

function addRemove(connections: Command, context: CommandContext): void {
  connections
    .command('remove')
    .description('end a connection at once; what was spent through it stays on record')
    .argument('<name>')
    .action(async (name: string, _options: unknown, command: Command) => {
      refuseBuiltIn(name);
      const session = await openSession(command, context);
      expectSuccess(await session.client.send({ method: 'DELETE', path: pathOf(name) }));
      print(session, { name, removed: true }, () => `Removed ${name}.`);
    });
}

/** The server has no row of it, and so says that there is none, whatever its list shows. Throws a UsageError. */
function refuseBuiltIn(name: string): void {
  if (name === 'sim') throw new UsageError('sim is built in; COFFERDAM_SIMULATOR=off leaves it out');
}

function pathOf(name: string): string {
  return `/v1/connections/${encodeURIComponent(name)}`;
}

function keyCell(connection: unknown): string {
  const hint = fieldsOf(connection).api_key_hint;
  return typeof hint === 'string' ? `…${hint}` : '-';
}

function renderConnections(rows: readonly unknown[]): string {
  const columns = ['name', 'provider', 'base_url', 'key', 'price_provider', 'origin'];
  return renderTable(
    columns.map((title) => ({ title: title.replace('_', ' ') })),
    rows.map((row) => columns.map((column) => (column === 'key' ? keyCell(row) : cellAt(row, column)))),
  );
}

function renderConnection(connection: unknown): string {
  const { timeouts, policy } = fieldsOf(connection);
  const bounds = [
    ...Object.entries(fieldsOf(timeouts)).map(([name, value]) => [name.replace(/_ms$/, ' ms'), value]),
    ...Object.entries(fieldsOf(policy)).filter(([, value]) => value !== null),
  ].map(([name, value]) => [String(name).replaceAll('_', ' '), String(value)]);
  const table = renderTable([{ title: 'bound' }, { title: 'value', align: 'right' }], bounds);
  return [renderConnections([connection]), '', table].join('\n');
}
