import fc from 'fast-check';
import { expect, it } from 'vitest';
import { counterKey } from '../../src/budgets/index.ts';
import {
  canonicalDraw,
  canonicalEntry,
  canonicalLot,
  canonicalUsage,
  creditKey,
  type Effects,
  type LedgerState,
  reportedKey,
} from '../../src/ledger/index.ts';
import { putLot } from '../../src/ledger/credit/lot.ts';
import { creationDay, registryKey } from '../../src/registry/index.ts';
import { fingerprint } from './support/fingerprint.ts';
import { agentEntry, freshState } from './support/state.ts';
import { type Step, stories } from './support/stories.ts';
import { answerOf, carryOut } from './support/test-ledger.ts';

/** What is kept between batches: rows that are written from effects alone. */
interface Kept {
  readonly state: LedgerState;
  readonly rows: string[];
  readonly answers: string[];
}

function keptOf(state: LedgerState): Kept {
  return { state, rows: [], answers: [] };
}

/** What a batch works on: read from what is kept, and sharing nothing with it. */
function load({ state: { pricing, ...rest } }: Kept): LedgerState {
  return { ...structuredClone(rest), pricing };
}

function saveCounters({ state: { counters } }: Kept, effects: Effects): void {
  for (const { counter, spent, reserved, woundDownBy } of effects.counters ?? []) {
    const key = counterKey(counter.budgetId, counter.subject, counter.windowStartMs);
    const before = counters.get(key) ?? { ...counter, spent: 0n, reserved: 0n };
    const sums = { ...before, spent: before.spent + spent, reserved: before.reserved + reserved };
    counters.set(key, woundDownBy === undefined ? sums : { ...sums, woundDownBy });
  }
}

function saveCreations({ state }: Kept, effects: Effects, timeMs: number): void {
  const { creations } = state;
  for (const kind of effects.created ?? []) {
    if (creations.day !== creationDay(timeMs)) creations.counts.clear();
    creations.day = creationDay(timeMs);
    creations.counts.set(kind, (creations.counts.get(kind) ?? 0) + 1);
  }
}

/** Lots as they are left; whatever has nothing left is found again by its name, as a store finds it. */
function saveLots({ state: { lots } }: Kept, { lots: changes }: Effects): void {
  for (const lot of [...(changes?.opened ?? []), ...(changes?.changed ?? [])]) putLot(lots, lot);
  for (const draw of changes?.draws ?? [])
    lots.draws.set(draw.entryId, [...(lots.draws.get(draw.entryId) ?? []), draw]);
  for (const { id, source, reference } of changes?.opened ?? []) {
    if (source === 'purchase' && reference !== null) lots.purchases.set(reference, id);
  }
}

/** Writes what a command changed, as a store does: added to, inserted or replaced, and never read back from memory. */
function save(kept: Kept, effects: Effects, answer: string, timeMs: number): void {
  const { state } = kept;
  saveCounters(kept, effects);
  saveCreations(kept, effects, timeMs);
  state.seq += 1;
  state.wallet.balance += effects.wallet?.balance ?? 0n;
  state.wallet.reserved += effects.wallet?.reserved ?? 0n;
  state.wallet.mode = effects.wallet?.mode ?? state.wallet.mode;
  state.wallet.purchased = effects.wallet?.purchased ?? state.wallet.purchased;
  state.wallet.frozen = effects.wallet?.frozen ?? state.wallet.frozen;
  if (effects.reservation !== undefined) state.reservations.set(effects.reservation.id, effects.reservation);
  for (const run of effects.runs ?? []) state.runs.set(run.id, run);
  for (const entry of effects.registered ?? []) state.registry.set(registryKey(entry.kind, entry.id), entry);
  for (const { source, sourceId, hash } of effects.reported ?? []) {
    state.reported.set(reportedKey(source, sourceId), { hash, answer });
  }
  if (effects.credit !== undefined) {
    const { kind, reference, hash } = effects.credit;
    state.credited.set(creditKey(kind, reference), { hash, answer });
  }
  saveLots(kept, effects);
  kept.rows.push(...(effects.usage ?? []).map(canonicalUsage), ...(effects.entries ?? []).map(canonicalEntry));
  kept.rows.push(...(effects.lots?.opened ?? []).map(canonicalLot), ...(effects.lots?.draws ?? []).map(canonicalDraw));
}

/** Carries out a batch on a copy that it then throws away; only the effects are kept. */
function runBatch(kept: Kept, steps: readonly Step[]): void {
  const working = load(kept);
  for (const step of steps) {
    if (step.kind === 'command') {
      const { outcome, effects } = carryOut(working, step.command);
      kept.answers.push(answerOf(outcome));
      if (effects !== null) save(kept, effects, answerOf(outcome), working.timeMs);
      continue;
    }
    for (const state of [working, kept.state]) {
      if (step.kind === 'pass') state.timeMs += step.ms;
      else
        state.registry.set(
          `agent ${step.agent}`,
          agentEntry(step.agent, { pausedMs: step.kind === 'pause' ? 1 : null }),
        );
    }
  }
}

it('any split of the same commands into batches gives the same answers, rows, ids and state (cala: batched = sequential)', () => {
  fc.assert(
    fc.property(stories, fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 40 }), ({ budgets, steps }, sizes) => {
      const whole = keptOf(freshState({ budgets }));
      runBatch(whole, steps);
      const split = keptOf(freshState({ budgets }));
      let from = 0;
      for (const size of [...sizes, steps.length]) {
        runBatch(split, steps.slice(from, from + size));
        from += size;
      }
      expect(split.answers).toEqual(whole.answers);
      expect(split.rows).toEqual(whole.rows);
      expect(fingerprint(split.state)).toBe(fingerprint(whole.state));
    }),
    { numRuns: 300 },
  );
});

it('what is saved from the effects alone is the working state itself: nothing is changed that is not an effect', () => {
  fc.assert(
    fc.property(stories, ({ budgets, steps }) => {
      const kept = keptOf(freshState({ budgets }));
      runBatch(kept, steps);
      const working = freshState({ budgets });
      for (const step of steps) {
        if (step.kind === 'command') carryOut(working, step.command);
        else if (step.kind === 'pass') working.timeMs += step.ms;
        else
          working.registry.set(
            `agent ${step.agent}`,
            agentEntry(step.agent, { pausedMs: step.kind === 'pause' ? 1 : null }),
          );
      }
      expect(fingerprint(kept.state)).toBe(fingerprint(working));
    }),
    { numRuns: 300 },
  );
});
