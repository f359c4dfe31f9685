import { formatUsd, type LedgerEntryKind, type Outcome } from '@cofferdam/core';
import type { Change } from '../audit/change.ts';

/** What somebody did to credit, by the kind of the entry that it made. */
const actions: { readonly [kind in LedgerEntryKind]?: Change['action'] } = {
  top_up: 'credit.topped_up',
  grant: 'credit.granted',
  refund: 'credit.refunded',
  adjustment: 'credit.adjusted',
  write_off: 'credit.written_off',
  claw_back: 'credit.clawed_back',
  reinstatement: 'credit.reinstated',
};

/** Credit that somebody moved, for the audit log. */
export function creditChange(outcome: Outcome): Change | null {
  if (outcome.kind !== 'credit-moved') return null;
  const { entry, wallet } = outcome;
  const action = actions[entry.kind];
  if (action === undefined) return null;
  const target = { kind: 'credit', id: entry.id, name: entry.reference };
  const after = { amount_usd: formatUsd(entry.amount), balance_usd: formatUsd(entry.balanceAfter), mode: wallet.mode };
  return { action, target, before: null, after: entry.reason === null ? after : { ...after, reason: entry.reason } };
}
