import { create } from '../ledger/create.ts';
import { RawClient } from '../ledger/raw-client.ts';
import type { ServerProcess } from '../ledger/server-process.ts';

const atOnce = 32;

/** Posts so many bodies, some at once; raises what was not answered with 201. */
async function postAll(server: ServerProcess, path: string, total: number, body: (n: number) => string): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    const client = await RawClient.open(server.port, server.adminKey);
    for (let n = next++; n < total; n = next++) {
      const { status, body: answer } = await client.post(path, body(n));
      if (status !== 201) throw new Error(`POST ${path} was answered ${status}: ${answer}`);
    }
    client.close();
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

export function agentName(n: number): string {
  return `agent-${n}`;
}

export function registerAgents(server: ServerProcess, total: number): Promise<void> {
  return postAll(server, '/v1/agents', total, (n) => JSON.stringify({ id: agentName(n) }));
}

/** Holds that stay open for as long as the benchmark lasts. */
export function holdOpen(server: ServerProcess, total: number): Promise<void> {
  const body = JSON.stringify({ agent: 'holder', amount_usd: '0.01', ttl_seconds: 86_400 });
  return postAll(server, '/v1/reservations', total, () => body);
}

/** Budgets of which so many hold the calls of the load, and the others an agent of their own each. */
export function defineBudgets(server: ServerProcess, total: number, matching: number): Promise<void> {
  const limit = { window: 'day', limit_usd: '1000000' };
  return postAll(server, '/v1/budgets', total, (n) =>
    JSON.stringify({
      name: `budget ${n}`,
      per: n % 2 === 0 ? 'org' : 'agent',
      ...(n < matching ? { match: { user: 'loaded' } } : { match: { agent: `nobody-${n}` } }),
      ...limit,
    }),
  );
}

export const refusedBody = JSON.stringify({ agent: 'spent', amount_usd: '0.01' });

/** An agent that has nothing left: whatever it asks for is refused for good. */
export async function exhaust(server: ServerProcess): Promise<void> {
  await create(server, '/v1/budgets', { name: 'all', per: 'org', window: 'day', limit_usd: '100000000' });
  await create(server, '/v1/budgets', {
    name: 'nothing left',
    per: 'agent',
    match: { agent: 'spent' },
    window: 'day',
    limit_usd: '0',
  });
}
