import { runName, runsOfAnAgent } from './calls.ts';
import { create } from './create.ts';
import type { ServerProcess } from './server-process.ts';

/** The agent of the throughput figures, and the one whose budget is made too small. */
export const hotAgent = 'hot';
export const cappedAgent = 'capped';

const zone = 'Europe/Berlin';
/** Far more than any run of the benchmark can spend: it is checked and moved on every call, and never in the way. */
const ampleUsd = '1000000';

async function makeRuns(server: ServerProcess, agent: string): Promise<void> {
  for (let index = 0; index < runsOfAnAgent; index += 1) {
    await create(server, '/v1/runs', { id: runName(agent, index), agent, limit_usd: ampleUsd });
  }
}

/**
 * Puts four limits over every call of the org: a budget of the org by month, one of each agent by day in a zone with
 * daylight saving, a cap of the run, and the prepaid wallet. Returns the service key that the load is made with.
 */
export async function prepareScenario(server: ServerProcess): Promise<string> {
  await create(server, '/v1/credits/top-ups', { amount_usd: ampleUsd, reference: 'bench' });
  const hard = { enforcement: 'hard', limit_usd: ampleUsd };
  await create(server, '/v1/budgets', { ...hard, name: 'org', per: 'org', window: 'month' });
  await create(server, '/v1/budgets', { ...hard, name: 'agents', per: 'agent', window: 'day', timezone: zone });
  await makeRuns(server, hotAgent);
  const key = (await create(server, '/v1/keys', { name: 'bench', kind: 'service' })) as { secret: string };
  return key.secret;
}

/** A second agent with a budget of its own, of `limitUsd` a day, beside all that holds for the first. */
export async function prepareCappedAgent(server: ServerProcess, limitUsd: string): Promise<void> {
  const budget = { name: 'capped', per: 'agent', match: { agent: cappedAgent }, window: 'day', timezone: zone };
  await create(server, '/v1/budgets', { ...budget, enforcement: 'hard', limit_usd: limitUsd });
  await makeRuns(server, cappedAgent);
}
