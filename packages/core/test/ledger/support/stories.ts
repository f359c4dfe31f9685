import fc from 'fast-check';
import type { Budget, Dimensions, Match, Per, Unit } from '../../../src/budgets/index.ts';
import type { Command, Spending } from '../../../src/ledger/index.ts';
import type { WindowKind } from '../../../src/windows/index.ts';
import { boundOf } from '../../prices/calls-within.ts';
import {
  attempt,
  attempts,
  cost,
  createRun,
  expire,
  extend,
  finishRun,
  record,
  release,
  report,
  reserve,
  settle,
  topUp,
  unknownUsage,
} from './commands.ts';
import { naiveWindowStart } from './naive-limits.ts';
import { budget, dayMs, minuteMs, startMs } from './state.ts';

/** A step of a story: a command as of its moment, or time that passes, or an agent that is paused or resumed. */
export type Step =
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'pause' | 'resume'; readonly agent: string };

export interface Story {
  readonly budgets: readonly Budget[];
  readonly steps: readonly Step[];
}

const hourMs = 3_600_000;
const pers: readonly Per[] = ['org', 'team', 'agent', 'workflow', 'connection', 'user', 'model', 'run'];
const windows: readonly WindowKind[] = ['minute', 'hour', 'day', 'week', 'month', 'lifetime'];
const agents = fc.constantFrom('bot', 'bot', 'bot', 'bee');
const value = fc.constantFrom('x', 'y');
const models = fc.constantFrom('small', 'small', 'small', 'small', 'large', 'free', 'mystery');
const runIds = fc.constantFrom('run-a', 'run-b', 'run-c', 'r0');

const small = fc.bigInt(0n, 40n);

function rarely<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });
}

const origins = fc.oneof(
  { weight: 15, arbitrary: fc.constant('api' as const) },
  { weight: 1, arbitrary: fc.constant('gateway' as const) },
);

const labelled: fc.Arbitrary<Partial<Dimensions>> = fc
  .record(
    { agent: agents, workflow: value, connection: value, user: value, team: value, model: models },
    { requiredKeys: ['agent'] },
  )
  .map((own) => ('model' in own ? { ...own, provider: 'acme' } : own));

const filters: fc.Arbitrary<Match> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.record(
      {
        agent: fc.array(agents, { maxLength: 2 }),
        user: fc.array(value, { maxLength: 2 }),
        model: fc.array(models, { maxLength: 2 }),
      },
      { requiredKeys: [] },
    ),
  },
);

const largestLimit: { readonly [unit in Unit]: number } = { usd: 100, tokens: 80, requests: 5, concurrent: 3 };

const budgetShapes = fc
  .record({
    per: fc.constantFrom(...pers),
    unit: fc.constantFrom<Unit>('usd', 'usd', 'tokens', 'requests', 'concurrent'),
    window: fc.constantFrom(...windows),
    match: filters,
    enforcement: fc.constantFrom('hard', 'hard', 'hard', 'soft'),
    allowFree: fc.boolean(),
    fromNow: fc.boolean(),
    share: fc.nat({ max: 100 }),
    kept: fc.option(fc.constantFrom(100_000, 333_333, 500_000), { freq: 2 }),
  })
  .map(({ share, fromNow, kept, ...shape }) => {
    const window: WindowKind = shape.per === 'run' ? 'run' : shape.window;
    const limit = BigInt(Math.floor((largestLimit[shape.unit] * share) / 100));
    const windDownPpm = shape.unit === 'usd' && shape.enforcement === 'hard' ? kept : null;
    return { ...shape, windDownPpm, window, limit, countsFromMs: fromNow ? naiveWindowStart(window, startMs) : 0 };
  });

/** Rate limits that one or a few calls use up: left to chance, they would nearly always hide behind other refusals. */
const rateShapes = fc
  .record({ unit: fc.constantFrom<Unit>('tokens', 'requests'), share: fc.integer({ min: 20, max: 60 }) })
  .map(({ unit, share }) => ({
    unit,
    window: 'minute' as const,
    limit: BigInt(Math.ceil((largestLimit[unit] * share) / 100)),
  }));

const budgets: fc.Arbitrary<Budget[]> = fc
  .array(fc.oneof({ weight: 5, arbitrary: budgetShapes }, { weight: 1, arbitrary: rateShapes }), { maxLength: 5 })
  .map((shapes) => shapes.map((shape, index) => budget({ ...shape, id: `budget-${index}` })));

const tried = fc.tuple(models, fc.nat({ max: 9 }), fc.nat({ max: 9 })).map((args) => attempt(...args));

const spendings: fc.Arbitrary<Spending> = fc.oneof(
  { weight: 3, arbitrary: small.map((amount) => cost(amount)) },
  { weight: 3, arbitrary: fc.array(tried, { minLength: 1, maxLength: 3 }).map((all) => attempts(...all)) },
  { weight: 1, arbitrary: fc.constant(unknownUsage) },
);

const tools = fc.array(
  fc.record({
    name: fc.constantFrom('search', 'browser'),
    quantity: fc.constantFrom('1', '3'),
    costNanoUsd: fc.option(small),
  }),
  { maxLength: 2 },
);

const lastCalls = fc.constantFrom(false, false, true);

const reserves = fc
  .record({
    amount: fc.option(small, { freq: 5 }),
    labels: labelled,
    run: fc.option(runIds, { freq: 2 }),
    parentRun: rarely(runIds),
    estimate: fc.option(fc.record({ inputTokens: fc.nat({ max: 15 }), maxOutputTokens: fc.nat({ max: 15 }) }), {
      freq: 8,
    }),
    ttlMs: fc.constantFrom(1, minuteMs, hourMs, dayMs),
    onExpiry: fc.constantFrom('release' as const, 'charge' as const),
    origin: origins,
    final: lastCalls,
  })
  .map(
    ({ amount, ...given }) =>
      (id: string) =>
        reserve(id, amount, given),
  );

/** Calls that are priced at their bound; in `strict` the floor is the cap. */
const calls = fc
  .record({
    labels: labelled.filter((own) => 'model' in own),
    run: fc.option(runIds, { freq: 2 }),
    inputTokens: fc.nat({ max: 15 }),
    caps: fc.tuple(fc.nat({ max: 20 }), fc.nat({ max: 20 })),
    choices: fc.constantFrom(1, 1, 2, 3),
    isStrict: fc.boolean(),
    alternatives: fc.array(models, { maxLength: 3 }),
    ttlMs: fc.constantFrom(minuteMs, dayMs),
    final: lastCalls,
    onExpiry: fc.constantFrom('release' as const, 'charge' as const),
  })
  .map(({ inputTokens, caps, choices, isStrict, ...given }) => {
    const [least, most] = [Math.min(...caps), Math.max(...caps)];
    const minOutputTokens = isStrict ? most : least;
    const bound = boundOf({ inputTokens, maxOutputTokens: most, minOutputTokens, choices });
    return (id: string) => reserve(id, null, { ...given, bound });
  });

const owner = fc.record({
  origin: origins,
  onlyAgent: rarely(agents),
});

const reports = fc
  .record({
    id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    spent: spendings.filter(({ kind }) => kind !== 'unknown'),
    labels: labelled,
    run: runIds,
    parentRun: rarely(runIds),
    timeMs: fc.option(fc.nat({ max: 2 * dayMs }).map((agoMs) => startMs - agoMs)),
    tools,
  })
  .map(({ id, spent, ...given }) => report(id, spent, given));

/** What is done to a reservation, whichever it is. */
const closings: fc.Arbitrary<(id: string) => Command> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.tuple(spendings, tools, owner).map(
      ([spent, used, by]) =>
        (id: string) =>
          settle(id, spent, { tools: used, ...by }),
    ),
  },
  { weight: 2, arbitrary: owner.map((by) => (id: string) => release(id, by)) },
  {
    weight: 3,
    arbitrary: fc.tuple(fc.option(small), fc.option(fc.constantFrom(minuteMs, dayMs)), owner).map(
      ([amountNanoUsd, ttlMs, by]) =>
        (id: string) =>
          extend(id, { amountNanoUsd, ttlMs, ...by }),
    ),
  },
  { weight: 4, arbitrary: fc.constant((id: string) => expire(id)) },
);

const otherCommands: fc.Arbitrary<Command> = fc.oneof(
  { weight: 3, arbitrary: fc.array(reports, { minLength: 1, maxLength: 3 }).map((all) => record(...all)) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(runIds, fc.option(runIds, { freq: 2 }), fc.option(small, { freq: 2 }), labelled)
      .map(([id, parentRun, limitNanoUsd, own]) =>
        createRun(id, { parentRun, limitNanoUsd, labels: { agent: own.agent! } }),
      ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(runIds, fc.constantFrom('succeeded' as const, 'failed' as const), rarely(agents))
      .map((args) => finishRun(...args)),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.bigInt(0n, 400n), fc.constantFrom('one', 'two', 'three')).map((args) => topUp(...args)),
  },
);

/** A command that depends on what was told before it. */
type Telling =
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'reserve'; readonly make: (id: string) => Command }
  | { readonly kind: 'close'; readonly back: number; readonly make: (id: string) => Command }
  | { readonly kind: 'again'; readonly back: number };

type Sketch = Exclude<Step, { readonly kind: 'command' }> | Telling;

const sketches: fc.Arbitrary<Sketch> = fc.oneof(
  { weight: 11, arbitrary: reserves.map((make) => ({ kind: 'reserve' as const, make })) },
  { weight: 4, arbitrary: calls.map((make) => ({ kind: 'reserve' as const, make })) },
  {
    weight: 11,
    arbitrary: fc.tuple(fc.nat({ max: 4 }), closings).map(([back, make]) => ({ kind: 'close' as const, back, make })),
  },
  { weight: 6, arbitrary: otherCommands.map((command) => ({ kind: 'command' as const, command })) },
  { weight: 4, arbitrary: fc.nat({ max: 5 }).map((back) => ({ kind: 'again' as const, back })) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(1, minuteMs, hourMs, dayMs).map((ms) => ({ kind: 'pass' as const, ms })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('pause' as const, 'resume' as const, 'resume' as const), agents)
      .map(([kind, agent]) => ({ kind, agent })),
  },
);

/** The command that was given so many commands ago. Each reservation has an id of its own: it is not given again. */
function earlier(steps: readonly Step[], back: number): Command | null {
  const commands = steps.flatMap((step) => (step.kind === 'command' ? [step.command] : []));
  return commands.filter(({ kind }) => kind !== 'reserve').at(-1 - back) ?? null;
}

/** Whether the command names a run by the id that the first reservation will have. */
function foresees(command: Command): boolean {
  if (command.kind === 'record') return command.usage.some(({ run, parentRun }) => run === 'r0' || parentRun === 'r0');
  if (command.kind === 'create-run') return command.id === 'r0' || command.parentRun === 'r0';
  return command.kind === 'reserve' && (command.run === 'r0' || command.parentRun === 'r0');
}

function commandOf(sketch: Telling, steps: readonly Step[], made: number): Command | null {
  if (sketch.kind === 'reserve') return sketch.make(`r${made}`);
  if (sketch.kind === 'close') return sketch.make(`r${Math.max(0, made - 1 - sketch.back)}`);
  return sketch.kind === 'again' ? earlier(steps, sketch.back) : sketch.command;
}

/**
 * The reservations are named r0, r1, … in their order, admitted or not. The ids of real ones are random: nobody can
 * name a run by one before it is made, as a call without a run does when it is one.
 */
function told(all: readonly Sketch[]): Step[] {
  const steps: Step[] = [];
  let made = 0;
  for (const sketch of all) {
    if ('ms' in sketch || 'agent' in sketch) {
      steps.push(sketch);
      continue;
    }
    const command = commandOf(sketch, steps, made);
    if (command === null || (made === 0 && foresees(command))) continue;
    steps.push({ kind: 'command', command });
    if (sketch.kind === 'reserve') made += 1;
  }
  return steps;
}

/** Anything that an org may live through, small enough that every limit is met often. */
export const stories: fc.Arbitrary<Story> = fc.record({
  budgets,
  steps: fc.array(sketches, { minLength: 1, maxLength: 40, size: 'max' }).map(told),
});
