import { checkAlerts } from './alerts.ts';
import { checkCredit, checkNamed, checkReservations } from './answered.ts';
import { checkApart } from './apart.ts';
import { checkCalls } from './calls.ts';
import { checkCosts } from './costs.ts';
import { type Evidence, evidenceOfOrg } from './evidence.ts';
import { checkLimits, checkSizes, checkToldFigures } from './limits.ts';
import { checkOrder } from './order.ts';
import { checkRepeats, checkStatuses } from './repeats.ts';
import { checkSums } from './sums.ts';

/** Holds what is there against what was told, and writes down what is wrong. */
export async function checkAll(evidence: Evidence): Promise<void> {
  await checkSums(evidence);
  for (const index of evidence.book.orgs.keys()) {
    const org = await evidenceOfOrg(evidence, index);
    checkReservations(org);
    await checkNamed(evidence, org);
    await checkCredit(evidence, org);
    checkCosts(org);
    await checkLimits(evidence, org);
    await checkSizes(evidence, org);
    checkToldFigures(org);
    await checkOrder(evidence, org);
    checkRepeats(org);
    checkStatuses(org);
    await checkApart(evidence, org);
    checkCalls(evidence, org);
    await checkAlerts(evidence, org);
  }
}
