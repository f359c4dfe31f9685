import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { membersOf, rowsOf, textOf } from '../support/fields.ts';
import { tableContents } from '../support/table-contents.ts';
import { startTestNode, type Reply, type TestNode } from '../support/test-node.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** Noon of today, which is where partitions are; the clock is the test's own. */
let nowMs = Math.floor(Date.now() / dayMs) * dayMs + dayMs / 2;

function dateText(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}
let node: TestNode;
let count = 0;
let agent = '';

beforeAll(async () => {
  node = await startTestNode({ clock: () => nowMs });
});
beforeEach(() => {
  count += 1;
  agent = `bot-${count}`;
});
afterAll(() => node.close());

interface Action {
  readonly at: number;
  readonly do: string;
  readonly requests_per_minute?: number;
}

/** A soft budget of 10 USD a day for each agent, of this test's agent alone. */
async function watch(actions: readonly Action[], given: Record<string, unknown> = {}): Promise<string> {
  const terms = { per: 'agent', match: { agent }, window: 'day', limit_usd: '10', enforcement: 'soft', actions };
  const reply = await node.call('POST', '/v1/budgets', {
    name: `watch ${agent} ${JSON.stringify(given)}`,
    ...terms,
    ...given,
  });
  if (reply.status !== 201) throw new Error(reply.text);
  return textOf(reply.json, 'id');
}

let reports = 0;

async function spend(usd: string, labels: Record<string, unknown> = {}): Promise<void> {
  reports += 1;
  const report = { id: `spent-${reports}`, source: 'test', agent, cost_usd: usd, ...labels };
  const reply = await node.call('POST', '/v1/usage', report);
  if (reply.status !== 201) throw new Error(reply.text);
}

const ask = (labels: Record<string, unknown> = {}): Promise<Reply> =>
  node.call('POST', '/v1/reservations', { agent, amount_usd: '0.01', ...labels });

const restrictionsOf = async (query: string): Promise<Record<string, unknown>[]> =>
  rowsOf(await node.call('GET', `/v1/restrictions?${query}`));

const throttle = { at: 0.9, do: 'throttle', requests_per_minute: 3 };
const pause = { at: 0.9, do: 'pause' };
const block = { at: 0.9, do: 'block' };

describe('a block', () => {
  it('refuses for good what its subject asks for, and nobody else', async () => {
    const budget = await watch([block]);
    await spend('8.99');
    expect((await ask()).status).toBe(201);
    await spend('0.01');
    const [today, tomorrow] = [dateText(nowMs), dateText(nowMs + dayMs)];
    const refused = await ask();
    expect(refused).toMatchObject({
      status: 402,
      headers: { 'x-should-retry': 'false' },
      json: { code: 'budget_exceeded', budget, action: 'block', limit_usd: '10', resets_at: `${tomorrow}T00:00:00Z` },
    });
    expect(refused.headers['retry-after']).toBeUndefined();
    expect(textOf(refused.json, 'detail')).toBe(
      `agent ${agent} is blocked until ${tomorrow} 00:00 (UTC), unless an operator lifts it: it reached 90 % of 10 USD of budget watch ${agent} {} for ${today} (UTC)`,
    );
    expect((await ask({ agent: 'somebody-else' })).status).toBe(201);
  });

  it('changes nothing where it refuses', async () => {
    await watch([block]);
    await spend('9');
    const apart = ['refusal_counts', 'api_keys', 'org_lanes'];
    const before = await tableContents(node.pool, apart);
    expect((await ask({ agent, run: 'never', user: 'nobody-new' })).status).toBe(402);
    expect(await tableContents(node.pool, apart)).toEqual(before);
  });

  it('lets what is under way settle in full', async () => {
    await watch([block]);
    const held = textOf((await ask()).json, 'id');
    await spend('9.5');
    const settled = await node.call('POST', `/v1/reservations/${held}/settle`, { cost_usd: '3' });
    expect(settled).toMatchObject({ status: 200, json: { cost_usd: '3', overage: true } });
  });

  it('ends with its window', async () => {
    await watch([block]);
    await spend('9');
    expect((await ask()).status).toBe(402);
    nowMs += dayMs;
    expect((await ask()).status).toBe(201);
    expect(await restrictionsOf(`subject=${agent}&state=active`)).toEqual([]);
  });

  it('ends where the limit is raised, and is taken again at the share of the new one', async () => {
    const budget = await watch([block]);
    await spend('9');
    await node.call('PATCH', `/v1/budgets/${budget}`, { limit_usd: '20' });
    expect((await ask()).status).toBe(201);
    await spend('8.99');
    expect((await ask()).status).toBe(201);
    await spend('0.02');
    expect((await ask()).status).toBe(402);
    expect((await restrictionsOf(`subject=${agent}`)).map((row) => row.lifted_by)).toEqual([null, 'limit']);
  });

  it('ends with its budget, and with the action', async () => {
    const budget = await watch([block]);
    await spend('9');
    await node.call('PATCH', `/v1/budgets/${budget}`, { actions: [] });
    expect((await ask()).status).toBe(201);
    await node.call('PATCH', `/v1/budgets/${budget}`, { actions: [{ at: 0.5, do: 'block' }] });
    expect((await ask()).status).toBe(402);
    await node.call('DELETE', `/v1/budgets/${budget}`);
    expect((await ask()).status).toBe(201);
    expect((await restrictionsOf(`subject=${agent}`)).map((row) => row.lifted_by)).toEqual(['deletion', 'actions']);
  });

  it.each([
    ['org', {}, 'budget_exceeded'],
    ['team', { team: 'team-of' }, 'budget_exceeded'],
    ['user', { user: 'user-of' }, 'budget_exceeded'],
    ['workflow', { workflow: 'flow-of' }, 'budget_exceeded'],
    ['run', { run: 'run-of' }, 'run_cap_exceeded'],
  ])('works per %s', async (per, labels, code) => {
    const window = per === 'run' ? 'run' : 'day';
    const id = await watch([block], { per, window });
    await spend('9', labels);
    expect((await ask(labels)).json).toMatchObject({ code, action: 'block', per });
    await node.call('DELETE', `/v1/budgets/${id}`);
  });

  it('works on tokens and on requests', async () => {
    const id = await watch([{ at: 1.5, do: 'block' }], { limit_usd: undefined, limit_requests: 2 });
    await spend('0');
    await spend('0');
    expect((await ask()).status).toBe(201);
    await spend('0');
    expect((await ask()).json).toMatchObject({ action: 'block', limit_requests: 2, spent_requests: 3 });
    await node.call('DELETE', `/v1/budgets/${id}`);
  });
});

describe('a throttle', () => {
  it('lets its calls through in each minute, and tells the others when to come again', async () => {
    await watch([throttle]);
    await spend('9');
    nowMs = Math.ceil(nowMs / minuteMs) * minuteMs + 10_000;
    for (const _ of [1, 2, 3]) expect((await ask()).status).toBe(201);
    const refused = await ask();
    expect(refused).toMatchObject({
      status: 429,
      headers: { 'retry-after': '50', ratelimit: expect.stringMatching(/;r=0;t=50$/) as unknown },
      json: { code: 'rate_limited', action: 'throttle', requests_per_minute: 3 },
    });
    nowMs += 50_000;
    expect((await ask()).status).toBe(201);
  });

  it('counts what it lets through, however it ends, and not what it refuses', async () => {
    await watch([throttle]);
    await spend('9');
    nowMs += minuteMs;
    const first = textOf((await ask()).json, 'id');
    await node.call('POST', `/v1/reservations/${first}/release`, {});
    await node.call('POST', '/v1/runs', { agent });
    const statuses = [];
    for (const _ of [1, 2, 3, 4]) statuses.push((await ask()).status);
    expect(statuses).toEqual([201, 201, 429, 429]);
  });

  it('of N admits exactly N of 200 that ask at once', async () => {
    await watch([{ ...throttle, requests_per_minute: 17 }]);
    await spend('9');
    nowMs += minuteMs;
    const replies = await Promise.all(Array.from({ length: 200 }, () => ask()));
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(17);
    expect(replies.filter(({ status }) => status === 429)).toHaveLength(183);
  });

  it('gives way to a tighter one', async () => {
    await watch([throttle, { at: 0.95, do: 'throttle', requests_per_minute: 1 }]);
    await spend('9.6');
    nowMs += minuteMs;
    expect([(await ask()).status, (await ask()).status]).toEqual([201, 429]);
  });
});

describe('a pause', () => {
  it('pauses the agent until its window ends', async () => {
    await watch([pause]);
    await spend('9');
    const until = new Date(Math.ceil(nowMs / dayMs) * dayMs).toISOString().replace('.000Z', 'Z');
    expect(await ask()).toMatchObject({ status: 403, json: { code: 'agent_paused', resumes_at: until } });
    expect((await node.call('GET', `/v1/agents/${agent}`)).json).toMatchObject({
      paused: true,
      paused_until: until,
      paused_by: `budget watch ${agent} {}`,
      paused_reason: '90 % of the limit was reached',
    });
    nowMs += dayMs;
    expect((await ask()).status).toBe(201);
    expect((await node.call('GET', `/v1/agents/${agent}`)).json).toMatchObject({ paused: false, paused_until: null });
  });

  it('of a budget per team pauses the agent whose charge reached it', async () => {
    const id = await watch([pause], { per: 'team', match: { team: 'paused-team' } });
    await spend('5', { agent: `${agent}-other`, team: 'paused-team' });
    await spend('4', { team: 'paused-team' });
    expect((await ask({ team: 'paused-team' })).json).toMatchObject({ code: 'agent_paused', agent });
    expect((await ask({ agent: `${agent}-other`, team: 'paused-team' })).status).toBe(201);
    await node.call('DELETE', `/v1/budgets/${id}`);
    expect((await ask({ team: 'paused-team' })).status).toBe(201);
  });

  it('is ended by who resumes the agent, and not taken again by the next charge', async () => {
    await watch([pause]);
    await spend('9');
    await node.call('POST', `/v1/agents/${agent}/resume`, {});
    await spend('3');
    expect((await ask()).status).toBe(201);
    expect((await restrictionsOf(`subject=${agent}`)).map((row) => [row.active, row.lifted_by])).toEqual([
      [false, 'resume'],
    ]);
  });

  it('does not end, nor shorten, what an operator paused', async () => {
    await ask();
    await node.call('POST', `/v1/agents/${agent}/pause`, {}, { 'x-cofferdam-reason': 'out of hand' });
    await watch([pause]);
    await spend('9');
    nowMs += dayMs;
    expect((await ask()).status).toBe(403);
    expect((await node.call('GET', `/v1/agents/${agent}`)).json).toMatchObject({
      paused_until: null,
      paused_by: 'first key',
      paused_reason: 'out of hand',
    });
  });
});

describe('an action', () => {
  it('is taken once, however many charges reach it at once, is told of, and is in the audit log', async () => {
    const budget = await watch([throttle, { at: 0.95, do: 'pause' }, { at: 1.2, do: 'block' }]);
    await Promise.all(Array.from({ length: 40 }, () => spend('0.5')));
    const taken = await restrictionsOf(`subject=${agent}`);
    expect(taken.map((row) => row.do).toSorted((a, b) => String(a).localeCompare(String(b)))).toEqual([
      'block',
      'pause',
      'throttle',
    ]);
    const alerts = rowsOf(await node.call('GET', `/v1/alerts?budget=${budget}`));
    const acted = alerts.filter((row) => 'action' in membersOf(row.figures));
    const told = acted.map((row) => [row.threshold, membersOf(row.figures).action, row.severity]);
    expect(told.toSorted((a, b) => Number(a[0]) - Number(b[0]))).toEqual([
      [0.9, 'throttle', 'warning'],
      [0.95, 'pause', 'critical'],
      [1.2, 'block', 'critical'],
    ]);
    expect(acted.map((row) => String(row.text)).join('\n')).toContain(
      `Agent ${agent} was throttled to 3 requests a minute until`,
    );
    const log = rowsOf(await node.call('GET', `/v1/audit?action=restriction.taken&target=${agent}`));
    expect(log.map((row) => membersOf(row.actor)).map(({ kind, id }) => [kind, id])).toEqual(
      taken.map(() => ['system', budget]),
    );
  });

  it('stands with the counter, until somebody lifts it for the rest of the window', async () => {
    const budget = await watch([block]);
    await spend('9');
    const [counter] = rowsOf(await node.call('GET', `/v1/budgets/${budget}/counters?subject=${agent}`));
    const [held] = await restrictionsOf(`subject=${agent}`);
    expect(counter!.restrictions).toEqual([{ id: held!.id, at: 0.9, do: 'block' }]);
    const path = `/v1/restrictions/${textOf(held, 'id')}/lift`;
    const lifted = await node.call('POST', path, {}, { 'x-cofferdam-reason': 'a release' });
    expect(lifted.json).toMatchObject({ id: held!.id, active: false });
    await spend('5');
    expect((await ask()).status).toBe(201);
    expect((await node.call('POST', path, {})).json).toEqual(lifted.json);
    const [logged] = rowsOf(await node.call('GET', `/v1/audit?action=restriction.lifted&target=${agent}`));
    expect(logged).toMatchObject({ reason: 'a release', actor: { kind: 'key' } });
  });

  it('whose share is passed already is taken when the budget is made, or the limit lowered', async () => {
    await spend('9');
    const budget = await watch([pause, { at: 2, do: 'block' }]);
    expect((await ask()).status).toBe(403);
    await node.call('POST', `/v1/agents/${agent}/resume`, {});
    expect((await ask()).status).toBe(201);
    await node.call('PATCH', `/v1/budgets/${budget}`, { limit_usd: '4', actions: [{ at: 2, do: 'block' }] });
    expect((await ask()).status).toBe(402);
  });

  it('of a hard budget acts before the limit', async () => {
    await watch([block], { enforcement: 'hard' });
    await spend('9');
    expect((await ask()).json).toMatchObject({ action: 'block', available_usd: '1' });
  });

  it('is not forgotten by a node that did not take it', async () => {
    await watch([block]);
    await spend('9');
    const { rows } = await node.pool.query('SELECT count(*)::int AS n FROM restrictions WHERE subject = $1', [agent]);
    expect(rows).toEqual([{ n: 1 }]);
    await node.pool.query('UPDATE org_lanes SET config_version = config_version + 1');
    expect((await ask()).status).toBe(402);
  });

  it.each<[string, unknown]>([
    ['actions.0.at', [{ at: 0, do: 'block' }]],
    ['actions.0.at', [{ at: 10.5, do: 'block' }]],
    ['actions.0.do', [{ at: 1, do: 'explode' }]],
    ['actions.0.requests_per_minute', [{ at: 1, do: 'throttle' }]],
    ['actions.0.requests_per_minute', [{ at: 1, do: 'block', requests_per_minute: 3 }]],
    ['actions.0.requests_per_minute', [{ at: 1, do: 'throttle', requests_per_minute: 0 }]],
    ['actions', [block, block]],
    ['actions.0.colour', [{ ...block, colour: 'red' }]],
  ])('that makes no sense is refused by its name: %s', async (field, actions) => {
    const terms = { name: `bad ${count}`, per: 'org', window: 'day', limit_usd: '1', actions };
    const reply = await node.call('POST', '/v1/budgets', terms);
    expect(reply).toMatchObject({ status: 400, json: { code: 'invalid_request', field } });
  });

  it('does not go with a limit on open reservations', async () => {
    const terms = { name: 'open', per: 'org', limit_concurrent: 3, actions: [block] };
    expect((await node.call('POST', '/v1/budgets', terms)).json).toMatchObject({ field: 'actions' });
  });
});
