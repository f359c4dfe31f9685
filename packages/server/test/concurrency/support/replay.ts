import {
  apply,
  type Command,
  creditKey,
  decide,
  defaultCreationCaps,
  type LedgerState,
  noLots,
  type Outcome,
} from '@cofferdam/core';
import type pg from 'pg';
import { expect } from 'vitest';
import { defaultOrgId } from '../../../src/services/orgs/create-org.ts';
import { loadConfig } from '../../../src/store/config/load-config.ts';
import type { Rendered } from '../../../src/services/lane/command.ts';
import { fixedPricing } from '../../../../core/test/ledger/support/pricing.ts';

/** A call with its answer, and where it stood among all calls: ticks of one clock that counts sends and answers. */
export interface Call {
  readonly command: Command;
  readonly render: (outcome: Outcome) => Rendered;
  readonly sentAt: number;
  readonly answeredAt: number;
  readonly seq: number;
  readonly status: number;
  readonly text: string;
}

/** The org before its first command, with the budgets that are stored. */
export async function firstState(pool: pg.Pool, timeMs: number): Promise<LedgerState> {
  const { budgets } = await loadConfig(pool, defaultOrgId);
  return {
    timeMs,
    seq: 0,
    budgets,
    caps: defaultCreationCaps,
    pricing: fixedPricing,
    wallet: { mode: 'postpaid', balance: 0n, reserved: 0n, overdraftLimit: 0n, purchased: false, frozen: false },
    lots: noLots(),
    counters: new Map(),
    reservations: new Map(),
    runs: new Map(),
    registry: new Map(),
    creations: { day: 0, counts: new Map() },
    reported: new Map(),
    credited: new Map(),
  };
}

interface Replayed {
  readonly isEffective: boolean;
  readonly status: number;
  readonly text: string;
}

/** Decides one call on the state, and makes its change if that is asked for. */
function replay(state: LedgerState, call: Call, isApplied: boolean): Replayed {
  const { outcome, effects } = decide(state, call.command);
  const { status, body } = call.render(outcome);
  if (effects !== null && isApplied) {
    const { reservation, credit } = effects;
    const isSettled = outcome.kind === 'settled' && reservation !== undefined;
    apply(state, isSettled ? { ...effects, reservation: { ...reservation, settleAnswer: body } } : effects);
    if (credit !== undefined) {
      state.credited.set(creditKey(credit.kind, credit.reference), { hash: credit.hash, answer: body });
    }
  }
  return { isEffective: effects !== null, status, text: body };
}

function isSame(call: Call, replayed: Replayed): boolean {
  return call.status === replayed.status && call.text === replayed.text;
}

/**
 * Replays the calls by their seq, one at a time, through the pure core: each seq has exactly one call that changes
 * something, with this very answer; what changed nothing was decided on the state of its seq.
 */
export function replayBySeq(state: LedgerState, calls: readonly Call[]): void {
  const bySeq = new Map<number, Call[]>();
  for (const call of calls) bySeq.set(call.seq, [...(bySeq.get(call.seq) ?? []), call]);
  const lastSeq = Math.max(...bySeq.keys());
  for (let seq = 0; seq <= lastSeq; seq += 1) {
    const others = [...(bySeq.get(seq) ?? [])];
    if (seq > 0) {
      const index = others.findIndex((call) => {
        const replayed = replay(state, call, false);
        return replayed.isEffective && isSame(call, replayed);
      });
      expect(
        index,
        `no call is that of seq ${seq}: ${others.map(({ text }) => text).join('\n')}`,
      ).toBeGreaterThanOrEqual(0);
      replay(state, others.splice(index, 1)[0]!, true);
    }
    for (const call of others) {
      expect(replay(state, call, false)).toEqual({ isEffective: false, status: call.status, text: call.text });
    }
  }
}

/** What was answered before a call was sent is not after it in the order of seqs. */
export function brokenOrder(calls: readonly Call[]): unknown[] {
  const answered = calls.toSorted((a, b) => a.answeredAt - b.answeredAt);
  const broken: unknown[] = [];
  let seen = 0;
  let greatest = 0;
  for (const call of calls.toSorted((a, b) => a.sentAt - b.sentAt)) {
    for (; seen < answered.length && answered[seen]!.answeredAt < call.sentAt; seen += 1) {
      greatest = Math.max(greatest, answered[seen]!.seq);
    }
    if (call.seq < greatest) broken.push({ call, greatest });
  }
  return broken;
}
