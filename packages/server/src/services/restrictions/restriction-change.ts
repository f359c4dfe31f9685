import type { Restriction } from '@cofferdam/core';
import { bySystem, type Change, type ChangedBy, type Facts } from '../audit/change.ts';

/** Who took it: the budget, at a share of its limit. */
export function byBudget({ budgetName, budgetId, atPpm }: Restriction): ChangedBy {
  return bySystem(`budget ${budgetName} at ${atPpm / 10_000} %`, budgetId);
}

function factsOf({ kind, subject, agent, requestsPerMinute, windowEndMs }: Restriction): Facts {
  return {
    do: kind,
    subject,
    agent,
    ...(requestsPerMinute === null ? {} : { requests_per_minute: requestsPerMinute }),
    until: windowEndMs === null ? null : new Date(windowEndMs).toISOString(),
  };
}

/** An action that was taken, for the audit log. */
export function takenChange(restriction: Restriction): Change {
  const target = { kind: 'restriction', id: restriction.id, name: restriction.agent ?? restriction.subject };
  return { action: 'restriction.taken', target, before: null, after: factsOf(restriction) };
}

/** One that somebody, or a change of its budget, lifted. */
export function liftedChange(restriction: Restriction): Change {
  const target = { kind: 'restriction', id: restriction.id, name: restriction.agent ?? restriction.subject };
  return { action: 'restriction.lifted', target, before: factsOf(restriction), after: null };
}
