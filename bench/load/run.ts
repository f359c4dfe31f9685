import type { Bench } from '../command/benchmark.ts';
import { audit, describeDatabase } from '../ledger/audit.ts';
import { settleBody } from '../ledger/calls.ts';
import { type LoadOptions as Calls, runLoad } from '../ledger/load.ts';
import { type ServerProcess, startServerProcess } from '../ledger/server-process.ts';
import { describeMachine } from '../report/machine.ts';
import { median, percentile } from '../report/statistics.ts';
import type { LoadOptions } from './options.ts';
import { agentName, defineBudgets, exhaust, holdOpen, refusedBody, registerAgents } from './prepare.ts';
import type { LoadBenchResult, Row } from './result.ts';
import { startStorm } from './storm.ts';

function bodyOf(agent: string): string {
  return JSON.stringify({ agent, user: 'loaded', provider: 'openai', model: 'gpt-4o', amount_usd: '0.01' });
}

const oneAgent = bodyOf('loaded');

interface Measuring {
  readonly server: ServerProcess;
  readonly options: LoadOptions;
}

/** One load by itself, or beside a storm of refused calls. */
async function measure(
  { server: { port, adminKey: key }, options }: Measuring,
  name: string,
  { isStormy = false, eachBody }: { readonly isStormy?: boolean; readonly eachBody?: Calls['eachBody'] } = {},
): Promise<Row> {
  const storm = isStormy ? await startStorm(port, key, options.storm, refusedBody) : null;
  const figures = await runLoad({
    port,
    key,
    clients: options.clients,
    durationMs: options.seconds * 1_000,
    maxPerClient: Number.MAX_SAFE_INTEGER,
    reserveBody: () => oneAgent,
    ...(eachBody === undefined ? {} : { eachBody }),
    settleBody,
  });
  const refused = await storm?.stop();
  const { lifecycles, refused: turnedAway, refusedInFlight, failed, firstFailure, elapsedMs, reserveMs } = figures;
  return {
    name,
    lifecyclesPerSecond: (lifecycles * 1_000) / elapsedMs,
    reserveP50Ms: percentile(reserveMs, 0.5),
    reserveP99Ms: percentile(reserveMs, 0.99),
    refusedPerSecond: refused === undefined ? 0 : (refused.refused * 1_000) / refused.elapsedMs,
    failed: failed + turnedAway + refusedInFlight + (refused?.others ?? 0),
    firstFailure: firstFailure ?? (failed + turnedAway + refusedInFlight > 0 ? 'refused' : null),
  };
}

/** With and without, in turn, so that what else the machine does meets both. */
async function weatherStorm(measuring: Measuring): Promise<Pick<LoadBenchResult, 'rows' | 'underStorm'>> {
  const rows: Row[] = [];
  const shares: number[] = [];
  for (let repetition = 1; repetition <= measuring.options.repetitions; repetition += 1) {
    const calm = await measure(measuring, `one agent (${repetition})`);
    const stormy = await measure(measuring, `beside refused calls (${repetition})`, { isStormy: true });
    rows.push(calm, stormy);
    shares.push(stormy.lifecyclesPerSecond / calm.lifecyclesPerSecond);
  }
  return { rows, underStorm: median(shares) };
}

/** What a load carries while there is much of something: refused calls, open reservations, agents, budgets. */
export async function measureLoad({ cleanup, say }: Bench, options: LoadOptions): Promise<LoadBenchResult> {
  const machine = describeMachine();
  const takenAt = new Date().toISOString();
  const server = await startServerProcess({ kind: 'lane' }, cleanup);
  const measuring = { server, options };
  await exhaust(server);
  await measure(measuring, 'warms up');
  say(`with and without ${options.storm} refused calls a second`);
  const { rows, underStorm } = await weatherStorm(measuring);
  const all = [...rows];
  say(`${options.openReservations} reservations are held`);
  await holdOpen(server, options.openReservations);
  all.push(await measure(measuring, `${options.openReservations} open reservations`));
  say(`${options.agents} agents`);
  await registerAgents(server, options.agents);
  const step = Math.max(1, Math.floor(options.agents / options.clients));
  const eachBody = (client: number, n: number): string => bodyOf(agentName((client * step + n) % options.agents));
  all.push(await measure(measuring, `${options.agents} agents`, { eachBody }));
  say(`${options.budgets} budgets`);
  await defineBudgets(server, options.budgets, options.matching);
  all.push(await measure(measuring, `${options.budgets} budgets, ${options.matching} of which match`));
  const database = await describeDatabase(server.dataDir);
  return { takenAt, machine, database, options, rows: all, underStorm, audit: await audit(server.dataDir) };
}
