import type { Command } from 'commander';
import { createExchange } from '../api-client/exchange.ts';
import { findOut, type Findings } from '../demo/findings.ts';
import { claimsOf } from '../demo/claims.ts';
import { fleet } from '../demo/fleet.ts';
import { renderResult, toJson } from '../demo/result.ts';
import { runFleet } from '../demo/run-demo.ts';
import { type Crew, findSimulator, requireNoCredit, setUp, tearDown } from '../demo/set-up.ts';
import { CommandFailure, exitCode, UsageError } from '../exit.ts';
import { type CommandContext, openSession, print, type Session } from '../session.ts';
import { type GlobalOptions, resolveUrl } from '../settings.ts';
import { readCount } from './read-count.ts';

interface DemoOptions {
  seconds: string;
  drawCredit?: boolean;
}

const longestSeconds = 600;

export function addDemo(program: Command, context: CommandContext): void {
  program
    .command('demo')
    .description('let a fleet of simulated agents work through the gateway, and see a runaway being stopped')
    .option('--seconds <n>', 'how long the agents work', '20')
    .option('--draw-credit', 'go on though the org is prepaid, and the demo draws its credit')
    .action((options: DemoOptions, command: Command) => demo(options, command, context));
}

async function demo(options: DemoOptions, command: Command, context: CommandContext): Promise<void> {
  const seconds = readCount('--seconds', options.seconds, 1);
  if (seconds > longestSeconds) throw new UsageError(`--seconds is at most ${longestSeconds}`);
  await requireServer(resolveUrl(command.optsWithGlobals<GlobalOptions>(), context.terminal.env));
  const session = await openSession(command, context);
  const { client, terminal, colour } = session;
  const simulatorUrl = await findSimulator(client);
  if (options.drawCredit !== true) await requireNoCredit(client);
  const demoId = terminal.newId();
  const crew = await setUp(client, demoId, new Date());
  terminal.err(
    `${fleet.length} simulated agents work for ${seconds} s through ${client.url}/gateway/sim. Ctrl-C ends it.\n\n`,
  );
  const { findings, isInterrupted, durationMs } = await perform(session, { crew, demoId, seconds, simulatorUrl });
  const tallies = crew.members.map(({ tally }) => tally);
  const { spentBeforeUsd } = crew.budget;
  const result = { demoId, durationMs, interrupted: isInterrupted, tallies, spentBeforeUsd, findings };
  terminal.err('\n');
  print(session, toJson(result), () => renderResult(result, colour));
  if (isInterrupted) context.endWith(exitCode.interrupted);
  else if (claimsOf(result).some(({ holds }) => !holds)) context.endWith(exitCode.failed);
}

/** Whoever tries the demo first may have no server yet, and so no key either. Raises a CommandFailure. */
async function requireServer(url: string): Promise<void> {
  try {
    await createExchange(url, 10_000)({ method: 'GET', url: `${url}/healthz`, headers: {}, body: undefined });
  } catch {
    throw new CommandFailure(
      `no server answers at ${url}`,
      'Start one in another shell, with `npm start` in the checkout; or name one with --url or COFFERDAM_URL.',
    );
  }
}

interface Performance {
  readonly crew: Crew;
  readonly demoId: string;
  readonly seconds: number;
  readonly simulatorUrl: string;
}

interface Performed {
  readonly findings: Findings;
  readonly isInterrupted: boolean;
  readonly durationMs: number;
}

/** Whatever happens, no key is left behind. */
async function perform(session: Session, { crew, demoId, seconds, simulatorUrl }: Performance): Promise<Performed> {
  const { client, terminal, colour } = session;
  const { members } = crew;
  const stop = new AbortController();
  let isInterrupted = false;
  const stopListening = terminal.onInterrupt(() => {
    isInterrupted = true;
    stop.abort();
  });
  const startMs = terminal.nowMs();
  const tag = `demo-${demoId}`;
  try {
    await runFleet({ url: client.url, members, tag, durationMs: seconds * 1000, terminal, colour, stop });
    const durationMs = terminal.nowMs() - startMs;
    const findings = await findOut(client, crew, tag, simulatorUrl, new Date());
    return { findings, isInterrupted, durationMs };
  } finally {
    stopListening();
    await tearDown(client, members, isInterrupted);
  }
}
