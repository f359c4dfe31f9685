import { creditKey, reportedKey, type Effects, type LedgerState, type Outcome } from '@cofferdam/core';
import type { BatchWrites } from './batch-writes.ts';
import type { Rendered } from './command.ts';

/** The answers to new reports, in the order in which they were booked. */
function newAnswers(outcome: Outcome, rendered: Rendered): string[] {
  if (outcome.kind !== 'recorded') return [];
  const seen = new Set<unknown>();
  return (rendered.reports ?? []).filter((_, index) => {
    const usage = outcome.usage[index];
    if (usage === undefined || usage.kind !== 'new' || seen.has(usage)) return false;
    seen.add(usage);
    return true;
  });
}

/** Keeps the answers under the names that a repeat will carry: a report's source and id, the reference of a command on credit. */
export function rememberAnswer(
  state: LedgerState,
  writes: BatchWrites,
  effects: Effects,
  outcome: Outcome,
  rendered: Rendered,
): void {
  const answers = newAnswers(outcome, rendered);
  for (const [index, { source, sourceId, hash }] of (effects.reported ?? []).entries()) {
    const answer = answers[index] ?? rendered.body;
    state.reported.set(reportedKey(source, sourceId), { hash, answer });
    writes.reported.push({ source, sourceId, hash, answer });
  }
  if (effects.credit === undefined || outcome.kind !== 'credit-moved') return;
  const { kind, reference, hash } = effects.credit;
  state.credited.set(creditKey(kind, reference), { hash, answer: rendered.body });
  writes.credited.push({ kind, reference, hash, answer: rendered.body, entryId: outcome.entry.id });
}
