import type { Simulator } from '@cofferdam/simulator';
import { type Request, send } from '../nodes/caller.ts';
import { type Fleet, operatorKey } from '../nodes/fleet.ts';
import type { Org } from '../plan/world.ts';
import type { OrgBook } from './book.ts';
import { budgetBody } from './request-of.ts';
import { usdText } from './usd.ts';

export interface World {
  readonly fleet: Fleet;
  readonly simulator: Simulator;
  /** Where alerts of orgs with a channel go. */
  readonly receiverUrl: string;
}

type Must = (path: string, body: unknown) => Promise<Readonly<Record<string, unknown>>>;

function mustWith(url: string, key: string): Must {
  return async (path, body) => {
    const request: Request = { method: 'POST', path, body, key, idempotency: null };
    const reply = await send(url, request, false);
    if (reply === null || reply.status >= 300) throw new Error(`the world could not be made: ${path} ${reply?.text}`);
    return reply.body;
  };
}

async function agentKeys(must: Must, agents: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const keys = new Map<string, string>();
  for (const agent of agents) {
    await must('/v1/agents', { id: agent });
    const { secret } = await must('/v1/keys', { name: agent, kind: 'agent', agent });
    keys.set(agent, String(secret));
  }
  return keys;
}

/** Makes an org as the plan has it, while nothing goes wrong. */
export async function makeOrg({ fleet, simulator, receiverUrl }: World, org: Org): Promise<OrgBook> {
  const { url } = fleet.near(0);
  const made = await mustWith(url, operatorKey)('/v1/orgs', { name: org.name });
  const key = String((made['admin_key'] as Record<string, unknown>)['secret']);
  const must = mustWith(url, key);
  const keys = await agentKeys(must, org.agents);
  const connection = { name: 'openai', provider: 'openai', base_url: `${simulator.url}/v1`, api_key: 'upstream-key' };
  await must('/v1/connections', connection);
  if (org.hasChannel) await must('/v1/channels', { name: 'hook', kind: 'webhook', url: receiverUrl, routes: [{}] });
  const budgets: OrgBook['budgets'] = [];
  for (const terms of org.budgets) {
    const { id } = await must('/v1/budgets', budgetBody(terms));
    budgets.push({ id: String(id), limit: terms.limit });
  }
  if (org.creditNanoUsd !== null) {
    await must('/v1/credits/top-ups', { amount_usd: usdText(org.creditNanoUsd), reference: 'first' });
  }
  const firstBudgets = budgets.map(({ id }) => id);
  return {
    id: String(made['id']),
    key,
    agentKeys: keys,
    reservations: [],
    closed: new Set(),
    topUps: [],
    budgets,
    firstBudgets,
    told: [],
  };
}
