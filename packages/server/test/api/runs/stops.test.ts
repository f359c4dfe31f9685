import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { membersOf, rowsOf, textOf } from '../support/fields.ts';
import { startTestNode, type Reply, type TestNode } from '../support/test-node.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;
const noonMs = Math.floor(Date.now() / dayMs) * dayMs + dayMs / 2;

let nowMs = noonMs;
let node: TestNode;
let agent = '';
let count = 0;

beforeAll(async () => {
  node = await startTestNode({ clock: () => nowMs });
});
beforeEach(() => {
  agent = `agent-${(count += 1)}`;
  nowMs += minuteMs;
});
afterAll(() => node.close());

const timeText = (timeMs: number): string => new Date(timeMs).toISOString().replace('.000Z', 'Z');

async function budget(given: Record<string, unknown>): Promise<string> {
  const terms = { per: 'agent', match: { agent }, window: 'lifetime', limit_usd: '1', ...given };
  const reply = await node.call('POST', '/v1/budgets', { name: `of ${agent}`, ...terms });
  return textOf(reply.json, 'id');
}

/** A call in a run, with or without its settle; a second passes before it. */
async function ask(run: string, usd: string, given: Record<string, unknown> = {}): Promise<Reply> {
  nowMs += 1_000;
  return node.call('POST', '/v1/reservations', { agent, run, amount_usd: usd, ...given });
}

async function spend(run: string, usd: string): Promise<void> {
  const { json } = await ask(run, usd);
  nowMs += 1_000;
  await node.call('POST', `/v1/reservations/${textOf(json, 'id')}/settle`, { cost_usd: usd });
}

async function stopOf(run: string): Promise<unknown> {
  const found = membersOf((await node.call('GET', `/v1/runs/${run}`)).json).stopped_by;
  const listed = rowsOf(await node.call('GET', `/v1/runs?agent=${agent}`)).find(({ id }) => id === run);
  expect(listed?.stopped_by).toEqual(found);
  return found;
}

it('is the refusal, with its figures, from the first one after the last call on', async () => {
  const id = await budget({});
  await spend('of-budget', '0.75');
  expect(await stopOf('of-budget')).toBeNull();
  const refusal = membersOf((await ask('of-budget', '0.5')).json);
  const firstMs = nowMs;
  await ask('of-budget', '0.4');
  expect(await stopOf('of-budget')).toEqual({
    code: 'budget_exceeded',
    at: timeText(firstMs),
    last_refused_at: timeText(nowMs),
    refusals: 2,
    budget: id,
    budget_name: `of ${agent}`,
    per: 'agent',
    subject: agent,
    resets_at: null,
    limit_usd: '1',
    spent_usd: '0.75',
    reserved_usd: '0',
    available_usd: '0.25',
    required_usd: '0.4',
    detail: String(refusal.detail).replace('up to 0.5 USD', 'up to 0.4 USD'),
  });
});

it('is nothing where the run went on, and where what refuses passes by itself', async () => {
  const id = await budget({});
  await ask('went-on', '0.25');
  await ask('went-on', '2');
  expect(await stopOf('went-on')).toMatchObject({ code: 'budget_exceeded' });
  await spend('went-on', '0.5');
  expect(await stopOf('went-on')).toBeNull();
  // What the open reservation holds may be given back.
  expect((await ask('went-on', '0.4')).status).toBe(429);
  expect(await stopOf('went-on')).toBeNull();
  await node.call('DELETE', `/v1/budgets/${id}`);
});

it('is the cap of a run above it, also in the tree, and only for who was refused', async () => {
  await node.call('POST', '/v1/runs', { id: 'top', agent, limit_usd: '1' });
  await node.call('POST', '/v1/runs', { id: 'below', agent, parent_run: 'top' });
  await spend('below', '0.9');
  await ask('below', '0.2');
  const expected = { code: 'run_cap_exceeded', subject: 'top', limit_usd: '1', at: timeText(nowMs), refusals: 1 };
  expect(await stopOf('below')).toMatchObject(expected);
  const tree = membersOf((await node.call('GET', '/v1/runs/top/tree')).json);
  expect(tree).toMatchObject({ stopped_by: null, data: [{ id: 'below', stopped_by: expected }] });
});

it('is a block of a budget, by its restriction', async () => {
  const id = await budget({ limit_usd: '10', enforcement: 'soft', actions: [{ at: 0.5, do: 'block' }] });
  await spend('blocked', '6');
  await ask('blocked', '0.1');
  const [restriction] = rowsOf(await node.call('GET', `/v1/restrictions?budget=${id}`));
  expect(await stopOf('blocked')).toMatchObject({ budget: id, restriction: restriction?.id, action: 'block' });
});

it('is the pause of its agent by a budget, which the refusal names as well', async () => {
  const id = await budget({ limit_usd: '10', enforcement: 'soft', actions: [{ at: 0.5, do: 'pause' }] });
  await spend('held', '0.1');
  await spend('crossed', '6');
  const pausedMs = nowMs;
  const [restriction] = rowsOf(await node.call('GET', `/v1/restrictions?budget=${id}`));
  const cause = { budget: id, budget_name: `of ${agent}`, restriction: restriction?.id, action: 'pause' };
  const derived = { code: 'agent_paused', at: timeText(pausedMs), last_refused_at: null, refusals: 0, agent, ...cause };
  expect(await stopOf('held')).toMatchObject(derived);
  nowMs += minuteMs;
  const refused = await ask('held', '0.1');
  expect(refused).toMatchObject({ status: 403, json: { code: 'agent_paused', agent, resumes_at: null, ...cause } });
  expect(membersOf(refused.json).detail).toBe(`agent ${agent} is paused by budget of ${agent}`);
  expect(await stopOf('held')).toMatchObject({ code: 'agent_paused', at: timeText(pausedMs), ...cause });
  await node.call('POST', `/v1/agents/${agent}/resume`, {});
  // A pause that is over is known by what it refused.
  expect(await stopOf('held')).toMatchObject({ code: 'agent_paused', at: timeText(nowMs), refusals: 1, ...cause });
  expect(await stopOf('crossed')).toBeNull();
  await spend('held', '0.1');
  expect(await stopOf('held')).toBeNull();
});

it('is the pause by an operator, and the end by one', async () => {
  await spend('by-operator', '0.1');
  nowMs += 1_000;
  await node.call('POST', `/v1/agents/${agent}/pause`, {});
  const expected = { code: 'agent_paused', at: timeText(nowMs), detail: `agent ${agent} is paused`, agent };
  expect(await stopOf('by-operator')).toEqual({ ...expected, last_refused_at: null, refusals: 0, resumes_at: null });
  await node.call('POST', `/v1/agents/${agent}/resume`, {});
  await spend('called-off', '0.1');
  nowMs += 1_000;
  await node.call('POST', '/v1/runs/called-off/finish', { status: 'cancelled' });
  expect(await stopOf('called-off')).toMatchObject({ code: 'run_cancelled', at: timeText(nowMs) });
});

it('is kept of runs that exist, and never of what another agent asked for', async () => {
  const named = async (): Promise<number> => {
    const { rows } = await node.pool.query<{ count: number }>('SELECT count(*)::int AS count FROM run_stops');
    return rows[0]!.count;
  };
  await node.call('POST', '/v1/agents', { id: agent });
  await budget({ limit_usd: '0' });
  const before = await named();
  expect((await ask('made-up', '0.1')).status).toBe(402);
  expect((await node.call('POST', '/v1/runs', { id: 'made-up', agent })).status).toBe(402);
  await node.call('POST', `/v1/agents/${agent}/pause`, {});
  expect((await ask('top', '0.1')).status).toBe(403);
  expect(await named()).toBe(before);
});
