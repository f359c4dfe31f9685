import type { Command } from 'commander';
import { cellAt, textAt } from '../api-client/fields.ts';
import { fetchRows } from '../api-client/list.ts';
import { expectSuccess } from '../api-client/problem.ts';
import { type CommandContext, openSession, print } from '../session.ts';
import { renderTable } from '../terminal/table.ts';
import { readTime } from './time-argument.ts';

interface ListOptions {
  state?: string;
  type?: string;
  budget?: string;
  agent?: string;
  severity?: string;
  limit: string;
}

interface DeliveryOptions {
  state?: string;
  channel?: string;
  limit: string;
}

export function addAlerts(program: Command, context: CommandContext): void {
  const alerts = program.command('alerts').description('what fired, and what was sent of it');
  addList(alerts, context);
  addShow(alerts, context);
  addAction(alerts, context, 'acknowledge', 'say that somebody looks after an alert');
  addAction(alerts, context, 'resolve', 'say that an alert is over');
  addSnooze(alerts, context);
  addDeliveries(alerts, context);
  addRedeliver(alerts, context);
}

function pathOf(id: string): string {
  return `/v1/alerts/${encodeURIComponent(id)}`;
}

/** A query of what was given. */
function queryOf(members: Record<string, string | undefined>): string {
  const given = Object.entries(members).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return new URLSearchParams(given).toString();
}

function addList(alerts: Command, context: CommandContext): void {
  alerts
    .command('list')
    .description('alerts, newest first')
    .option('--state <state>', 'open, acknowledged, snoozed or resolved')
    .option('--type <type>', 'such as budget_threshold')
    .option('--budget <budget>', 'the name or the id of a budget')
    .option('--agent <agent>', 'whose charge it was')
    .option('--severity <severity>', 'info, warning or critical')
    .option('--limit <n>', 'how many at most, up to 200', '50')
    .action(async ({ state, type, budget, agent, severity, limit }: ListOptions, command: Command) => {
      const session = await openSession(command, context);
      const query = queryOf({ state, type, budget, agent, severity, limit });
      const rows = await fetchRows(session.client, `/v1/alerts?${query}`);
      print(session, { data: rows }, () => renderAlerts(rows));
    });
}

function addShow(alerts: Command, context: CommandContext): void {
  alerts
    .command('show')
    .description('an alert in full')
    .argument('<id>')
    .action(async (id: string, _options: unknown, command: Command) => {
      const session = await openSession(command, context);
      const alert = expectSuccess(await session.client.send({ method: 'GET', path: pathOf(id) }));
      print(session, alert, () => `${cellAt(alert, 'title')}\n\n${textAt(alert, 'text') ?? ''}`);
    });
}

function addAction(
  alerts: Command,
  context: CommandContext,
  verb: 'acknowledge' | 'resolve',
  description: string,
): void {
  alerts
    .command(verb)
    .description(description)
    .argument('<id>')
    .action(async (id: string, _options: unknown, command: Command) => {
      const session = await openSession(command, context);
      const path = `${pathOf(id)}/${verb}`;
      const changed = expectSuccess(await session.client.send({ method: 'POST', path, body: {} }));
      print(session, changed, () => renderAlerts([changed]));
    });
}

function addSnooze(alerts: Command, context: CommandContext): void {
  alerts
    .command('snooze')
    .description('be told of an alert again at a later time')
    .argument('<id>')
    .requiredOption('--until <time>', 'RFC 3339, or a date (at 00:00 UTC), within 90 days')
    .action(async (id: string, { until }: { until: string }, command: Command) => {
      const body = { until: readTime('--until', until) };
      const session = await openSession(command, context);
      const path = `${pathOf(id)}/snooze`;
      const changed = expectSuccess(await session.client.send({ method: 'POST', path, body }));
      print(session, changed, () => renderAlerts([changed]));
    });
}

function addDeliveries(alerts: Command, context: CommandContext): void {
  alerts
    .command('deliveries')
    .description('what was sent, newest first; --state dead is what was given up')
    .option('--state <state>', 'pending, delivered or dead')
    .option('--channel <channel>', 'the name or the id of a channel')
    .option('--limit <n>', 'how many at most, up to 200', '50')
    .action(async ({ state, channel, limit }: DeliveryOptions, command: Command) => {
      const session = await openSession(command, context);
      const rows = await fetchRows(session.client, `/v1/deliveries?${queryOf({ state, channel, limit })}`);
      print(session, { data: rows }, () => renderDeliveries(rows));
    });
}

function addRedeliver(alerts: Command, context: CommandContext): void {
  alerts
    .command('redeliver')
    .description('send a message again, under the same id')
    .argument('<delivery>')
    .action(async (id: string, _options: unknown, command: Command) => {
      const session = await openSession(command, context);
      const path = `/v1/deliveries/${encodeURIComponent(id)}/redeliver`;
      const sent = expectSuccess(await session.client.send({ method: 'POST', path, body: {} }));
      print(session, sent, () => renderDeliveries([sent]));
    });
}

function render(columns: readonly string[], rows: readonly unknown[]): string {
  return renderTable(
    columns.map((title) => ({ title: title.replace(/_at$/, '').replaceAll('_', ' ') })),
    rows.map((row) => columns.map((column) => cellAt(row, column))),
  );
}

function renderAlerts(rows: readonly unknown[]): string {
  return render(['id', 'time', 'severity', 'state', 'title'], rows);
}

function renderDeliveries(rows: readonly unknown[]): string {
  return render(['id', 'channel', 'type', 'state', 'attempts', 'next_attempt_at', 'last_error'], rows);
}
