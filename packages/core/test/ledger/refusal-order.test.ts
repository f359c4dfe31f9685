import { describe, expect, it } from 'vitest';
import { type Budget, type Per, perOrder } from '../../src/budgets/index.ts';
import type { LedgerState, Refusal, ReserveCommand } from '../../src/ledger/index.ts';
import { createRun, finishRun, reserve, settle } from './support/commands.ts';
import { agentEntry, budget, freshState, wallet } from './support/state.ts';
import { ledgerOf } from './support/test-ledger.ts';

/** Each trouble by itself makes a call fail; several at once must be told in the contract's order. */
interface Trouble {
  readonly code: string;
  readonly state?: (state: LedgerState) => LedgerState;
  readonly call?: Partial<ReserveCommand>;
}

const minuteOfRequests = budget({ id: 'rate', per: 'agent', limit: 1n, unit: 'requests', window: 'minute' });
const heldInFull = budget({ id: 'held', per: 'connection', limit: 1n, unit: 'concurrent' });
const exhausted = budget({ id: 'exhausted', per: 'org', limit: 0n });

const withBudget =
  (given: Budget) =>
  (state: LedgerState): LedgerState => ({ ...state, budgets: [...state.budgets, given] });

const pause = (state: LedgerState): LedgerState => {
  state.registry.set('agent bot', agentEntry('bot', { pausedMs: 1 }));
  return state;
};

const finish = (state: LedgerState): LedgerState => {
  ledgerOf(state).must(finishRun('task'));
  return state;
};

const troubles: readonly Trouble[] = [
  { code: 'agent_paused', state: pause },
  { code: 'run_finished', state: finish },
  {
    code: 'model_unpriced',
    call: { dimensions: { ...reserve('x', 0n).dimensions, connection: 'link', provider: 'acme', model: 'mystery' } },
  },
  { code: 'budget_exceeded', state: withBudget(exhausted) },
  { code: 'rate_limited', state: withBudget(minuteOfRequests) },
  { code: 'budget_in_flight', state: withBudget(heldInFull) },
];

/** One request was made this minute, one reservation is open, the run exists: each trouble then only has to be switched on. */
function prepared(): LedgerState {
  const everything = budget({ id: 'everything', limit: 1_000n });
  const state = freshState({ budgets: [everything, { ...minuteOfRequests, limit: 9n }, { ...heldInFull, limit: 9n }] });
  const ledger = ledgerOf(state);
  const labels = { connection: 'link' };
  ledger.must(createRun('task'), reserve('done', 1n, { labels }), settle('done', 1n), reserve('open', 1n, { labels }));
  return { ...state, budgets: [everything] };
}

function refusalWith(...switched: readonly Trouble[]): Refusal {
  let state = prepared();
  let command = reserve('next', 1n, { run: 'task', labels: { connection: 'link' } });
  for (const trouble of switched) {
    state = trouble.state?.(state) ?? state;
    command = { ...command, ...trouble.call };
  }
  return ledgerOf(state).refusal(command);
}

describe('refusals are told in the order agent_paused, run_finished, model_unpriced, terminal, rate_limited, budget_in_flight', () => {
  it.each(troubles.map((trouble) => [trouble.code, trouble] as const))('%s by itself', (code, trouble) => {
    expect(refusalWith(trouble).code).toBe(code);
  });

  const pairs = troubles.flatMap((first, index) => troubles.slice(index + 1).map((second) => [first, second] as const));

  it.each(pairs.map(([first, second]) => [first.code, second.code, first, second] as const))(
    '%s before %s',
    (code, _other, first, second) => {
      expect(refusalWith(first, second).code).toBe(code);
      expect(refusalWith(second, first).code).toBe(code);
    },
  );

  it('all at once, one after the other cured', () => {
    for (let cured = 0; cured < troubles.length; cured += 1) {
      expect(refusalWith(...troubles.slice(cured)).code).toBe(troubles[cured]!.code);
    }
  });
});

const allLabels = { workflow: 'w', connection: 'c', user: 'u', team: 't', provider: 'acme', model: 'small' };

function blocked(per: Per, id: string = `budget-${per}`): Budget {
  return budget({ id, per, limit: 0n });
}

function namedBy(refusal: Refusal): string {
  if ('shortfall' in refusal && 'limit' in refusal.shortfall) return refusal.shortfall.limit.id;
  return 'wallet';
}

describe('among budgets the nearest is named: run, agent, workflow, connection, user, team, model, org, wallet, then by id', () => {
  const contract: readonly Per[] = ['run', 'agent', 'workflow', 'connection', 'user', 'team', 'model', 'org'];

  it('the order of the contract is the order of the code', () => {
    expect(perOrder).toEqual(contract);
  });

  it.each(contract.map((per, index) => [per, contract[index + 1] ?? 'wallet'] as const))(
    '%s before %s',
    (per, next) => {
      const later = next === 'wallet' ? [] : [blocked(next)];
      for (const budgets of [
        [blocked(per), ...later],
        [...later, blocked(per)],
      ]) {
        const refusal = ledgerOf(freshState({ budgets, wallet: wallet() })).refusal(
          reserve('r', 1n, { labels: allLabels }),
        );
        expect(namedBy(refusal)).toBe(`budget-${per}`);
        expect(refusal.code).toBe(per === 'run' ? 'run_cap_exceeded' : 'budget_exceeded');
      }
    },
  );

  it('the wallet is named where every budget has room', () => {
    const state = freshState({ budgets: [budget({ limit: 5n })], wallet: wallet() });
    expect(ledgerOf(state).refusal(reserve('r', 1n)).code).toBe('insufficient_credit');
  });

  it('of the same dimension the smallest id is named, in whatever order they come', () => {
    const budgets = [blocked('agent', 'b'), blocked('agent', 'a'), blocked('agent', 'c')];
    expect(namedBy(ledgerOf(freshState({ budgets })).refusal(reserve('r', 1n)))).toBe('a');
  });

  it('a far terminal refusal comes before a near one that a wait cures: no nearer limit hides a farther one', () => {
    const near = budget({ id: 'near', per: 'agent', limit: 1n, unit: 'concurrent' });
    const far = budget({ id: 'far', limit: 5n });
    const ledger = ledgerOf(freshState({ budgets: [near, far] }));
    ledger.must(reserve('open', 1n));
    expect(namedBy(ledger.refusal(reserve('next', 6n)))).toBe('far');
    expect(namedBy(ledger.refusal(reserve('next', 5n)))).toBe('near');
  });

  it('a terminal wallet comes before a budget that a wait cures, and one in flight after it', () => {
    const near = budget({ id: 'near', per: 'agent', limit: 1n, unit: 'concurrent' });
    const ledger = ledgerOf(freshState({ budgets: [near], wallet: wallet({ balance: 5n }) }));
    ledger.must(reserve('open', 3n));
    expect(ledger.refusal(reserve('next', 6n)).code).toBe('insufficient_credit');
    expect(namedBy(ledger.refusal(reserve('next', 5n)))).toBe('near');
    expect(namedBy(ledgerOf({ ...ledger.state, budgets: [] }).refusal(reserve('next', 5n)))).toBe('wallet');
  });
});
