// The calls that the load is made of. Limits and prices are such that a settle costs about a third of what was held,
// as with real calls, whose longest answer is rarely the one that comes.

/** All of an agent's calls fall to this many runs, so that a run's cap is shared by many callers. */
export const runsOfAnAgent = 8;

export function runName(agent: string, index: number): string {
  return `${agent}-${index}`;
}

/** 1,000 input and 100 output tokens at 2.50 and 10 USD per million. */
export const settledNanoUsd = 3_500_000n;
const reservedUsd = '0.01';

export function reserveBody(agent: string, client: number): string {
  const run = runName(agent, client % runsOfAnAgent);
  return JSON.stringify({ agent, run, provider: 'openai', model: 'gpt-4o', amount_usd: reservedUsd });
}

export const settleBody = JSON.stringify({
  usage: { provider: 'openai', model: 'gpt-4o', input_tokens: 1000, output_tokens: 100 },
});
