import { saveDollarBudget } from '../api-client/budgets.ts';
import type { ApiClient } from '../api-client/client.ts';
import { expectSuccess } from '../api-client/problem.ts';

/** What is put in place before a replay, so that one command shows a fleet under limits. Amounts are decimal strings in USD. */
export interface ReplaySetup {
  /** A daily ceiling for the whole org. */
  orgLimitUsd: string | undefined;
  /** Daily limits of single agents. */
  agentLimitsUsd: Readonly<Record<string, string>>;
  topUpUsd: string | undefined;
}

/**
 * Makes the budgets, or gives those of an earlier replay the new limits, and adds the credit.
 * Returns a sentence for each thing done.
 */
export async function setUp(client: ApiClient, setup: ReplaySetup, replayId: string): Promise<string[]> {
  const done: string[] = [];
  const common = { window: 'day', enforcement: 'hard' };
  if (setup.orgLimitUsd !== undefined) {
    await saveDollarBudget(client, { name: 'replay-org', per: 'org', limit_usd: setup.orgLimitUsd, ...common });
    done.push(`Budget replay-org: ${setup.orgLimitUsd} USD a day for the org.`);
  }
  for (const [agent, limitUsd] of Object.entries(setup.agentLimitsUsd)) {
    const name = `replay-${agent}`;
    await saveDollarBudget(client, { name, per: 'agent', match: { agent }, limit_usd: limitUsd, ...common });
    done.push(`Budget ${name}: ${limitUsd} USD a day for ${agent}.`);
  }
  if (setup.topUpUsd !== undefined) {
    const body = { amount_usd: setup.topUpUsd, reference: `replay-${replayId}` };
    expectSuccess(await client.send({ method: 'POST', path: '/v1/credits/top-ups', body }));
    done.push(`Credit: ${setup.topUpUsd} USD added.`);
  }
  return done;
}
