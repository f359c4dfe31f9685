import type { Outcome } from '@cofferdam/core';
import type { Change } from '../audit/change.ts';

/** A run that was called off, for the audit log; that one ended otherwise is nobody's change. */
export function cancelledRunChange(outcome: Outcome): Change | null {
  if (outcome.kind !== 'run' || outcome.run.status !== 'cancelled') return null;
  const { id, agent } = outcome.run;
  return { action: 'run.cancelled', target: { kind: 'run', id, name: null }, before: null, after: { agent } };
}
