import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { tableContents } from '../../api/support/table-contents.ts';
import { officialClients, type OfficialClient, thrownBy } from '../support/official-clients.ts';
import { startGateway, type TestGateway } from '../support/test-gateway.ts';
import type { Thrown } from '../support/thrown.ts';

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startGateway();
});

afterAll(async () => {
  await gateway.nodes.expectVerified();
  await gateway.close();
});

beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => undefined));

/** What a refusal may leave: a count, an alert, when a key was last used, and the lane's clock. */
const mayChange = ['refusal_counts', 'refused_models', 'alerts', 'alert_outbox', 'api_keys', 'org_lanes'];

/** All other rows, with what of the lane is no clock. */
async function contents(): Promise<unknown> {
  const { pool } = gateway.nodes;
  const lanes = await pool.query('SELECT seq, config_version, head_hash, wallet_reserved FROM org_lanes');
  return { ...(await tableContents(pool, mayChange)), lanes: lanes.rows };
}

/** Refused at once: one request, which reaches nobody else and leaves nothing behind. */
async function expectRefused(client: OfficialClient, key: string, model = client.model): Promise<Thrown> {
  const { seen, simulator, url } = gateway;
  const [before, seenBefore, reachedBefore] = [await contents(), seen.length, simulator.truth().length];
  const thrown = await thrownBy(client, { key, model, url: `${url}/gateway/${client.connection}` });
  expect(seen.slice(seenBefore).map(({ status }) => status)).toEqual([thrown.status]);
  expect(simulator.truth()).toHaveLength(reachedBefore);
  expect(await contents()).toEqual(before);
  return thrown;
}

async function agentWithBudget(agent: string, limitUsd: string): Promise<string> {
  const budget = { name: agent, per: 'agent', match: { agent }, window: 'lifetime', limit_usd: limitUsd };
  await gateway.nodes.must('/v1/budgets', budget);
  return gateway.agentKey(agent);
}

describe.each(officialClients)('$name calls once and tells why', (client) => {
  test('402: a budget of nothing', async () => {
    const agent = `broke-${client.name}`;
    const thrown = await expectRefused(client, await agentWithBudget(agent, '0'));
    expect(thrown).toMatchObject({ status: 402, code: 'budget_exceeded', isOwn: true });
    expect(thrown.message).toMatch(`agent ${agent} has 0 USD left of 0 USD`);
  });

  test('403: a paused agent', async () => {
    const agent = `paused-${client.name}`;
    const key = await gateway.agentKey(agent);
    await gateway.nodes.must(`/v1/agents/${agent}/pause`, {});
    const thrown = await expectRefused(client, key);
    expect(thrown).toMatchObject({ status: 403, code: 'agent_paused', isOwn: true });
    expect(thrown.message).toMatch(`agent ${agent} is paused`);
  });

  test('422: a model without a price under a hard budget', async () => {
    const key = await agentWithBudget(`odd-${client.name}`, '1000');
    const thrown = await expectRefused(client, key, 'nobody-knows-1');
    // LangChain tries any 422 again but for this code of OpenAI's; clients that show the whole body show our own.
    const showsOwnCode = client.connection !== 'openai' || client.name.startsWith('ai-');
    const code = showsOwnCode ? 'model_unpriced' : 'insufficient_quota';
    expect(thrown).toMatchObject({ status: 422, code, isOwn: true });
    expect(thrown.message).toMatch(/^(422 )?.*Model unpriced: there is no price for [a-z]+\/nobody-knows-1/s);
  });
});
