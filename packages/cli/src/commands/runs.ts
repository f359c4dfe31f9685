import type { Command } from 'commander';
import { cellAt, listAt, numberAt } from '../api-client/fields.ts';
import { fetchRows } from '../api-client/list.ts';
import { expectSuccess } from '../api-client/problem.ts';
import { type CommandContext, openSession, print } from '../session.ts';
import { alignDecimals } from '../terminal/figures.ts';
import { renderTable } from '../terminal/table.ts';

interface ListOptions {
  agent?: string;
  workflow?: string;
  status?: string;
  roots?: true;
  sort?: string;
  limit: string;
}

export function addRuns(program: Command, context: CommandContext): void {
  const runs = program.command('runs').description('tasks and their sub-agents, with what they spent');
  addList(runs, context);
  addShow(runs, context);
}

function addList(runs: Command, context: CommandContext): void {
  runs
    .command('list')
    .description('runs, newest first')
    .option('--agent <agent>', 'whose runs')
    .option('--workflow <workflow>', 'of which workflow')
    .option('--status <status>', 'running, succeeded, failed, cancelled or unknown')
    .option('--roots', 'only runs without a parent')
    .option('--sort <order>', 'created or cost: the costliest trees first')
    .option('--limit <n>', 'how many at most, up to 200', '50')
    .action(async ({ roots, ...options }: ListOptions, command: Command) => {
      const session = await openSession(command, context);
      const given = Object.entries(options).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
      const query = new URLSearchParams(given);
      if (roots === true) query.set('parent_run', '');
      const rows = await fetchRows(session.client, `/v1/runs?${query.toString()}`);
      print(session, { data: rows }, () => renderRuns(rows, (row) => cellAt(row, 'id')));
    });
}

function addShow(runs: Command, context: CommandContext): void {
  runs
    .command('show <id>')
    .description('a run and all below it')
    .action(async (id: string, _options: unknown, command: Command) => {
      const session = await openSession(command, context);
      const path = `/v1/runs/${encodeURIComponent(id)}/tree`;
      const tree = expectSuccess(await session.client.send({ method: 'GET', path }));
      print(session, tree, () => renderRuns(inTreeOrder(tree), indented));
    });
}

/** Each run below its parent, in the order in which they were made. */
function inTreeOrder(tree: unknown): unknown[] {
  const children = new Map<string, unknown[]>();
  for (const run of listAt(tree, 'data')) {
    const parent = cellAt(run, 'parent_run');
    children.set(parent, [...(children.get(parent) ?? []), run]);
  }
  const below = (run: unknown): unknown[] => [run, ...(children.get(cellAt(run, 'id')) ?? []).flatMap(below)];
  return below(tree);
}

function indented(run: unknown): string {
  return `${'  '.repeat(numberAt(run, 'depth') ?? 0)}${cellAt(run, 'id')}`;
}

function renderRuns(rows: readonly unknown[], nameOf: (run: unknown) => string): string {
  const money = (field: string): string[] => alignDecimals(rows.map((row) => cellAt(row, field)));
  const [own, spent] = [money('own_spent_usd'), money('spent_usd')];
  return renderTable(
    [
      { title: 'run' },
      { title: 'agent' },
      { title: 'status' },
      { title: 'made' },
      { title: 'own, USD', align: 'right' },
      { title: 'with all below, USD', align: 'right' },
      { title: 'limit, USD', align: 'right' },
    ],
    rows.map((row, index) => [
      nameOf(row),
      cellAt(row, 'agent'),
      cellAt(row, 'status'),
      cellAt(row, 'created_at'),
      own[index] ?? '',
      spent[index] ?? '',
      cellAt(row, 'limit_usd'),
    ]),
  );
}
