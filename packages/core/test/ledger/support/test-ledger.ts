import type { Budget } from '../../../src/budgets/index.ts';
import {
  apply,
  type Command,
  creditKey,
  decide,
  type Effects,
  type LedgerEntry,
  type LedgerState,
  type Lot,
  type LotDraw,
  type Outcome,
  type Refusal,
  reportedKey,
  type Reservation,
  type Settlement,
  type UsageRecord,
} from '../../../src/ledger/index.ts';
import { freshState } from './state.ts';

/** An answer as the caller would have been sent it. */
export function answerOf(outcome: Outcome): string {
  return JSON.stringify(outcome, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
}

/** Keeps answers under the names that a repeat carries, as whoever saves the effects must. */
function rememberAnswers(state: LedgerState, effects: Effects, outcome: Outcome): void {
  const answer = answerOf(outcome);
  for (const { source, sourceId, hash } of effects.reported ?? []) {
    state.reported.set(reportedKey(source, sourceId), { hash, answer });
  }
  if (effects.credit === undefined) return;
  const { kind, reference, hash } = effects.credit;
  state.credited.set(creditKey(kind, reference), { hash, answer });
}

/** A settled reservation carries its answer, so that the same settle again gets the same bytes. */
function withAnswer(effects: Effects, outcome: Outcome): Effects {
  if (outcome.kind !== 'settled' || effects.reservation === undefined) return effects;
  return { ...effects, reservation: { ...effects.reservation, settleAnswer: answerOf(outcome) } };
}

/** Decides a command and makes its changes; gives back the effects too, as they would be saved. */
export function carryOut(state: LedgerState, command: Command): { outcome: Outcome; effects: Effects | null } {
  const { outcome, effects } = decide(state, command);
  if (effects === null) return { outcome, effects };
  const saved = withAnswer(effects, outcome);
  apply(state, saved);
  rememberAnswers(state, saved, outcome);
  return { outcome, effects: saved };
}

/** A ledger in memory, with every row that it has appended. */
export interface TestLedger {
  readonly state: LedgerState;
  readonly usage: readonly UsageRecord[];
  readonly entries: readonly LedgerEntry[];
  /** As they were made. */
  readonly lots: readonly Lot[];
  readonly draws: readonly LotDraw[];
  do(command: Command): Outcome;
  /** Carries out what must be accepted. */
  must(...commands: readonly Command[]): void;
  /** Carries out what must be refused. */
  refusal(command: Command): Refusal;
  settlement(command: Command): Settlement;
  reservation(id: string): Reservation;
  /** `spent` and `reserved` of a counter in whatever window it has, which must be the only one. */
  counter(budget: Budget | string, subject: string): { spent: bigint; reserved: bigint };
  pass(ms: number): void;
}

export function ledgerOf(state: LedgerState = freshState()): TestLedger {
  const usage: UsageRecord[] = [];
  const entries: LedgerEntry[] = [];
  const lots: Lot[] = [];
  const draws: LotDraw[] = [];
  const run = (command: Command): Outcome => {
    const { outcome, effects } = carryOut(state, command);
    usage.push(...(effects?.usage ?? []));
    entries.push(...(effects?.entries ?? []));
    lots.push(...(effects?.lots?.opened ?? []));
    draws.push(...(effects?.lots?.draws ?? []));
    return outcome;
  };
  return {
    state,
    usage,
    entries,
    lots,
    draws,
    do: run,
    must: (...commands) => {
      for (const command of commands) {
        const outcome = run(command);
        if (outcome.kind === 'refused') throw new Error(`refused: ${answerOf(outcome)}`);
      }
    },
    refusal: (command) => {
      const outcome = run(command);
      if (outcome.kind !== 'refused') throw new Error(`not refused: ${answerOf(outcome)}`);
      return outcome.refusal;
    },
    settlement: (command) => {
      const outcome = run(command);
      if (outcome.kind !== 'settled') throw new Error(`not settled: ${answerOf(outcome)}`);
      return outcome.settlement;
    },
    reservation: (id) => {
      const found = state.reservations.get(id);
      if (found === undefined) throw new Error(`no reservation ${id}`);
      return found;
    },
    counter: (budget, subject) => {
      const budgetId = typeof budget === 'string' ? budget : budget.id;
      const found = [...state.counters.values()].filter((c) => c.budgetId === budgetId && c.subject === subject);
      if (found.length > 1) throw new Error(`${found.length} windows of ${budgetId} for ${subject}`);
      return { spent: found[0]?.spent ?? 0n, reserved: found[0]?.reserved ?? 0n };
    },
    pass: (ms) => {
      state.timeMs += ms;
    },
  };
}
