import { formatUsd, type Outcome } from '@cofferdam/core';
import type { Change } from '../audit/change.ts';

/** Credit that somebody booked, for the audit log. */
export function topUpChange(outcome: Outcome): Change | null {
  if (outcome.kind !== 'topped-up') return null;
  const { entry, wallet } = outcome;
  const target = { kind: 'credit', id: entry.id, name: entry.reference };
  const after = { amount_usd: formatUsd(entry.amount), balance_usd: formatUsd(entry.balanceAfter), mode: wallet.mode };
  return { action: 'credit.topped_up', target, before: null, after };
}
