import { formatUsd } from '@cofferdam/core';
import { formatCount } from '../terminal/figures.ts';
import type { AgentTally } from './agent-tally.ts';
import { isRunaway } from './fleet.ts';
import type { Findings } from './findings.ts';

/** A sentence about a demo, and whether it is true. */
export interface Claim {
  readonly holds: boolean;
  readonly text: string;
}

/** What is judged of a demo that is over. */
export interface Judged {
  readonly findings: Findings;
  readonly tallies: readonly AgentTally[];
  readonly interrupted: boolean;
}

/** What a demo is to show, held against what was found. */
export function claimsOf({ findings, tallies, interrupted }: Judged): Claim[] {
  // A demo that was cut short may not have come to that.
  const runaway = tallies.find(({ agent, refused }) => isRunaway(agent) && (refused > 0 || !interrupted));
  return [
    ...(runaway === undefined ? [] : [stoppedClaim(runaway)]),
    budgetClaim(findings),
    ...providerClaims(findings, tallies),
  ];
}

function stoppedClaim({ agent, answered, refused, refusal }: AgentTally): Claim {
  const calls = formatCount(answered.length);
  return refusal === null
    ? { holds: false, text: `${agent.name} was not stopped in ${calls} calls` }
    : {
        holds: true,
        text: `${agent.name} was stopped after ${calls} calls, and refused ${formatCount(refused)} times`,
      };
}

function budgetClaim({ budgets }: Findings): Claim {
  const passed = budgets.filter(({ spentNanoUsd, limitNanoUsd }) => spentNanoUsd > limitNanoUsd);
  if (passed.length === 0) return { holds: true, text: `none of the ${budgets.length} budgets was passed` };
  const figures = passed.map(
    (one) => `${one.name} (${formatUsd(one.spentNanoUsd)} of ${formatUsd(one.limitNanoUsd)} USD)`,
  );
  return { holds: false, text: `passed: ${figures.join(', ')}` };
}

function providerClaims({ provider, ledgerNanoUsd }: Findings, tallies: readonly AgentTally[]): Claim[] {
  if (provider === null) return [];
  const answered = tallies.reduce((count, tally) => count + tally.answered.length, 0);
  const difference = ledgerNanoUsd - provider.billNanoUsd;
  const books = `the ledger has ${formatUsd(ledgerNanoUsd)} USD, the simulated providers billed ${formatUsd(provider.billNanoUsd)} USD`;
  return [
    {
      holds: provider.calls === answered,
      text: `${formatCount(provider.calls)} calls reached a provider: the ${formatCount(answered)} that were answered, no refused one`,
    },
    { holds: difference === 0n, text: `${books}: difference ${formatUsd(difference)}` },
  ];
}
