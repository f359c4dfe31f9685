import {
  alertsOf,
  apply,
  areLotsDue,
  type Command,
  decide,
  type Decision,
  type Effects,
  type LedgerState,
  type Outcome,
  recoveriesOf,
} from '@cofferdam/core';
import { byBudget, takenChange } from '../restrictions/restriction-change.ts';
import type { Answer, LaneCommand, Rendered } from './command.ts';
import { isKept } from './command.ts';
import type { BatchWrites } from './batch-writes.ts';
import { idempotencyName, type GivenAnswers } from './load-batch.ts';
import { rememberAnswer } from './remember-answer.ts';

/** The settle's answer is kept with its reservation: the same settle again gets the same bytes. */
function withAnswer(effects: Effects, outcome: Outcome, rendered: Rendered): Effects {
  if (outcome.kind !== 'settled' || effects.reservation === undefined) return effects;
  return { ...effects, reservation: { ...effects.reservation, settleAnswer: rendered.body } };
}

function repeatOf(given: GivenAnswers, one: LaneCommand, seq: number): Answer | null {
  if (one.idempotency === null) return null;
  const { operation, key, requestHash } = one.idempotency;
  const stored = given.get(idempotencyName(operation, key));
  if (stored === undefined) return null;
  if (stored.requestHash !== requestHash) {
    const detail = `the Idempotency-Key ${key} was used before with another body`;
    return { ...one.render({ kind: 'refused', refusal: { code: 'idempotency_mismatch', detail } }), seq };
  }
  return { status: stored.status, body: stored.body.toString('utf8'), seq, replayed: true };
}

function keepAnswer(given: GivenAnswers, writes: BatchWrites, one: LaneCommand, rendered: Rendered): void {
  if (one.idempotency === null || !isKept(rendered.status)) return;
  const { operation, key, requestHash } = one.idempotency;
  const { status, body } = rendered;
  writes.idempotency.push({ operation, key, requestHash, status, body });
  given.set(idempotencyName(operation, key), {
    operation,
    key,
    requestHash,
    status,
    body: Buffer.from(body),
    sealed: false,
  });
}

function carryOut(state: LedgerState, writes: BatchWrites, decision: Decision, rendered: Rendered): void {
  if (decision.effects === null) return;
  const effects = withAnswer(decision.effects, decision.outcome, rendered);
  writes.note(effects);
  apply(state, effects);
  for (const [index, taken] of (effects.restrictions ?? []).entries())
    writes.noteChange(takenChange(taken), byBudget(taken), index + 1);
  rememberAnswer(state, writes, effects, decision.outcome, rendered);
}

/** What a decision tells and what it ends, before its effects are applied. */
function note(state: LedgerState, writes: BatchWrites, command: Command, decision: Decision): void {
  writes.noteRecoveries(recoveriesOf(state, decision), command.kind === 'top-up' ? 'top_up' : 'recovery');
  writes.noteAlerts(alertsOf(state, command, decision));
}

/**
 * What has expired is taken before anything is decided on it: credit is not there for a command a moment longer than it
 * lasts, and what a command sees does not depend on how the batches were cut.
 */
function expireLots(state: LedgerState, writes: BatchWrites): void {
  if (!areLotsDue(state)) return;
  const command: Command = { kind: 'expire-lots' };
  const decision = decide(state, command);
  note(state, writes, command, decision);
  carryOut(state, writes, decision, { status: 200, body: '' });
}

/** Decides one command on the working state: its effects are there for the next one. */
export function decideOne(state: LedgerState, given: GivenAnswers, writes: BatchWrites, one: LaneCommand): Answer {
  const repeat = repeatOf(given, one, state.seq);
  if (repeat !== null) return repeat;
  expireLots(state, writes);
  const decision = decide(state, one.command);
  const rendered = one.render(decision.outcome);
  note(state, writes, one.command, decision);
  if (decision.outcome.kind === 'refused') writes.countRefusal(decision.outcome.refusal, one.command);
  carryOut(state, writes, decision, rendered);
  if (one.audit !== undefined && decision.effects !== null)
    writes.noteChange(one.audit.changeOf(decision.outcome), one.audit.by);
  keepAnswer(given, writes, one, rendered);
  return {
    status: rendered.status,
    body: rendered.body,
    retryAfterSeconds: rendered.retryAfterSeconds,
    headers: rendered.headers,
    seq: state.seq,
  };
}

/** Expiry is a command too: what is due is closed before the batch's own commands are decided. */
export function expireDue(state: LedgerState, writes: BatchWrites, due: readonly string[]): void {
  for (const reservationId of due) {
    expireLots(state, writes);
    const command: Command = { kind: 'expire', reservationId };
    const decision = decide(state, command);
    note(state, writes, command, decision);
    carryOut(state, writes, decision, { status: 200, body: '' });
  }
}
