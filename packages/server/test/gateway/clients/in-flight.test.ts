import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { officialClients, type OfficialClient, thrownBy } from '../support/official-clients.ts';
import { startGateway, type TestGateway } from '../support/test-gateway.ts';

let gateway: TestGateway;

beforeAll(async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  gateway = await startGateway();
});

afterAll(async () => {
  await gateway.nodes.expectVerified();
  await gateway.close();
});

/** Google's client tries nothing again by itself. */
function triesAgain({ name }: OfficialClient): boolean {
  return !name.startsWith('genai');
}

/** An agent whose whole budget is held by a reservation, which ends with the first call that it gets in the way of. */
async function heldAgent(agent: string): Promise<{ readonly key: string; readonly gone: Promise<unknown> }> {
  const { nodes } = gateway;
  const key = await gateway.agentKey(agent);
  await nodes.must('/v1/budgets', { name: agent, per: 'agent', match: { agent }, window: 'lifetime', limit_usd: '10' });
  const { body } = await nodes.must('/v1/reservations', { agent, amount_usd: '10' });
  const gone = new Promise<unknown>((resolve) => {
    let isRefused = false;
    gateway.onAnswered(({ url, status }) => {
      if (isRefused || status !== 429 || !url.includes(`/run/${agent}/`)) return;
      isRefused = true;
      resolve(nodes.must(`/v1/reservations/${String(body['id'])}/release`, {}));
    });
  });
  return { key, gone };
}

async function goesThrough(client: OfficialClient): Promise<void> {
  const agent = `held-${client.name}`;
  const { key, gone } = await heldAgent(agent);
  const address = { key, model: client.model, url: `${gateway.url}/gateway/${client.connection}/run/${agent}` };
  if (!triesAgain(client)) {
    const thrown = await thrownBy(client, address);
    expect(thrown).toMatchObject({ status: 429, code: 'budget_in_flight' });
    expect(thrown.message).toMatch(`agent ${agent} has 0 USD left of 10 USD, while 10 USD are held`);
    await gone;
  }
  await client.ask(address);
  await gateway.untilSettled();
  const seen = gateway.seen.filter(({ url }) => url.includes(`/run/${agent}/`));
  // A slow machine may see more of the first kind.
  const statuses = [...new Set(seen.map(({ status }) => status))];
  expect([client.name, ...statuses]).toEqual([client.name, 429, 200]);
}

test('what open reservations hold is waited for as each client does, and is there once they are gone', async () => {
  await Promise.all(officialClients.map(goesThrough));
});
