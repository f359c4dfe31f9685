import { formatUsd, isLow, lowRecovery, lowWalletEvent } from '@cofferdam/core';
import { alertOfEvent } from '../alerts/alert-of-event.ts';
import { raiseAlerts } from '../alerts/raise-alerts.ts';
import { resolveRecovered } from '../alerts/resolve-recovered.ts';
import type { Facts } from '../audit/change.ts';
import { recordChange } from '../audit/record-change.ts';
import type { OrgTransaction } from '../org-transaction.ts';
import { readMarks, type WalletMarks } from './read-marks.ts';
import { readWallet } from './read-wallet.ts';
import { statements } from './statements.ts';
import { runwayRecovery } from './tell-low-runway.ts';

function marksFacts({ lowBalance, lowRunwayDays }: WalletMarks): Facts {
  return { low_balance_usd: lowBalance === null ? null : formatUsd(lowBalance), low_runway_days: lowRunwayDays };
}

const nobody = { agent: null, team: null, run: null };

/**
 * Changes when the org is told that its credit runs low; what is left out stays. A wallet that is below a new mark
 * already is told of now, since no charge will cross it any more; what a lower mark leaves behind is resolved by `keyId`.
 */
export async function changeMarks(org: OrgTransaction, changes: Partial<WalletMarks>, keyId: string): Promise<void> {
  const { tx, orgId, nowMs } = org;
  const before = await readMarks(tx, orgId);
  const walletBefore = await readWallet(tx, orgId);
  const { lowBalance = before.lowBalance, lowRunwayDays = before.lowRunwayDays } = changes;
  const keepsRunway = lowRunwayDays === before.lowRunwayDays;
  const since = keepsRunway && before.lowRunwaySinceMs !== null ? new Date(before.lowRunwaySinceMs) : null;
  await tx.query({ ...statements.updateMarks, values: [orgId, lowBalance, lowRunwayDays, since] });
  const target = { kind: 'credit', id: 'wallet', name: null };
  const shown = { before: marksFacts(before), after: marksFacts({ lowBalance, lowRunwayDays }) };
  await recordChange(org, { action: 'credit.marks_changed', target, ...shown });
  if (!keepsRunway) await resolveRecovered(tx, orgId, runwayRecovery, { by: keyId, nowMs });
  const wallet = { ...walletBefore, lowBalance };
  if (!isLow(wallet)) await resolveRecovered(tx, orgId, lowRecovery, { by: keyId, nowMs });
  else if (lowBalance !== null && !isLow(walletBefore)) {
    const event = lowWalletEvent(wallet, lowBalance, `set ${nowMs}`, nobody);
    await raiseAlerts(tx, orgId, [alertOfEvent(event, nowMs)]);
  }
}
