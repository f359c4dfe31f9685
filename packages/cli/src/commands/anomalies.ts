import type { Command } from 'commander';
import { cellAt, fieldsOf, listAt } from '../api-client/fields.ts';
import { fetchRows } from '../api-client/list.ts';
import { readAmount } from '../api-client/money-argument.ts';
import { expectSuccess } from '../api-client/problem.ts';
import { UsageError } from '../exit.ts';
import { type CommandContext, openSession, print } from '../session.ts';
import { renderTable } from '../terminal/table.ts';
import { readCount } from './read-count.ts';
import { readPeriod } from './time-argument.ts';

interface ListOptions {
  agent?: string;
  from?: string;
  to?: string;
  limit: string;
}

interface RuleOptions {
  factor?: string;
  minCharges?: string;
  minRuns?: string;
  minAmount?: string;
  loopRequests?: string;
  loopWindow?: string;
  pause?: boolean;
  off?: boolean;
}

export function addAnomalies(program: Command, context: CommandContext): void {
  const anomalies = program.command('anomalies').description('charges, runs and loops that are out of character');
  addList(anomalies, context);
  addRules(anomalies, context);
  addSetRules(anomalies, context);
  addClearRules(anomalies, context);
  addNorms(program, context);
}

function addList(anomalies: Command, context: CommandContext): void {
  anomalies
    .command('list')
    .description('what was found, newest first')
    .option('--agent <agent>', 'whose it was')
    .option('--from <time>', 'RFC 3339, or a date (from 00:00 UTC)')
    .option('--to <time>', 'RFC 3339, or a date (up to 00:00 UTC)')
    .option('--limit <n>', 'how many at most, up to 200', '50')
    .action(async ({ agent, limit, ...period }: ListOptions, command: Command) => {
      const session = await openSession(command, context);
      const asked = Object.entries({ type: 'anomaly', agent, ...readPeriod(period), limit });
      const given = asked.filter((entry): entry is [string, string] => entry[1] !== undefined);
      const rows = await fetchRows(session.client, `/v1/alerts?${new URLSearchParams(given).toString()}`);
      print(session, { data: rows }, () => renderFound(rows));
    });
}

function renderFound(rows: readonly unknown[]): string {
  return renderTable(
    ['time', 'agent', 'kind', 'cost', 'usual', 'times', 'likely cause', 'run'].map((title) => ({ title })),
    rows.map((row) => {
      const { figures } = fieldsOf(row);
      const shown = ['kind', 'cost_usd', 'norm_usd', 'factor', 'cause_text', 'run'];
      return [cellAt(row, 'time'), cellAt(row, 'agent'), ...shown.map((name) => cellAt(figures, name))];
    }),
  );
}

function rulesPath(agent: string | undefined): string {
  return agent === undefined ? '/v1/anomaly-rules' : `/v1/agents/${encodeURIComponent(agent)}/anomaly-rules`;
}

/** The rules that hold: of an agent with which of them are its own. */
function renderRules(answer: unknown): string {
  const { rules = answer, own = null } = fieldsOf(answer);
  const rows = Object.entries(fieldsOf(rules)).filter(([name]) => name !== 'agents');
  const agents = listAt(answer, 'agents').join(', ');
  const table = renderTable(
    ['rule', 'value', ...(own === null ? [] : ['from'])].map((title) => ({ title })),
    rows.map(([name]) => [
      name.replaceAll('_', ' '),
      cellAt(rules, name),
      ...(own === null ? [] : [name in fieldsOf(own) ? 'the agent' : 'the org']),
    ]),
  );
  return agents === '' ? table : `${table}\nAgents with rules of their own: ${agents}`;
}

function addRules(anomalies: Command, context: CommandContext): void {
  anomalies
    .command('rules')
    .description('when something is out of character, for the org or for an agent')
    .argument('[agent]')
    .action(async (agent: string | undefined, _options: unknown, command: Command) => {
      const session = await openSession(command, context);
      const rules = expectSuccess(await session.client.send({ method: 'GET', path: rulesPath(agent) }));
      print(session, rules, () => renderRules(rules));
    });
}

function bodyOf(options: RuleOptions): Record<string, unknown> {
  const counts = [
    ['factor', '--factor', options.factor],
    ['min_charges', '--min-charges', options.minCharges],
    ['min_runs', '--min-runs', options.minRuns],
    ['loop_requests', '--loop-requests', options.loopRequests],
    ['loop_window_seconds', '--loop-window', options.loopWindow],
  ] as const;
  const body: Record<string, unknown> = {};
  for (const [field, argument, text] of counts) if (text !== undefined) body[field] = readCount(argument, text, 1);
  if (options.minAmount !== undefined) body['min_amount_usd'] = readAmount('--min-amount', options.minAmount);
  if (options.pause === true) body['pause'] = true;
  if (options.off === true) body['enabled'] = false;
  return body;
}

function addSetRules(anomalies: Command, context: CommandContext): void {
  anomalies
    .command('set-rules')
    .description('set the rules whole: what is not said is as it is for the org, and there the default')
    .argument('[agent]')
    .option('--factor <n>', 'more than so many times the norm')
    .option('--min-charges <n>', 'so many charges make a norm')
    .option('--min-runs <n>', 'so many runs that are over make a norm of runs')
    .option('--min-amount <usd>', 'what costs less is not told of')
    .option('--loop-requests <n>', 'so many identical requests are a loop')
    .option('--loop-window <seconds>', 'within so many seconds')
    .option('--pause', 'pause the agent until an operator resumes it')
    .option('--off', 'tell of nothing')
    .action(async (agent: string | undefined, options: RuleOptions, command: Command) => {
      const body = bodyOf(options);
      if (Object.keys(body).length === 0)
        throw new UsageError('say at least one rule; clear-rules takes those of an agent away');
      const session = await openSession(command, context);
      const rules = expectSuccess(await session.client.send({ method: 'PUT', path: rulesPath(agent), body }));
      print(session, rules, () => renderRules(rules));
    });
}

function addClearRules(anomalies: Command, context: CommandContext): void {
  anomalies
    .command('clear-rules')
    .description('the defaults again for the org, or what the org says for an agent')
    .argument('[agent]')
    .action(async (agent: string | undefined, _options: unknown, command: Command) => {
      const session = await openSession(command, context);
      const path = rulesPath(agent);
      if (agent === undefined) expectSuccess(await session.client.send({ method: 'PUT', path, body: {} }));
      else expectSuccess(await session.client.send({ method: 'DELETE', path }));
      const rules = expectSuccess(await session.client.send({ method: 'GET', path }));
      print(session, rules, () => renderRules(rules));
    });
}

function addNorms(program: Command, context: CommandContext): void {
  program
    .command('norms')
    .description('what is usual for an agent, USD')
    .argument('<agent>')
    .action(async (agent: string, _options: unknown, command: Command) => {
      const session = await openSession(command, context);
      const path = `/v1/agents/${encodeURIComponent(agent)}/norm`;
      const norms = expectSuccess(await session.client.send({ method: 'GET', path }));
      print(session, norms, () => renderNorms(norms));
    });
}

function renderNorms(norms: unknown): string {
  const { charges, runs } = fieldsOf(norms);
  const named = listAt(norms, 'series').map((series): [string, unknown] => [cellAt(series, 'series'), series]);
  const all: [string, unknown][] = [['all charges', charges], ...named, ['runs', runs]];
  return renderTable(
    ['of', 'count', 'norm', 'median', 'p95', 'high', 'since'].map((title) => ({ title })),
    all
      .filter(([, norm]) => norm !== null && norm !== undefined)
      .map(([name, norm]) => {
        const { cost_usd: cost } = fieldsOf(norm);
        const spread = ['median', 'p95', 'high'].map((figure) => cellAt(cost, figure));
        return [name, cellAt(norm, 'count'), cellAt(norm, 'norm_usd'), ...spread, cellAt(norm, 'since')];
      }),
  );
}
