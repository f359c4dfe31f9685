import { describe, expect, it } from 'vitest';
import type { Budget } from '../../src/budgets/index.ts';
import type { Outcome, Wallet } from '../../src/ledger/index.ts';
import { createRun, reserve } from './support/commands.ts';
import { budget, freshState, wallet } from './support/state.ts';
import { ledgerOf } from './support/test-ledger.ts';

const estimate = { inputTokens: 10, maxOutputTokens: 5 };
const on = (model: string | null): { provider: string; model: string | null } => ({ provider: 'acme', model });

function verdictOf(outcome: Outcome): string {
  if (outcome.kind === 'refused') return outcome.refusal.code;
  return outcome.kind === 'reserved' ? outcome.reservation.amountNanoUsd.toString() : outcome.kind;
}

interface Call {
  readonly amount: bigint | null;
  readonly model: string | null;
  readonly estimated: boolean;
}

type Row = [name: string, call: Call, unlimited: string, limited: string];

describe('unknown is not zero: under a hard limit a model without a price is refused, never admitted as free', () => {
  const hard: readonly [string, { budgets?: Budget[]; wallet?: Wallet }][] = [
    ['a hard budget', { budgets: [budget({ limit: 1_000n })] }],
    ['a prepaid wallet', { wallet: wallet({ balance: 1_000n }) }],
  ];

  it.each<Row>([
    ['an amount alone', { amount: 7n, model: null, estimated: false }, '7', '7'],
    ['an amount and a priced model', { amount: 7n, model: 'small', estimated: false }, '7', '7'],
    ['an amount before an estimate', { amount: 7n, model: 'small', estimated: true }, '7', '7'],
    ['an estimate of a priced model', { amount: null, model: 'small', estimated: true }, '20', '20'],
    ['a free model', { amount: null, model: 'free', estimated: true }, '0', '0'],
    ['a model under a ceiling price', { amount: null, model: 'ceiling', estimated: true }, '1500', 'budget'],
    ['an amount on an unpriced model', { amount: 7n, model: 'mystery', estimated: false }, '7', 'model_unpriced'],
    [
      'an estimate of an unpriced model',
      { amount: null, model: 'mystery', estimated: true },
      'model_unpriced',
      'model_unpriced',
    ],
    [
      'an estimate without a model',
      { amount: null, model: null, estimated: true },
      'estimate_required',
      'estimate_required',
    ],
    [
      'neither amount nor estimate',
      { amount: null, model: 'small', estimated: false },
      'estimate_required',
      'estimate_required',
    ],
  ])('%s', (_name, { amount, model, estimated }, unlimited, limited) => {
    const command = reserve('r', amount, { labels: on(model), estimate: estimated ? estimate : null });
    expect(verdictOf(ledgerOf().do(command))).toBe(unlimited);
    for (const [, given] of hard) {
      const verdict = verdictOf(ledgerOf(freshState(given)).do(command));
      expect(limited === 'budget' ? ['budget_exceeded', 'insufficient_credit'] : [limited]).toContain(verdict);
    }
  });

  it('a soft budget, or a hard one that does not apply, is no hard limit', () => {
    const soft = budget({ id: 'soft', limit: 1n, enforcement: 'soft' });
    const elsewhere = budget({ id: 'elsewhere', per: 'user', limit: 0n });
    const command = reserve('r', 7n, { labels: on('mystery') });
    expect(ledgerOf(freshState({ budgets: [soft, elsewhere] })).do(command).kind).toBe('reserved');
  });

  it('the cap of a run is one', () => {
    const ledger = ledgerOf();
    ledger.must(createRun('task', { limitNanoUsd: 100n }));
    expect(ledger.refusal(reserve('r', 7n, { run: 'task', labels: on('mystery') })).code).toBe('model_unpriced');
  });
});

describe('a hard budget of tokens needs an estimate', () => {
  const tokens = budget({ unit: 'tokens', limit: 15n });

  it('an amount alone is refused: what cannot be bounded is not admitted (litellm#35524)', () => {
    expect(ledgerOf(freshState({ budgets: [tokens] })).refusal(reserve('r', 1n)).code).toBe('estimate_required');
  });

  it('a soft one counts what it is told later', () => {
    const ledger = ledgerOf(freshState({ budgets: [{ ...tokens, enforcement: 'soft' }] }));
    ledger.must(reserve('r', 1n));
  });

  it('an estimate holds the whole prompt and the largest answer', () => {
    const ledger = ledgerOf(freshState({ budgets: [tokens] }));
    ledger.must(reserve('r', 1n, { estimate }));
    expect(ledger.counter(tokens, 'org').reserved).toBe(15n);
    expect(ledger.refusal(reserve('s', 1n, { estimate })).code).toBe('budget_in_flight');
  });
});
