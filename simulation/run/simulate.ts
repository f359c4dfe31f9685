import { startSimulator } from '@cofferdam/simulator';
import { startStripeSimulator } from '@cofferdam/simulator/stripe';
import { openPool } from '../../packages/server/src/store/connection.ts';
import { checkAll } from '../checks/check-all.ts';
import type { Database } from '../nodes/database-proxy.ts';
import { Clocks, Fleet } from '../nodes/fleet.ts';
import { makePlan, type Plan, type PlanSize, type Round } from '../plan/plan.ts';
import { Bank, stripeKey, webhookSecret } from './bank.ts';
import { Book } from './book.ts';
import { comeToRest } from './come-to-rest.ts';
import { type Breakable, RoundOfFaults } from './faults.ts';
import { perform } from './perform.ts';
import { startReceiver } from './receiver.ts';
import { makeOrg } from './set-up.ts';

export interface SimulationOptions {
  readonly database: Database;
  readonly seed: number;
  readonly size: PlanSize;
  readonly killDatabase?: () => void;
  readonly onRound?: (done: number, of: number) => void;
  /** Told of each round before it begins, for whoever replays a seed. */
  readonly trace?: (round: number, plan: Round) => void;
}

export interface SimulationResult {
  readonly seed: number;
  readonly actions: number;
  /** How often each status was answered. */
  readonly answers: Readonly<Record<string, number>>;
  /** Actions of which nobody was told what became of them. */
  readonly unknown: number;
  readonly faults: Readonly<Record<string, number>>;
  /** What is wrong, in words; none where all is well. */
  readonly findings: readonly string[];
}

const dayMs = 86_400_000;
const morningMs = 10 * 3_600_000 - 2 * 60_000;

/** Two minutes before ten of today, UTC: windows lie the same on every day, and ids of rows are of about that time. */
function beginning(): number {
  return Math.floor(Date.now() / dayMs) * dayMs + morningMs;
}

/** One round: all its actions at once, on what was known before it. */
async function playRound(breakable: Breakable, book: Book, bank: Bank, round: Round): Promise<RoundOfFaults> {
  const { fleet } = breakable;
  fleet.clocks.nowMs += round.passMs;
  const faults = new RoundOfFaults(breakable, round.faults);
  const performing = { fleet, book, onSent: () => faults.sent() };
  const events = bank.send(round.copies);
  const performed = await Promise.all(round.actions.map((action) => perform(performing, action)));
  await events;
  faults.end();
  const told = performed.filter((one) => one !== null);
  book.learn(told);
  bank.act(told);
  return faults;
}

async function playAll(
  breakable: Breakable,
  { book, bank }: { readonly book: Book; readonly bank: Bank },
  plan: Plan,
  options: SimulationOptions,
): Promise<void> {
  const { fleet } = breakable;
  const startAt = new Map<number, number>();
  for (const [at, round] of plan.rounds.entries()) {
    options.trace?.(at, round);
    for (const [node, due] of startAt) if (due <= at) await fleet.start(node);
    const { dead } = await playRound(breakable, book, bank, round);
    for (const { node, rounds } of dead) startAt.set(node, at + rounds);
    options.onRound?.(at + 1, plan.rounds.length);
  }
}

function tally(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

/** Plays the plan of a seed on an empty, migrated database, lets all come to rest, and holds what is there against what was told. */
export async function simulate(options: SimulationOptions): Promise<SimulationResult> {
  const { database, seed, size } = options;
  const plan = makePlan(seed, size);
  const pool = openPool(database, 4);
  pool.on('error', () => undefined);
  const [simulator, receiver] = await Promise.all([startSimulator({ seed: `${seed}` }), startReceiver()]);
  const clocks = new Clocks(beginning(), plan.nodes);
  const stripe = await startStripeSimulator({ apiKey: stripeKey, seed: `${seed}`, nowMs: () => clocks.nowMs });
  const settings = { secretKey: stripeKey, webhookSecrets: [webhookSecret], apiUrl: stripe.url, retries: 0 };
  const fleet = new Fleet(database, plan.nodes, clocks, { stripe: settings });
  const bank = new Bank(stripe, fleet);
  const book = new Book();
  try {
    await fleet.startAll();
    for (const org of plan.orgs) book.orgs.push(await makeOrg({ fleet, simulator, receiverUrl: receiver.url }, org));
    await playAll({ fleet, pool, killDatabase: options.killDatabase ?? null }, { book, bank }, plan, options);
    await comeToRest(pool, fleet);
    await checkAll({ pool, book, plan, bank, truths: simulator.truth(), taken: receiver.taken });
  } catch (error) {
    book.find(
      `it could not be played to its end: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  } finally {
    await fleet.close().catch((error: unknown) => book.find(`the nodes could not be closed: ${String(error)}`));
    await Promise.all([simulator.close(), stripe.close(), receiver.close()]);
    await pool.end();
  }
  const all = book.all;
  return {
    seed,
    actions: all.length,
    answers: tally(
      all.map(({ answer }) => (answer === null ? 'none' : `${answer.status} ${answer.code ?? ''}`.trim())),
    ),
    unknown: all.filter(({ answer }) => answer === null).length,
    faults: tally(plan.rounds.flatMap(({ faults }) => faults.map(({ kind }) => kind))),
    findings: book.findings,
  };
}
