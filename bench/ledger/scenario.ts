import { runName, runsOfAnAgent } from './calls.ts';
import type { ServerProcess } from './server-process.ts';

/** The agent of the throughput figures, and the one whose budget is made too small. */
export const hotAgent = 'hot';
export const cappedAgent = 'capped';

const zone = 'Europe/Berlin';
/** Far more than any run of the benchmark can spend: it is checked and moved on every call, and never in the way. */
const ampleUsd = '1000000';

async function post(server: ServerProcess, path: string, body: object): Promise<unknown> {
  const answer = await fetch(`http://127.0.0.1:${server.port}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.adminKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (answer.status !== 201) throw new Error(`POST ${path} was answered ${answer.status}: ${text}`);
  return JSON.parse(text);
}

async function makeRuns(server: ServerProcess, agent: string): Promise<void> {
  for (let index = 0; index < runsOfAnAgent; index += 1) {
    await post(server, '/v1/runs', { id: runName(agent, index), agent, limit_usd: ampleUsd });
  }
}

/**
 * Puts four limits over every call of the org: a budget of the org by month, one of each agent by day in a zone with
 * daylight saving, a cap of the run, and the prepaid wallet. Returns the service key that the load is made with.
 */
export async function prepareScenario(server: ServerProcess): Promise<string> {
  await post(server, '/v1/credits/top-ups', { amount_usd: ampleUsd, reference: 'bench' });
  const hard = { enforcement: 'hard', limit_usd: ampleUsd };
  await post(server, '/v1/budgets', { ...hard, name: 'org', per: 'org', window: 'month' });
  await post(server, '/v1/budgets', { ...hard, name: 'agents', per: 'agent', window: 'day', timezone: zone });
  await makeRuns(server, hotAgent);
  const key = (await post(server, '/v1/keys', { name: 'bench', kind: 'service' })) as { secret: string };
  return key.secret;
}

/** A second agent with a budget of its own, of `limitUsd` a day, beside all that holds for the first. */
export async function prepareCappedAgent(server: ServerProcess, limitUsd: string): Promise<void> {
  const budget = { name: 'capped', per: 'agent', match: { agent: cappedAgent }, window: 'day', timezone: zone };
  await post(server, '/v1/budgets', { ...budget, enforcement: 'hard', limit_usd: limitUsd });
  await makeRuns(server, cappedAgent);
}
