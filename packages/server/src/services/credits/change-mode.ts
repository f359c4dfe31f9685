import { formatUsd, type Wallet } from '@cofferdam/core';
import { invalidField } from '../../errors/problem.ts';
import type { Facts } from '../audit/change.ts';
import { recordChange } from '../audit/record-change.ts';
import type { OrgTransaction } from '../org-transaction.ts';
import { readWallet } from './read-wallet.ts';
import { statements } from './statements.ts';

export interface ModeChange {
  readonly mode?: Wallet['mode'] | undefined;
  readonly overdraftLimit?: bigint | undefined;
}

function facts({ mode, overdraftLimit }: Pick<Wallet, 'mode' | 'overdraftLimit'>): Facts {
  return { mode, overdraft_usd: formatUsd(overdraftLimit) };
}

/**
 * Changes what holds an org back: its budgets alone, its credit, or its credit and an overdraft. What is left out stays.
 * Open reservations are left as they are: those that hold credit are settled from it. Raises `invalid_request` where an
 * overdraft has no limit.
 */
export async function changeMode(org: OrgTransaction, change: ModeChange): Promise<void> {
  const { tx, orgId } = org;
  const before = await readWallet(tx, orgId);
  const { mode = before.mode, overdraftLimit = before.overdraftLimit } = change;
  if (mode === 'overdraft' && overdraftLimit === 0n) invalidField('overdraft_usd', 'is required: how far below zero');
  await tx.query({ ...statements.updateMode, values: [orgId, mode, overdraftLimit] });
  const target = { kind: 'credit', id: 'wallet', name: null };
  const shown = { before: facts(before), after: facts({ mode, overdraftLimit }) };
  await recordChange(org, { action: 'credit.mode_changed', target, ...shown });
}
