import { create } from '../ledger/create.ts';
import type { ServerProcess } from '../ledger/server-process.ts';
import { connectionName } from './chat-request.ts';

/** The agent of the throughput figures, and the one whose budget is made too small. */
export const hotAgent = 'hot';
export const cappedAgent = 'capped';

/** Far more than any run of the benchmark can spend: it is checked and moved on every call, and never in the way. */
const ampleUsd = '1000000';
const hard = { enforcement: 'hard', window: 'day', timezone: 'Europe/Berlin' };

async function agentKey(server: ServerProcess, agent: string): Promise<string> {
  await create(server, '/v1/agents', { id: agent });
  const key = (await create(server, '/v1/keys', { name: agent, kind: 'agent', agent })) as { secret: string };
  return key.secret;
}

/**
 * Connects the upstream, and puts two hard budgets over every call: one of the org, one of the agent. Returns the agent's
 * key. Its calls name no run, so that each is a run of its own, as with clients that know nothing of us.
 */
export async function prepareGateway(server: ServerProcess, upstreamPort: number): Promise<string> {
  const base_url = `http://127.0.0.1:${upstreamPort}/v1`;
  await create(server, '/v1/connections', { name: connectionName, provider: 'openai', base_url, api_key: 'upstream' });
  await create(server, '/v1/budgets', { ...hard, name: 'org', per: 'org', limit_usd: ampleUsd });
  await create(server, '/v1/budgets', { ...hard, name: 'agents', per: 'agent', limit_usd: ampleUsd });
  return agentKey(server, hotAgent);
}

/** A second agent with a budget of its own, of `limitUsd` a day, beside all that holds for the first. Returns its key. */
export async function prepareCappedAgent(server: ServerProcess, limitUsd: string): Promise<string> {
  const budget = { ...hard, name: 'capped', per: 'agent', match: { agent: cappedAgent }, limit_usd: limitUsd };
  await create(server, '/v1/budgets', budget);
  return agentKey(server, cappedAgent);
}
