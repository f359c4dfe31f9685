import type { Command } from 'commander';
import { type ChannelOptions, toFields } from './channel-options.ts';
import { readApiKey } from './connection-options.ts';
import { cellAt, fieldsOf, textAt } from '../api-client/fields.ts';
import { listAll } from '../api-client/list.ts';
import { expectSuccess } from '../api-client/problem.ts';
import { CommandFailure } from '../exit.ts';
import { type CommandContext, openSession, print } from '../session.ts';
import { renderTable } from '../terminal/table.ts';

interface AddOptions extends ChannelOptions {
  kind: string;
  secretEnv?: string;
  secretStdin?: boolean;
}

export function addChannels(program: Command, context: CommandContext): void {
  const channels = program.command('channels').description('where alerts go: webhooks, Slack, PagerDuty, e-mail');
  addList(channels, context);
  addAdd(channels, context);
  addTest(channels, context);
  addRotate(channels, context);
  addState(channels, context, 'disable', 'send nothing to a channel any more', true);
  addState(channels, context, 'enable', 'send to a channel again', false);
  addRemove(channels, context);
}

function pathOf(name: string): string {
  return `/v1/channels/${encodeURIComponent(name)}`;
}

function collect(text: string, earlier: string[]): string[] {
  return [...earlier, text];
}

function addList(channels: Command, context: CommandContext): void {
  channels
    .command('list')
    .description('all channels, newest first; never their secrets')
    .action(async (_options: unknown, command: Command) => {
      const session = await openSession(command, context);
      const rows = await listAll(session.client, '/v1/channels');
      print(session, { data: rows }, () => renderChannels(rows));
    });
}

/** Secrets are no options: arguments are seen by every process of the machine, and kept in histories. */
function addAdd(channels: Command, context: CommandContext): void {
  channels
    .command('add')
    .description("make a channel; a webhook's signing secret is shown this once")
    .argument('<name>', 'what budgets name it by')
    .requiredOption('--kind <kind>', 'webhook, slack, pagerduty or email')
    .option('--target <url>', 'where a webhook is called, or another region of PagerDuty')
    .option(
      '--secret-env <variable>',
      'holds the address of Slack, the routing key of PagerDuty, the password of e-mail',
    )
    .option('--secret-stdin', 'read that from the standard input')
    .option('--host <host>', 'the mail server')
    .option('--port <n>', 'its port (465)')
    .option('--security <how>', 'tls, starttls or none')
    .option('--user <user>', 'who logs in to it')
    .option('--from <address>', 'the sender')
    .option('--to <address>', 'a recipient; may be repeated', collect, [])
    .option(
      '--route <terms>',
      'tell it of alerts that fit, such as severity=critical,team=x; may be repeated',
      collect,
      [],
    )
    .option('--all', 'tell it of every alert')
    .option('--rate-limit <n>', 'messages a minute at most (60)')
    .action(async (name: string, options: AddOptions, command: Command) => {
      const { secretEnv, secretStdin } = options;
      const source = {
        ...(secretEnv === undefined ? {} : { apiKeyEnv: secretEnv }),
        ...(secretStdin === undefined ? {} : { apiKeyStdin: secretStdin }),
      };
      const secret = await readApiKey(source, context.terminal);
      const body = { name, kind: options.kind, ...toFields(options.kind, options, secret) };
      const session = await openSession(command, context);
      const made = expectSuccess(await session.client.send({ method: 'POST', path: '/v1/channels', body }));
      print(session, made, () => renderSecret(made) ?? renderChannels([made]));
    });
}

/** A secret stands alone, so that it can be taken into a variable. */
function renderSecret(channel: unknown): string | undefined {
  return textAt(channel, 'signing_secret');
}

function addTest(channels: Command, context: CommandContext): void {
  channels
    .command('test')
    .description('send a test message now; ends with 1 where it does not arrive')
    .argument('<name>')
    .action(async (name: string, _options: unknown, command: Command) => {
      const session = await openSession(command, context);
      const path = `${pathOf(name)}/test`;
      const tested = expectSuccess(await session.client.send({ method: 'POST', path, body: {} }));
      if (fieldsOf(tested).delivered !== true)
        throw new CommandFailure(`the test message did not arrive: ${cellAt(tested, 'error')}`);
      print(session, tested, () => `${name} took the test message.`);
    });
}

function addRotate(channels: Command, context: CommandContext): void {
  channels
    .command('rotate-secret')
    .description('give a webhook another secret, shown this once; the one before signs too for a day')
    .argument('<name>')
    .action(async (name: string, _options: unknown, command: Command) => {
      const session = await openSession(command, context);
      const path = `${pathOf(name)}/rotate-secret`;
      const rotated = expectSuccess(await session.client.send({ method: 'POST', path, body: {} }));
      print(session, rotated, () => renderSecret(rotated) ?? '-');
    });
}

function addState(
  channels: Command,
  context: CommandContext,
  verb: string,
  description: string,
  disabled: boolean,
): void {
  channels
    .command(verb)
    .description(description)
    .argument('<name>')
    .action(async (name: string, _options: unknown, command: Command) => {
      const session = await openSession(command, context);
      const request = { method: 'PATCH', path: pathOf(name), body: { disabled } } as const;
      const changed = expectSuccess(await session.client.send(request));
      print(session, changed, () => renderChannels([changed]));
    });
}

function addRemove(channels: Command, context: CommandContext): void {
  channels
    .command('remove')
    .description('end a channel that no budget names')
    .argument('<name>')
    .action(async (name: string, _options: unknown, command: Command) => {
      const session = await openSession(command, context);
      expectSuccess(await session.client.send({ method: 'DELETE', path: pathOf(name) }));
      print(session, { name, removed: true }, () => `Removed ${name}.`);
    });
}

function renderChannels(rows: readonly unknown[]): string {
  const columns = ['name', 'kind', 'target', 'failures', 'disabled', 'updated_at'];
  const targetOf = (row: unknown): string => textAt(row, 'url') ?? cellAt(row, 'host');
  return renderTable(
    columns.map((title) => ({ title: title.replace(/_at$/, '') })),
    rows.map((row) => columns.map((column) => (column === 'target' ? targetOf(row) : cellAt(row, column)))),
  );
}
