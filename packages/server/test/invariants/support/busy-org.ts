import type { Nodes } from '../../lane/support/nodes.ts';

/** Ids of what stands in the org, for tests that look for one of them. */
export interface BusyOrg {
  readonly open: string;
  readonly settled: string;
}

/** An org with something of everything: budgets of each unit, a capped run, a wallet, open, settled and expired work. */
export async function busyOrg(nodes: Nodes, advance: (ms: number) => void): Promise<BusyOrg> {
  const { must } = nodes;
  const reserve = async (body: Record<string, unknown>): Promise<string> => {
    return String((await must('/v1/reservations', { agent: 'bot', run: 'a-run', ...body })).body['id']);
  };
  await must('/v1/budgets', { name: 'org', per: 'org', window: 'month', limit_usd: '100' });
  await must('/v1/budgets', { name: 'requests', per: 'agent', window: 'minute', limit_requests: 1000 });
  await must('/v1/budgets', { name: 'few', per: 'user', window: 'month', limit_usd: '2', wind_down: 0.5 });
  await must('/v1/budgets', { name: 'runs', per: 'run', window: 'run', limit_usd: '50' });
  await must('/v1/credits/top-ups', { amount_usd: '100', reference: 'first' });
  await must('/v1/runs', { id: 'a-run', agent: 'bot', limit_usd: '40' });
  const settled = await reserve({ amount_usd: '1.5', user: 'ann', final: true });
  await must(`/v1/reservations/${settled}/settle`, { cost_usd: '1.25' });
  await must('/v1/usage', { id: 'u1', source: 'meter', agent: 'bee', cost_usd: '0.5' });
  await must('/v1/usage', { id: 'u2', source: 'meter', agent: 'bee', cost_usd: '0.75' });
  await reserve({ amount_usd: '2', ttl_seconds: 1, on_expiry: 'charge' });
  advance(5_000);
  const open = await reserve({ amount_usd: '3' });
  const another = await reserve({ amount_usd: '0.1' });
  await must(`/v1/reservations/${another}/settle`, { cost_usd: '0.1' });
  return { open, settled };
}
