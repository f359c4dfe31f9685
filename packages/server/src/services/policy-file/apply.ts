import { fail } from '../../errors/problem.ts';
import type { ChangedBy } from '../audit/change.ts';
import { recordChange } from '../audit/record-change.ts';
import { setOrgRules } from '../anomalies/set-rules.ts';
import { withFreshSums } from '../budgets/create-budget.ts';
import type { ChannelRules } from '../channels/create-channel.ts';
import type { Answer, Idempotency, Rendered } from '../lane/command.ts';
import { changeOrg, type OrgTransaction, type OrgTransactions } from '../org-transaction.ts';
import { keepApplied } from './applied.ts';
import { applyBudgets, hasSums, type Sums, takeSums } from './apply-budgets.ts';
import { applyChannels, endChannels, type MadeSecrets } from './apply-channels.ts';
import { applyPrices } from './apply-prices.ts';
import { applyRegistry } from './apply-registry.ts';
import { type Plan, planFile, planPresent } from './plan.ts';
import type { Policy } from './policy.ts';

export interface PolicyApplying {
  readonly orgId: string;
  readonly by: ChangedBy;
  readonly idempotency: Idempotency | null;
  readonly policy: Policy;
  /** The plan that was looked at; null for whatever it is now. */
  readonly planId: string | null;
  readonly nowMs: number;
  readonly render: (plan: Plan, nowMs: number, secrets: MadeSecrets) => Rendered;
}

function requirePlan({ id }: Plan, asked: string | null): void {
  if (asked !== null && asked !== id)
    fail('plan_outdated', 'what the file would change is no longer what was planned', { plan: id });
}

/** Somebody changed a budget between the plan and the lane. */
class PlanMoved extends Error {}

async function applyWithin(
  org: OrgTransaction,
  rules: ChannelRules,
  { policy }: PolicyApplying,
  plan: Plan,
  sums: Sums,
): Promise<MadeSecrets> {
  const { changes, present } = plan;
  const made = await applyChannels(org, rules, policy, present, changes);
  await applyRegistry(org, policy, changes);
  await applyPrices(org, policy, present, changes);
  if (changes.some(({ kind }) => kind === 'anomalyRules')) await setOrgRules(org, policy.anomalyRules!);
  await applyBudgets(org, policy, present, sums, changes);
  await endChannels(org, changes);
  return made;
}

/** What was applied is told as one, beside the changes that it is made of. */
async function recordApplied(org: OrgTransaction, { id, changes }: Plan): Promise<void> {
  const counted = { plan: id, changes: changes.length };
  const target = { kind: 'policy', id, name: null };
  await recordChange(org, { action: 'policy.applied', target, before: null, after: counted });
}

async function attempt(
  transactions: OrgTransactions,
  rules: ChannelRules,
  applying: PolicyApplying,
  timeMs: number,
): Promise<Answer> {
  const { orgId, by, idempotency, policy, planId, render } = applying;
  const { pool, vault } = transactions;
  const expected = await planPresent(pool, vault, orgId, policy, timeMs);
  const sums = await takeSums(pool, orgId, policy, expected.changes, timeMs);
  const work = async (org: OrgTransaction): Promise<Rendered> => {
    const plan = await planFile(org.tx, vault, orgId, policy, org.nowMs);
    requirePlan(plan, planId);
    if (!hasSums(sums, plan.changes)) throw new PlanMoved();
    const made = await applyWithin(org, rules, applying, plan, sums);
    await keepApplied(org, plan.applied, plan.desired);
    if (plan.changes.length > 0) await recordApplied(org, plan);
    return render(plan, org.nowMs, made);
  };
  // Answers may hold signing secrets of webhooks that were made.
  return changeOrg(transactions, { orgId, by, idempotency, secret: true, work });
}

const maxAttempts = 3;

/**
 * Makes an org what a policy file says, in one transaction: all of it or nothing. A file that changes nothing leaves no
 * trace. Raises `plan_outdated` where what would change is not what was planned, and what each change raises, with the
 * place in the file as its field.
 */
export async function applyFile(
  transactions: OrgTransactions,
  rules: ChannelRules,
  applying: PolicyApplying,
): Promise<Answer> {
  for (let made = 1; ; made += 1) {
    try {
      return await withFreshSums(applying.nowMs, (timeMs) => attempt(transactions, rules, applying, timeMs));
    } catch (error) {
      if (!(error instanceof PlanMoved)) throw error;
      if (made === maxAttempts) fail('overloaded', 'budgets are changed faster than the file is applied');
    }
  }
}
