import path from 'node:path';
import type { Command } from 'commander';
import { stringify } from 'yaml';
import { listAt, textAt } from '../api-client/fields.ts';
import { expectSuccess } from '../api-client/problem.ts';
import { CommandFailure, exitCode, UsageError } from '../exit.ts';
import { type PolicyDocument, readPolicyDocument } from '../policy/policy-document.ts';
import { expectTaken } from '../policy/problems.ts';
import { endsSomething, renderApplied, renderPlan } from '../policy/render-plan.ts';
import { type CommandContext, openSession, print, type Session } from '../session.ts';
import { whileWaiting } from '../terminal/waiting.ts';
import { backtestTimeoutMs } from './backtest.ts';
import { readCount } from './read-count.ts';

const defaultFile = 'cofferdam.yaml';
const defaultDays = 30;
const maxDays = 90;

/** Policy as code: what would change, doing it, and the file from what is there. */
export function addPolicy(program: Command, context: CommandContext): void {
  program
    .command('plan')
    .description('what a policy file would change, and what its budgets would have refused; changes nothing')
    .argument('[file]', 'YAML or JSON; - reads the standard input', defaultFile)
    .option('--check', 'end with 1 where anything would change')
    .option('--days <number>', `how far back to replay, 0 for not at all (${defaultDays})`)
    .action((file: string, options: { check?: true; days?: string }, command: Command) =>
      showPlan(file, options, command, context),
    );
  program
    .command('apply')
    .description('make the org what a policy file says: all of it, or nothing')
    .argument('[file]', 'YAML or JSON; - reads the standard input', defaultFile)
    .option('--plan <id>', 'only if that is still what would change')
    .option('--yes', 'also if something would be ended or replaced')
    .action((file: string, options: { plan?: string; yes?: true }, command: Command) =>
      applyFile(file, options, command, context),
    );
  program
    .command('export')
    .description('the policy of the org as a file, without what is secret')
    .action((_options: unknown, command: Command) => exportFile(command, context));
}

async function readFile(file: string, { terminal }: CommandContext): Promise<PolicyDocument> {
  let text: string;
  try {
    text = file === '-' ? await terminal.readInput() : await terminal.readFile(file);
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  return readPolicyDocument(text, file === '-' ? 'stdin' : path.basename(file), terminal.env);
}

function readDays(text: string | undefined): number {
  const days = text === undefined ? defaultDays : readCount('--days', text);
  if (days > maxDays) throw new UsageError(`--days: at most ${maxDays}`);
  return days;
}

async function planOf(session: Session, file: PolicyDocument, days: number): Promise<unknown> {
  const body = { policy: file.value, backtest_days: days };
  const ask = () => session.client.send({ method: 'POST', path: '/v1/policy/plan', body });
  return expectTaken(await whileWaiting(session.terminal, 'Planning', ask), file);
}

async function showPlan(
  name: string,
  options: { check?: true; days?: string },
  command: Command,
  context: CommandContext,
): Promise<void> {
  const days = readDays(options.days);
  const file = await readFile(name, context);
  const session = await openSession(command, context, { timeoutMs: backtestTimeoutMs });
  const plan = await planOf(session, file, days);
  print(session, plan, () => renderPlan(plan, file.name, days, session.colour));
  if (options.check === true && listAt(plan, 'changes').length > 0) context.endWith(exitCode.failed);
}

/** What ends something is done by somebody who has seen it. */
async function requireLook(session: Session, file: PolicyDocument): Promise<void> {
  const plan = await planOf(session, file, 0);
  if (!endsSomething(plan)) return;
  const id = textAt(plan, 'plan') ?? '';
  session.terminal.err(`${renderPlan(plan, file.name, 0, session.colour)}\n\n`);
  throw new CommandFailure('something would be ended or replaced', `Apply it with --plan ${id}, or with --yes.`);
}

async function applyFile(
  name: string,
  { plan, yes }: { plan?: string; yes?: true },
  command: Command,
  context: CommandContext,
): Promise<void> {
  const file = await readFile(name, context);
  const session = await openSession(command, context);
  if (plan === undefined && yes !== true) await requireLook(session, file);
  const body = { policy: file.value, ...(plan === undefined ? {} : { plan }) };
  const idempotencyKey = context.terminal.newId();
  const reply = await session.client.send({ method: 'POST', path: '/v1/policy/apply', body, idempotencyKey });
  const answer = expectTaken(reply, file);
  print(session, answer, () => renderApplied(answer, file.name, session.colour));
}

/** What a secret is called that is not in the file. */
const secretNames: Readonly<Record<string, string>> = { slack: 'url', pagerduty: 'routing_key' };

function secretNotes(policy: unknown): string[] {
  return listAt(policy, 'channels').flatMap((channel) => {
    const secret = secretNames[textAt(channel, 'kind') ?? ''];
    const name = textAt(channel, 'name') ?? '';
    return secret === undefined
      ? []
      : [`# ${name}: ${secret} is kept by the server; a server without it needs one here.`];
  });
}

async function exportFile(command: Command, context: CommandContext): Promise<void> {
  const session = await openSession(command, context);
  const policy = expectSuccess(await session.client.send({ method: 'GET', path: '/v1/policy' }));
  print(session, policy, () =>
    [
      `# yaml-language-server: $schema=${session.client.url}/policy.schema.json`,
      ...secretNotes(policy),
      stringify(policy, { lineWidth: 0 }).trimEnd(),
    ].join('\n'),
  );
}
