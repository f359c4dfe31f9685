import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Budget } from '../../src/budgets/index.ts';
import type { LedgerState, Outcome, ReserveCommand } from '../../src/ledger/index.ts';
import type { CallBound } from '../../src/prices/index.ts';
import { boundOf } from '../prices/calls-within.ts';
import { attempt, attempts, createRun, expire, reserve, settle, unknownUsage } from './support/commands.ts';
import { fingerprint } from './support/fingerprint.ts';
import { naivePriceOf } from './support/naive-prices.ts';
import { budget, dayMs, freshState, wallet } from './support/state.ts';
import { ledgerOf } from './support/test-ledger.ts';

/** A call of `small`: 1 nano-USD a token of input, 2 a token of output. */
function call(given: Partial<CallBound> & Pick<CallBound, 'maxOutputTokens'>, more: Partial<ReserveCommand> = {}) {
  return reserve('r', null, { bound: boundOf(given), labels: { provider: 'acme', model: 'small' }, ...more });
}

function on(model: string): { labels: { provider: string; model: string } } {
  return { labels: { provider: 'acme', model } };
}

/** The granted cap and what is held, or the refusal's code and the least that is needed. */
function verdictOf(outcome: Outcome): string {
  if (outcome.kind === 'reserved') {
    const { amountNanoUsd, tokens } = outcome.reservation;
    return `${outcome.maxOutputTokens} output, holds ${amountNanoUsd}, ${tokens} tokens`;
  }
  if (outcome.kind !== 'refused') return outcome.kind;
  const { refusal } = outcome;
  const required = 'shortfall' in refusal ? refusal.shortfall.required : null;
  return required === null ? refusal.code : `${refusal.code}, needs ${required}`;
}

const upTo = (min: number, max: number) => ({ inputTokens: 10, minOutputTokens: min, maxOutputTokens: max });
const exactly = (max: number) => upTo(max, max);

type Row = [name: string, limit: bigint, bound: CallBound, verdict: string];

describe('a call is admitted with the largest output that is affordable', () => {
  it.each<Row>([
    ['all of it fits', 50n, boundOf(upTo(5, 20)), '20 output, holds 50, 30 tokens'],
    ['one nano-USD short', 49n, boundOf(upTo(5, 20)), '19 output, holds 48, 29 tokens'],
    ['the floor exactly', 20n, boundOf(upTo(5, 20)), '5 output, holds 20, 15 tokens'],
    ['not even the floor', 19n, boundOf(upTo(5, 20)), 'budget_exceeded, needs 20'],
    ['a floor of nothing', 10n, boundOf(upTo(0, 20)), '0 output, holds 10, 10 tokens'],
    ['strict, and it fits', 50n, boundOf(exactly(20)), '20 output, holds 50, 30 tokens'],
    ['strict is never lowered', 49n, boundOf(exactly(20)), 'budget_exceeded, needs 50'],
    ['choices multiply', 100n, boundOf({ ...upTo(5, 20), choices: 3 }), '15 output, holds 100, 55 tokens'],
    ['and are counted whole', 99n, boundOf({ ...upTo(5, 20), choices: 3 }), '14 output, holds 94, 52 tokens'],
    ['choices at the floor', 39n, boundOf({ ...upTo(5, 20), choices: 3 }), 'budget_exceeded, needs 40'],
    ['a limit of 0 blocks', 0n, boundOf(upTo(0, 20)), 'budget_exceeded, needs 10'],
  ])('%s', (_name, limit, bound, verdict) => {
    const command = reserve('r', null, { bound, ...on('small') });
    const state = freshState({ budgets: [budget({ limit })] });
    expect(verdictOf(ledgerOf(state).do(command))).toBe(verdict);
  });

  it('a wallet lowers it as a budget does', () => {
    const ledger = ledgerOf(freshState({ wallet: wallet({ balance: 31n }) }));
    expect(verdictOf(ledger.do(call(upTo(5, 20))))).toBe('10 output, holds 30, 20 tokens');
    const poor = ledgerOf(freshState({ wallet: wallet({ balance: 19n }) }));
    expect(verdictOf(poor.do(call(upTo(5, 20))))).toBe('insufficient_credit, needs 20');
  });

  it('so does the cap of a run, and that of the run above it', () => {
    const ledger = ledgerOf();
    ledger.must(createRun('task', { limitNanoUsd: 30n }), createRun('part', { parentRun: 'task', limitNanoUsd: 40n }));
    expect(verdictOf(ledger.do(call(upTo(5, 20), { run: 'part' })))).toBe('10 output, holds 30, 20 tokens');
  });

  it('and a budget of tokens: whichever affords least', () => {
    const tokens = budget({ id: 'tokens', unit: 'tokens', limit: 22n });
    const choices = call({ ...upTo(2, 20), choices: 2 });
    expect(verdictOf(ledgerOf(freshState({ budgets: [tokens] })).do(choices))).toBe('6 output, holds 34, 22 tokens');
    const both = [tokens, budget({ limit: 25n })];
    expect(verdictOf(ledgerOf(freshState({ budgets: both })).do(choices))).toBe('3 output, holds 22, 16 tokens');
    const few = [{ ...tokens, limit: 13n }, budget({ limit: 25n })];
    expect(verdictOf(ledgerOf(freshState({ budgets: few })).do(choices))).toBe('budget_exceeded, needs 14');
  });

  it('and every other model that may serve it may use as many tokens', () => {
    const tokens = budget({ id: 'tokens', unit: 'tokens', limit: 59n });
    const twice = call({ ...upTo(5, 20), otherModels: ['small'] });
    expect(ledgerOf(freshState({ budgets: [tokens] })).do(twice)).toMatchObject({
      maxOutputTokens: 19,
      reservation: { tokens: 58 },
    });
  });

  it('what open calls hold is not lent twice; where they alone are in the way, the refusal is no final one', () => {
    const ledger = ledgerOf(freshState({ budgets: [budget({ limit: 70n })] }));
    ledger.must(reserve('first', 40n));
    expect(verdictOf(ledger.do(call(upTo(5, 20))))).toBe('10 output, holds 30, 20 tokens');
    expect(ledger.refusal({ ...call(upTo(5, 20)), id: 's' })).toMatchObject({
      code: 'budget_in_flight',
      shortfall: { required: 20n, reserved: 70n },
    });
  });

  it('a limit on requests is none on output', () => {
    const requests = budget({ unit: 'requests', limit: 0n });
    expect(ledgerOf(freshState({ budgets: [requests] })).refusal(call(upTo(0, 20))).code).toBe('budget_exceeded');
  });

  it('a refused call changes nothing', () => {
    const ledger = ledgerOf(freshState({ budgets: [budget({ limit: 19n })] }));
    const before = fingerprint(ledger.state);
    ledger.refusal(call(upTo(5, 20), { run: 'new', alternatives: ['free'] }));
    expect(fingerprint(ledger.state)).toBe(before);
  });

  it('a free call passes an exhausted budget only where that lets it', () => {
    const free = reserve('r', null, { bound: boundOf(upTo(5, 20)), ...on('free') });
    expect(ledgerOf(freshState({ budgets: [budget({ limit: 0n })] })).refusal(free).code).toBe('budget_exceeded');
    const lenient = ledgerOf(freshState({ budgets: [budget({ limit: 0n, allowFree: true })] }));
    expect(verdictOf(lenient.do(free))).toBe('20 output, holds 0, 30 tokens');
  });
});

describe('a call of a model without a price', () => {
  const unknown = reserve('r', null, { bound: boundOf(upTo(5, 20)), ...on('mystery'), onExpiry: 'charge' });
  const hard: readonly [string, LedgerState][] = [
    ['a hard budget', freshState({ budgets: [budget({ limit: 1_000n })] })],
    ['a hard budget of requests', freshState({ budgets: [budget({ unit: 'requests', limit: 9n })] })],
    ['a prepaid wallet', freshState({ wallet: wallet({ balance: 1_000n }) })],
  ];

  it.each(hard)('is refused under %s', (_name, state) => {
    expect(ledgerOf(state).refusal(unknown)).toEqual({ code: 'model_unpriced', provider: 'acme', model: 'mystery' });
  });

  it('is let through where nothing limits it, uncapped, and holds no money', () => {
    const soft = budget({ id: 'soft', limit: 0n, enforcement: 'soft' });
    const ledger = ledgerOf(freshState({ budgets: [soft] }));
    expect(verdictOf(ledger.do(unknown))).toBe('20 output, holds 0, 30 tokens');
  });

  it('unknown usage of it has no cost, which is not a cost of 0', () => {
    const ledger = ledgerOf();
    ledger.must(unknown);
    expect(ledger.settlement(settle('r', unknownUsage))).toMatchObject({ costNanoUsd: null, unpriced: true });
    expect(ledger.usage).toMatchObject([{ costNanoUsd: null, estimated: true, tokens: 30 }]);
  });

  it('a late settle takes back the tokens and the request of its expiry, though neither had a cost', () => {
    const tokens = budget({ id: 'tokens', unit: 'tokens', limit: 0n, enforcement: 'soft' });
    const requests = budget({ id: 'requests', unit: 'requests', limit: 0n, enforcement: 'soft' });
    const ledger = ledgerOf(freshState({ budgets: [tokens, requests] }));
    ledger.must(unknown);
    ledger.pass(dayMs);
    ledger.must(expire('r'));
    expect(ledger.counter(tokens, 'org').spent).toBe(30n);
    ledger.must(settle('r', attempts(attempt('mystery', 4, 3))));
    expect(ledger.counter(tokens, 'org').spent).toBe(7n);
    expect(ledger.counter(requests, 'org').spent).toBe(1n);
    expect(ledger.reservation('r').costNanoUsd).toBeNull();
  });

  it('without a provider or a model there is nothing to price', () => {
    const nameless = reserve('r', null, { bound: boundOf(upTo(5, 20)) });
    expect(ledgerOf(freshState({ budgets: [budget({ limit: 1_000n })] })).refusal(nameless).code).toBe(
      'model_unpriced',
    );
  });
});

/** What is left of each limit, the call, and the models to offer instead. */
const cases = fc.record({
  usd: fc.option(fc.nat({ max: 200 })),
  tokens: fc.option(fc.nat({ max: 60 })),
  credit: fc.option(fc.nat({ max: 200 })),
  model: fc.constantFrom('small', 'large', 'ceiling', 'free', 'mystery'),
  inputTokens: fc.nat({ max: 20 }),
  caps: fc.tuple(fc.nat({ max: 30 }), fc.nat({ max: 30 })),
  choices: fc.integer({ min: 1, max: 4 }),
  ofLarge: fc.option(fc.nat({ max: 200 })),
  others: fc.array(fc.constantFrom('small', 'large', 'ceiling', 'free', 'mystery'), { maxLength: 8 }),
});

type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

function stateOf({ usd, tokens, credit, ofLarge }: Case): LedgerState {
  const budgets: Budget[] = [];
  if (usd !== null) budgets.push(budget({ limit: BigInt(usd) }));
  if (tokens !== null) budgets.push(budget({ id: 'tokens', unit: 'tokens', limit: BigInt(tokens) }));
  if (ofLarge !== null) {
    budgets.push(budget({ id: 'large', per: 'model', match: { model: ['large'] }, limit: BigInt(ofLarge) }));
  }
  return freshState({ budgets, ...(credit === null ? {} : { wallet: wallet({ balance: BigInt(credit) }) }) });
}

function commandOf({ model, inputTokens, caps, choices, others }: Case): ReserveCommand {
  const [minOutputTokens, maxOutputTokens] = [Math.min(...caps), Math.max(...caps)];
  const bound = boundOf({ inputTokens, minOutputTokens, maxOutputTokens, choices });
  return reserve('r', null, { bound, ...on(model), alternatives: others });
}

/** The caps that every limit has room for, by trying all of them. */
function affordable(given: Case, model: string): number[] {
  const { tokens, credit, inputTokens, choices } = given;
  const budgets = [given.usd, model === 'large' ? given.ofLarge : null];
  const isUnlimited = [...budgets, tokens, credit].every((room) => room === null);
  const has = (room: number | null, need: number): boolean => room === null || (room > 0 && need <= room);
  const [least, most] = [Math.min(...given.caps), Math.max(...given.caps)];
  const caps = Array.from({ length: most - least + 1 }, (_one, index) => least + index);
  return caps.filter((cap) => {
    const cost = naivePriceOf(model, inputTokens, cap * choices);
    if (cost === null) return isUnlimited;
    if (credit !== null && cost > credit) return false;
    return has(tokens, inputTokens + cap * choices) && budgets.every((room) => has(room, Number(cost)));
  });
}

describe('against every cap, tried one by one', () => {
  it('the granted cap is the largest that fits, or none does', () => {
    const met = new Set<string>();
    fc.assert(
      fc.property(cases, (given) => {
        const outcome = ledgerOf(stateOf(given)).do(commandOf(given));
        const largest = affordable(given, given.model).at(-1) ?? null;
        const granted = outcome.kind === 'reserved' ? outcome.maxOutputTokens : null;
        expect(granted).toBe(largest);
        if (granted === null) met.add('refused');
        else met.add(granted < Math.max(...given.caps) ? 'lowered' : 'whole');
        if (outcome.kind !== 'refused' || !('shortfall' in outcome.refusal)) return;
        const least = Math.min(...given.caps) * given.choices;
        const needs = [naivePriceOf(given.model, given.inputTokens, least), BigInt(given.inputTokens + least)];
        expect(needs).toContain(outcome.refusal.shortfall.required);
      }),
      { numRuns: 3_000 },
    );
    expect([...met].toSorted()).toEqual(['lowered', 'refused', 'whole']);
  });

  it('the alternatives are the first five models that a call made anew would be admitted with, with what it would hold', () => {
    let offered = 0;
    fc.assert(
      fc.property(cases, (given) => {
        const command = commandOf(given);
        const outcome = ledgerOf(stateOf(given)).do(command);
        if (outcome.kind !== 'refused') return;
        const isForMoney = ['budget_exceeded', 'insufficient_credit'].includes(outcome.refusal.code);
        const anew = (isForMoney ? given.others : []).flatMap((model) => {
          const tried = ledgerOf(stateOf(given)).do({ ...command, dimensions: { ...command.dimensions, model } });
          if (tried.kind !== 'reserved') return [];
          const { amountNanoUsd: requiredNanoUsd } = tried.reservation;
          return [{ model, requiredNanoUsd, maxOutputTokens: tried.maxOutputTokens }];
        });
        expect(outcome.alternatives ?? []).toEqual(anew.slice(0, 5));
        offered += anew.length;
      }),
      { numRuns: 3_000 },
    );
    expect(offered).toBeGreaterThan(200);
  });
});
