import type { ApiClient } from '../api-client/client.ts';
import { cellAt, textAt } from '../api-client/fields.ts';
import { listAll } from '../api-client/list.ts';
import { expectSuccess } from '../api-client/problem.ts';
import { CommandFailure } from '../exit.ts';
import { type AgentTally, newTally } from './agent-tally.ts';
import { type DemoBudget, grant } from './allowance.ts';
import { type DemoAgent, fleet, fleetAllowanceUsd, fleetBudget, isRunaway, shortName } from './fleet.ts';

/** An agent of one demo, with what was made for it. */
export interface Member {
  readonly tally: AgentTally;
  readonly keyId: string;
  readonly key: string;
  readonly run: string;
  readonly budget: DemoBudget;
}

export interface Crew {
  readonly members: readonly Member[];
  readonly budget: DemoBudget;
}

/** Where the simulated providers are. Raises a CommandFailure where the server has none. */
export async function findSimulator(client: ApiClient): Promise<string> {
  const reply = await client.send({ method: 'GET', path: '/v1/connections/sim' });
  if (reply.status === 404)
    throw new CommandFailure(
      'the server has no simulated providers to call',
      'Start it without COFFERDAM_SIMULATOR=off: then it has the connection `sim`.',
    );
  return textAt(expectSuccess(reply), 'base_url') ?? '';
}

/** A demo that draws what somebody has paid for must have been asked to. Raises a CommandFailure. */
export async function requireNoCredit(client: ApiClient): Promise<void> {
  const wallet = expectSuccess(await client.send({ method: 'GET', path: '/v1/credits' }));
  if (textAt(wallet, 'mode') !== 'prepaid') return;
  throw new CommandFailure(
    `this org is prepaid, and the demo would draw up to ${fleetAllowanceUsd} USD of its credit`,
    'Give --draw-credit if that is all right, or try it on a server of your own.',
  );
}

/** Registers the agents, and gives each a key and a daily budget, and all together one more. */
export async function setUp(client: ApiClient, demoId: string, now: Date): Promise<Crew> {
  for (const agent of fleet) await register(client, agent);
  const budgets = await listAll(client, '/v1/budgets');
  const all = {
    name: fleetBudget,
    per: 'org',
    agents: fleet.map(({ name }) => name),
    allowanceUsd: fleetAllowanceUsd,
  } as const;
  const budget = await grant(client, budgets, all, now);
  const members: Member[] = [];
  for (const agent of fleet) {
    const { name, allowanceUsd } = agent;
    const own = await grant(client, budgets, { name, per: 'agent', agents: [name], allowanceUsd }, now);
    const body = { name, kind: 'agent', agent: name };
    const made = expectSuccess(await client.send({ method: 'POST', path: '/v1/keys', body }));
    const run = `demo-${demoId}-${shortName(agent)}`;
    members.push({ tally: newTally(agent), keyId: cellAt(made, 'id'), key: cellAt(made, 'secret'), run, budget: own });
  }
  return { members, budget };
}

/** An agent's key makes no agents: it must be there before. */
async function register(client: ApiClient, { name }: DemoAgent): Promise<void> {
  const reply = await client.send({ method: 'POST', path: '/v1/agents', body: { id: name } });
  if (reply.status !== 409) expectSuccess(reply);
}

/** Ends the keys and the runs; budgets and agents stay, for whoever wants to look at them. Answers are not waited for. */
export async function tearDown(client: ApiClient, members: readonly Member[], isInterrupted: boolean): Promise<void> {
  for (const { keyId, run, tally } of members) {
    await client.send({ method: 'DELETE', path: `/v1/keys/${encodeURIComponent(keyId)}` });
    const status = isRunaway(tally.agent) ? 'failed' : 'succeeded';
    const body = { status: isInterrupted ? 'cancelled' : status };
    // A run begins with its first call: one that was never made cannot end.
    if (tally.answered.length > 0)
      await client.send({ method: 'POST', path: `/v1/runs/${encodeURIComponent(run)}/finish`, body });
  }
}
