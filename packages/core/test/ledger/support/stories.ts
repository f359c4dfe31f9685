import fc from 'fast-check';
import type { Budget, Dimensions, Match, Per, Unit } from '../../../src/budgets/index.ts';
import type { Command, Spending } from '../../../src/ledger/index.ts';
import type { WindowKind } from '../../../src/windows/index.ts';
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
const agents = fc.constantFrom('bot', 'bee');
const value = fc.constantFrom('x', 'y');
const models = fc.constantFrom('small', 'small', 'large', 'free', 'mystery');
const runIds = fc.constantFrom('run-a', 'run-b', 'run-c', 'r0');
const reservationIds = fc.nat({ max: 9 }).map((index) => `r${index}`);
const small = fc.bigInt(0n, 40n);

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
  })
  .map(({ share, fromNow, ...shape }) => {
    const window: WindowKind = shape.per === 'run' ? 'run' : shape.window;
    const limit = BigInt(Math.floor((largestLimit[shape.unit] * share) / 100));
    return { ...shape, window, limit, countsFromMs: fromNow ? naiveWindowStart(window, startMs) : 0 };
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

const reserves = fc
  .record({
    amount: fc.option(small, { freq: 5 }),
    labels: labelled,
    run: fc.option(runIds),
    parentRun: fc.option(runIds, { freq: 2 }),
    estimate: fc.option(fc.record({ inputTokens: fc.nat({ max: 15 }), maxOutputTokens: fc.nat({ max: 15 }) })),
    ttlMs: fc.constantFrom(1, minuteMs, hourMs, dayMs),
    onExpiry: fc.constantFrom('release' as const, 'charge' as const),
    origin: fc.constantFrom('api' as const, 'api' as const, 'api' as const, 'gateway' as const),
  })
  .map(
    ({ amount, ...given }) =>
      (id: string) =>
        reserve(id, amount, given),
  );

const owner = fc.record({
  origin: fc.constantFrom('api' as const, 'api' as const, 'api' as const, 'gateway' as const),
  onlyAgent: fc.option(agents, { freq: 2 }),
});

const reports = fc
  .record({
    id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    spent: spendings.filter(({ kind }) => kind !== 'unknown'),
    labels: labelled,
    run: runIds,
    parentRun: fc.option(runIds, { freq: 2 }),
    timeMs: fc.option(fc.nat({ max: 2 * dayMs }).map((agoMs) => startMs - agoMs)),
    tools,
  })
  .map(({ id, spent, ...given }) => report(id, spent, given));

const fixedCommands: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(reservationIds, spendings, tools, owner)
      .map(([id, spent, used, by]) => settle(id, spent, { tools: used, ...by })),
  },
  { weight: 2, arbitrary: fc.tuple(reservationIds, owner).map(([id, by]) => release(id, by)) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(reservationIds, fc.option(small), fc.option(fc.constantFrom(minuteMs, dayMs)), owner)
      .map(([id, amountNanoUsd, ttlMs, by]) => extend(id, { amountNanoUsd, ttlMs, ...by })),
  },
  { weight: 4, arbitrary: reservationIds.map((id) => expire(id)) },
  { weight: 3, arbitrary: fc.array(reports, { minLength: 1, maxLength: 3 }).map((all) => record(...all)) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(runIds, fc.option(runIds), fc.option(small), labelled)
      .map(([id, parentRun, limitNanoUsd, own]) =>
        createRun(id, { parentRun, limitNanoUsd, labels: { agent: own.agent! } }),
      ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(runIds, fc.constantFrom('succeeded' as const, 'failed' as const), fc.option(agents, { freq: 2 }))
      .map((args) => finishRun(...args)),
  },
  { weight: 1, arbitrary: fc.tuple(small, fc.constantFrom('one', 'two', 'three')).map((args) => topUp(...args)) },
);

type Sketch =
  | Step
  | { readonly kind: 'reserve'; readonly make: (id: string) => Command }
  | { readonly kind: 'again'; readonly back: number };

const sketches: fc.Arbitrary<Sketch> = fc.oneof(
  { weight: 10, arbitrary: reserves.map((make) => ({ kind: 'reserve' as const, make })) },
  { weight: 18, arbitrary: fixedCommands.map((command) => ({ kind: 'command' as const, command })) },
  { weight: 4, arbitrary: fc.nat({ max: 5 }).map((back) => ({ kind: 'again' as const, back })) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(1, minuteMs, hourMs, dayMs).map((ms) => ({ kind: 'pass' as const, ms })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('pause' as const, 'resume' as const), agents)
      .map(([kind, agent]) => ({ kind, agent })),
  },
);

/** The command that was given so many commands ago. Each reservation has an id of its own: it is not given again. */
function earlier(steps: readonly Step[], back: number): Step | undefined {
  return steps.filter((step) => step.kind === 'command' && step.command.kind !== 'reserve').at(-1 - back);
}

/** The reservations are named r0, r1, … in their order, admitted or not. */
function told(all: readonly Sketch[]): Step[] {
  const steps: Step[] = [];
  let made = 0;
  for (const sketch of all) {
    if (sketch.kind === 'reserve') {
      steps.push({ kind: 'command', command: sketch.make(`r${made}`) });
      made += 1;
    } else if (sketch.kind === 'again') {
      const step = earlier(steps, sketch.back);
      if (step !== undefined) steps.push(step);
    } else steps.push(sketch);
  }
  return steps;
}

/** Anything that an org may live through, small enough that every limit is met often. */
export const stories: fc.Arbitrary<Story> = fc.record({
  budgets,
  steps: fc.array(sketches, { minLength: 1, maxLength: 40, size: 'max' }).map(told),
});
