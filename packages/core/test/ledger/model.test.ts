import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Command,
  counterRetentionMs,
  type LedgerState,
  type Outcome,
  type Refusal,
} from '../../src/ledger/index.ts';
import { limitName } from './support/naive-limits.ts';
import { NaiveLedger } from './support/naive-ledger.ts';
import { agentEntry, freshState } from './support/state.ts';
import { type Step, stories } from './support/stories.ts';
import { carryOut } from './support/test-ledger.ts';

function where(refusal: Refusal): string {
  if ('wallet' in refusal) return 'wallet';
  if (!('shortfall' in refusal) || !('limit' in refusal.shortfall)) return '';
  const { limit, subject, windowStartMs } = refusal.shortfall;
  return limitName({ id: limit.id, subject, startMs: windowStartMs });
}

function verdictOf(outcome: Outcome): string {
  if (outcome.kind === 'reserved') {
    const { maxOutputTokens: cap, final } = outcome;
    return `reserved${cap === null ? '' : ` up to ${cap}`}${final ? ' last' : ''}`;
  }
  if (outcome.kind !== 'refused') return outcome.kind;
  return `${outcome.refusal.code} ${where(outcome.refusal)}`.trim();
}

/** Minutes and hours that are long over may have lost their counters. */
function isKept(state: LedgerState, windowEndMs: number | null, kind: string): boolean {
  if (kind !== 'minute' && kind !== 'hour') return true;
  return windowEndMs === null || state.timeMs - windowEndMs <= counterRetentionMs;
}

/** The counters that are not the sums behind them, each with both figures. */
function wrongCounters(state: LedgerState, model: NaiveLedger): unknown[] {
  const expected = model.figures();
  const takers = model.takers();
  const kinds = new Map(state.budgets.map((one) => [one.id, one.window as string]));
  const wrong: unknown[] = [];
  for (const counter of state.counters.values()) {
    const { budgetId: id, subject, windowStartMs: startMs, spent, reserved } = counter;
    const name = limitName({ id, subject, startMs });
    const sums = expected.get(name) ?? { spent: 0n, reserved: 0n };
    expected.delete(name);
    if (!isKept(state, counter.windowEndMs, kinds.get(id) ?? 'run')) continue;
    if (spent !== sums.spent || reserved !== sums.reserved) wrong.push({ name, spent, reserved, sums });
    const taker = takers.get(name) ?? null;
    if (counter.woundDownBy !== taker) wrong.push({ name, woundDownBy: counter.woundDownBy, taker });
  }
  for (const [name, sums] of expected) {
    if (takers.has(name) && isKeptByName(state, name, kinds)) wrong.push({ name, taker: takers.get(name) });
    if ((sums.spent !== 0n || sums.reserved !== 0n) && isKeptByName(state, name, kinds)) wrong.push({ name, sums });
  }
  return wrong;
}

function isKeptByName(state: LedgerState, name: string, kinds: ReadonlyMap<string, string>): boolean {
  const [id = '', startMs = ''] = name.split(' ');
  const kind = kinds.get(id) ?? 'run';
  return isKept(state, Number(startMs) + (kind === 'minute' ? 60_000 : 3_600_000), kind);
}

function compareWallet(state: LedgerState, model: NaiveLedger): void {
  const { mode, balance, reserved } = state.wallet;
  expect({ isPrepaid: mode !== 'postpaid', balance, reserved }).toEqual({
    isPrepaid: model.isPrepaid,
    ...model.wallet(),
  });
}

/** What a caller is shown of each limit is what the model has, no limit left out. */
function compareViews(outcome: Outcome, model: NaiveLedger): void {
  if (outcome.kind !== 'reserved') return;
  const { dimensions, run } = outcome.reservation;
  const all = model.figures();
  const expected = model.limitsOn(dimensions, run).map((limit) => {
    const name = limitName(limit);
    return { name, amount: limit.amount, ...(all.get(name) ?? { spent: 0n, reserved: 0n }) };
  });
  const shown = outcome.counters.map(({ limit, subject, windowStartMs: startMs, spent, reserved }) => {
    return { name: limitName({ id: limit.id, subject, startMs }), amount: limit.amount, spent, reserved };
  });
  const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);
  expect(shown.toSorted(byName)).toEqual(expected.toSorted(byName));
}

const forMoney = new Set(['budget_exceeded', 'run_cap_exceeded', 'insufficient_credit']);

/** What is offered instead of a call is what the model would admit in its place, and nothing is left out. */
function compareAlternatives(outcome: Outcome, command: Command, model: NaiveLedger): void {
  if (command.kind !== 'reserve' || outcome.kind !== 'refused') return;
  const { bound, alternatives = [] } = command;
  const isAsked = bound !== undefined && forMoney.has(outcome.refusal.code);
  const offered = (isAsked ? alternatives : []).flatMap((name) => {
    const end = model.wouldBe({ ...command, dimensions: { ...command.dimensions, model: name } });
    return end.startsWith('reserved') ? [`${name}: ${end.replace(' last', '')}`] : [];
  });
  const shown = (outcome.alternatives ?? []).map((one) => `${one.model}: reserved up to ${one.maxOutputTokens}`);
  expect(shown).toEqual(offered);
}

function setPaused(state: LedgerState, model: NaiveLedger, agent: string, isPaused: boolean): void {
  state.registry.set(`agent ${agent}`, agentEntry(agent, { pausedMs: isPaused ? state.timeMs : null }));
  if (isPaused) model.paused.add(agent);
  else model.paused.delete(agent);
}

/** Takes a step in both, and says how its command ended. */
function take(step: Step, state: LedgerState, model: NaiveLedger): string | null {
  if (step.kind === 'pass') {
    state.timeMs += step.ms;
    model.nowMs = state.timeMs;
    return null;
  }
  if (step.kind !== 'command') {
    setPaused(state, model, step.agent, step.kind === 'pause');
    return null;
  }
  const { seq } = state;
  const { outcome, effects } = carryOut(state, step.command);
  compareAlternatives(outcome, step.command, model);
  const verdict = verdictOf(outcome);
  expect(verdict).toBe(model.carryOut(step.command));
  expect(state.seq).toBe(seq + (effects === null ? 0 : 1));
  compareViews(outcome, model);
  expect(wrongCounters(state, model)).toEqual([]);
  compareWallet(state, model);
  return verdict.endsWith(' last') ? 'last' : verdict.split(' ', 1)[0]!;
}

/** Every way for a command to end, but for those that the stories do not tell: caps of a day, keys that make no agents. */
const allEnds = [
  'reserved last settled released extended expired not-due recorded run credit-moved repeated',
  'agent_paused run_finished run_agent_mismatch model_unpriced estimate_required invalid_request',
  'budget_exceeded run_cap_exceeded budget_in_flight rate_limited insufficient_credit',
  'not_found already_settled reservation_not_open idempotency_mismatch',
].flatMap((line) => line.split(' '));

describe('the ledger against a naive model that adds everything up from lists', () => {
  it('whatever happens, every verdict, every counter and the wallet are those of the model', () => {
    const met = new Set<string | null>();
    fc.assert(
      fc.property(stories, ({ budgets, steps }) => {
        const state = freshState({ budgets });
        const model = new NaiveLedger(budgets, state.timeMs);
        for (const step of steps) met.add(take(step, state, model));
      }),
      { numRuns: 1_000 },
    );
    expect(allEnds.filter((end) => !met.has(end))).toEqual([]);
  });
});
