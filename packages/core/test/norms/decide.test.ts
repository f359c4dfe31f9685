import { describe, expect, test } from 'vitest';
import { EMPTY_BUCKETS, type TokenBuckets, type UsageRecord } from '../../src/index.ts';
import {
  chargeSpan,
  decideCharge,
  decideRun,
  defaultAnomalyRules,
  isLoop,
  learn,
  measure,
  type Norm,
  repeated,
  type Repetition,
  runSpan,
  usualOf,
} from '../../src/norms/index.ts';

const rules = defaultAnomalyRules;
const cent = 10_000_000n;

function record(costNanoUsd: bigint | null, change: Partial<UsageRecord> = {}): UsageRecord {
  return {
    id: '',
    seq: 1,
    type: 'model_call',
    reservationId: null,
    correctionOf: null,
    source: null,
    sourceId: null,
    timeMs: 0,
    budgetTimeMs: 0,
    recordedMs: 0,
    dimensions: {
      agent: 'a',
      workflow: null,
      connection: null,
      user: null,
      team: null,
      provider: 'openai',
      model: 'm',
    },
    run: 'r',
    buckets: null,
    tokens: 0,
    requests: 1,
    tool: null,
    quantity: null,
    serviceTier: null,
    providerRequestId: null,
    costNanoUsd,
    priceVersion: null,
    estimated: false,
    late: false,
    overage: false,
    prepaid: false,
    fingerprint: null,
    ...change,
  };
}

function call(costNanoUsd: bigint, tokens: Partial<TokenBuckets> = {}): ReturnType<typeof charge> {
  return charge(record(costNanoUsd, { buckets: { ...EMPTY_BUCKETS, ...tokens } }));
}

function charge(of: UsageRecord): NonNullable<ReturnType<typeof measure>> {
  return measure(of)!;
}

function normOf(charges: readonly ReturnType<typeof charge>[]): Norm | null {
  let norm: Norm | null = null;
  for (const { measures } of charges) norm = learn(norm, measures, 0, chargeSpan);
  return norm;
}

function times<T>(count: number, one: T): T[] {
  return Array.from({ length: count }, () => one);
}

describe('what is measured', () => {
  test('corrections, unknown costs and reservations that nobody accounted for say nothing of what is usual', () => {
    expect(measure(record(-5n, { type: 'correction' }))).toBeNull();
    expect(measure(record(null))).toBeNull();
    expect(measure(record(cent, { type: 'cost', estimated: true }))).toBeNull();
    expect(measure(record(cent, { type: 'cost' }))).not.toBeNull();
    expect(measure(record(cent, { estimated: true }))).not.toBeNull();
    expect(measure(record(0n))).not.toBeNull();
  });

  test('a charge is like others of its model, its tool, or its kind', () => {
    const noModel = { ...record(1n).dimensions, provider: null, model: null };
    expect(charge(record(1n)).series).toBe('openai/m');
    expect(charge(record(1n, { type: 'tool', tool: 'web_search', quantity: '2.5' }))).toMatchObject({
      series: 'tool web_search',
      measures: { cost: 1n, units: 2_500n },
    });
    expect(charge(record(1n, { type: 'cost', dimensions: noModel })).series).toBe('cost');
    expect(call(300n, { inputUncached: 10, cacheRead: 80, output: 10 }).measures).toEqual({
      cost: 300n,
      input: 90n,
      uncached: 10n,
      output: 10n,
      price: 3_000n,
    });
  });
});

describe('the norm', () => {
  test('is the median of what is alike, and a fifth of what ten of them reach where that is more', () => {
    const even = normOf(times(100, call(1_000n)));
    expect(Number(usualOf(even, 'cost')!.norm)).toBeCloseTo(1_000, -2);
    const spread = normOf([...times(91, call(1_000n)), ...times(9, call(100_000n))]);
    expect(Number(usualOf(spread, 'cost')!.norm)).toBeCloseTo(1_000, -2);
    const wide = normOf([...times(90, call(1_000n)), ...times(10, call(100_000n))]);
    expect(Number(usualOf(wide, 'cost')!.norm) / 20_000).toBeCloseTo(1, 1);
    expect(usualOf(null, 'cost')).toBeNull();
    expect(usualOf(even, 'rate')).toBeNull();
  });
});

describe('a charge', () => {
  const own = normOf(times(30, call(cent)));
  const dear = call(11n * cent);

  test('of more than ten times the norm is out of character; one of nine is not', () => {
    expect(decideCharge({ own, agent: null }, dear, rules)).toMatchObject({ kind: 'anomaly', against: 'own' });
    expect(decideCharge({ own, agent: null }, call(9n * cent), rules)).toEqual({ kind: 'usual' });
    expect(decideCharge({ own, agent: null }, dear, { ...rules, factor: 20 })).toEqual({ kind: 'usual' });
  });

  test('nothing is said where it is off, where it is little money, or where too little is known', () => {
    expect(decideCharge({ own, agent: null }, dear, { ...rules, enabled: false })).toEqual({ kind: 'off' });
    expect(decideCharge({ own, agent: null }, dear, { ...rules, minAmountNanoUsd: 12n * cent })).toEqual({
      kind: 'small',
    });
    const few = normOf(times(29, call(cent)));
    expect(decideCharge({ own: few, agent: few }, dear, rules)).toEqual({ kind: 'unknown' });
    expect(decideCharge({ own: null, agent: null }, dear, rules)).toEqual({ kind: 'unknown' });
  });

  test('of a free agent is out of character once it costs anything that counts', () => {
    const free = normOf(times(30, call(0n)));
    expect(decideCharge({ own: free, agent: null }, call(0n), { ...rules, minAmountNanoUsd: 0n })).toEqual({
      kind: 'small',
    });
    expect(decideCharge({ own: free, agent: null }, call(1n), { ...rules, minAmountNanoUsd: 0n }).kind).toBe('anomaly');
  });

  test('on a model that the agent has not used is compared with all that the agent does, until that model has a norm', () => {
    const agent = normOf(times(50, call(cent)));
    expect(decideCharge({ own: null, agent }, dear, rules)).toMatchObject({ kind: 'anomaly', against: 'agent' });
    const ownFew = normOf(times(29, dear));
    expect(decideCharge({ own: ownFew, agent }, dear, rules)).toMatchObject({ kind: 'anomaly', against: 'agent' });
    const ownDear = normOf(times(30, dear));
    expect(decideCharge({ own: ownDear, agent }, dear, rules)).toEqual({ kind: 'usual' });
  });

  test('one that was out of character makes the next one like it no less so; ten of them do', () => {
    for (const [before, kind] of [
      [1, 'anomaly'],
      [9, 'anomaly'],
      [10, 'usual'],
    ] as const) {
      const learned = normOf([...times(40, call(cent)), ...times(before, dear)]);
      expect(decideCharge({ own: learned, agent: null }, dear, rules).kind).toBe(kind);
    }
  });
});

describe('the likely cause', () => {
  const usual = { inputUncached: 200, cacheRead: 1_800, output: 100 };
  const norm = normOf(times(40, call(cent, usual)));
  const causeIn = (known: { own: Norm | null; agent: Norm | null }, of: ReturnType<typeof charge>): unknown => {
    const verdict = decideCharge(known, of, rules);
    return verdict.kind === 'anomaly' ? verdict.cause.kind : verdict.kind;
  };

  test.each([
    ['context_grew', { ...usual, inputUncached: 30_000 }],
    ['output_grew', { ...usual, output: 4_000 }],
    ['output_grew', { inputUncached: 4_000, cacheRead: 1_800, output: 4_000 }],
    ['cache_lost', { inputUncached: 2_000, cacheRead: 0, output: 100 }],
    ['price_rose', usual],
  ])('%s, from %j', (cause, tokens) => {
    expect(causeIn({ own: norm, agent: null }, call(15n * cent, tokens))).toBe(cause);
  });

  test('a dearer model shows against what the agent does as a whole', () => {
    expect(causeIn({ own: null, agent: norm }, call(15n * cent, usual))).toBe('dearer_model');
    expect(causeIn({ own: null, agent: norm }, call(15n * cent, { ...usual, inputUncached: 30_000 }))).toBe(
      'context_grew',
    );
  });

  test('of a tool it is its units, its price, or that it is new', () => {
    const use = (cost: bigint, quantity: string): ReturnType<typeof charge> =>
      charge(record(cost, { type: 'tool', tool: 'web_search', quantity }));
    const tools = normOf(times(40, use(cent, '1')));
    expect(causeIn({ own: tools, agent: null }, use(30n * cent, '30'))).toBe('tool_units');
    expect(causeIn({ own: tools, agent: null }, use(30n * cent, '1'))).toBe('price_rose');
    expect(causeIn({ own: null, agent: norm }, use(30n * cent, '30'))).toBe('new_tool');
  });

  test('of a cost that was stated nothing else is known', () => {
    expect(causeIn({ own: norm, agent: null }, charge(record(15n * cent, { type: 'cost' })))).toBe('stated_cost');
  });
});

describe('a run', () => {
  const minute = 60_000;
  let runs: Norm | null = null;
  for (let index = 0; index < 10; index += 1) runs = learn(runs, { cost: cent, rate: cent / 20n }, 0, runSpan);

  test('is compared in what it costs and in what it costs a minute, with runs that are over', () => {
    const kinds = (minutes: number, cost: bigint): string[] =>
      decideRun(runs, { firstMs: 0, lastMs: minutes * minute, costNanoUsd: cost }, rules).map(({ kind }) => kind);
    expect(kinds(20, cent)).toEqual([]);
    expect(kinds(1, 2n * cent)).toEqual(['run_rate']);
    expect(kinds(600, 12n * cent)).toEqual(['run_total']);
    expect(kinds(10, 12n * cent)).toEqual(['run_total', 'run_rate']);
    // One that begins in a burst has not cost more than others yet.
    expect(kinds(0, (99n * cent) / 100n)).toEqual([]);
  });

  test('nothing is said where few runs are known, of little money, or where it is off', () => {
    const run = { firstMs: 0, lastMs: minute, costNanoUsd: 100n * cent };
    expect(decideRun(runs, run, { ...rules, minRuns: 11 })).toEqual([]);
    expect(decideRun(runs, run, { ...rules, minAmountNanoUsd: 101n * cent })).toEqual([]);
    expect(decideRun(runs, run, { ...rules, enabled: false })).toEqual([]);
    expect(decideRun(null, run, rules)).toEqual([]);
  });
});

describe('identical requests', () => {
  const after = (everyMs: number, count: number, costNanoUsd = cent): Repetition => {
    let repetition: Repetition | null = null;
    for (let index = 0; index < count; index += 1)
      repetition = repeated(repetition, { timeMs: index * everyMs, run: 'r', costNanoUsd }, rules);
    return repetition!;
  };

  test('ten within ten minutes are a loop, nine or slower ones are not', () => {
    expect(isLoop(after(1_000, 10), rules)).toBe(true);
    expect(isLoop(after(1_000, 9), rules)).toBe(false);
    expect(isLoop(after(66_666, 10), rules)).toBe(true);
    expect(isLoop(after(66_667, 10), rules)).toBe(false);
    expect(isLoop(after(1_000, 10), { ...rules, enabled: false })).toBe(false);
  });

  test('a loop of little money is told of once it has cost enough, and its cost is that of them all', () => {
    expect(isLoop(after(1_000, 10, 10_000n), rules)).toBe(false);
    const long = after(1_000, 100, 10_000n);
    expect(isLoop(long, rules)).toBe(true);
    expect(long).toMatchObject({ count: 100, costNanoUsd: 1_000_000n, firstMs: 0, run: 'r' });
    expect(long.newestMs).toHaveLength(10);
  });

  test('after a pause as long as the window they are counted anew', () => {
    const paused = repeated(after(1_000, 9), { timeMs: 8_000 + 600_000, run: 'r', costNanoUsd: cent }, rules);
    expect(paused).toMatchObject({ count: 1, firstMs: 608_000 });
    const other = repeated(after(1_000, 9), { timeMs: 9_000, run: 'other', costNanoUsd: cent }, rules);
    expect([other.run, isLoop(other, rules)]).toEqual([null, true]);
  });
});
