import { afterAll, beforeAll, expect, test } from 'vitest';
import { call } from '../../lane/support/nodes.ts';
import { ask, begin, readUntil, readWhole } from '../hostile/support/caller.ts';
import { type HostileGateway, paths, startHostile } from '../hostile/support/hostile-gateway.ts';
import { bookingOf, expectEstimated, until } from '../hostile/support/ledger.ts';
import { beginEvents, chatAnswer, chatChunk, gpt4oCost, sendJson } from '../hostile/support/provider-answers.ts';

let gateway: HostileGateway;

beforeAll(async () => {
  gateway = await startHostile({ nodeCount: 2 });
});

afterAll(() => gateway.close());

const body = { model: 'gpt-4o', max_tokens: 50, messages: [{ role: 'user', content: 'hello' }] };

function question(key: string, run: string, more: object = {}) {
  return { headers: { authorization: `Bearer ${key}`, 'x-cofferdam-run': run }, body: { ...body, ...more } };
}

async function keyOf(agent: string): Promise<string> {
  await gateway.nodes.must('/v1/agents', { id: agent });
  const { body: made } = await gateway.nodes.must('/v1/keys', { name: agent, kind: 'agent', agent });
  return String(made['secret']);
}

test('what an operator stops through one node ends on the other', async () => {
  const key = await keyOf('stopped');
  gateway.upstream.answer((response) => {
    beginEvents(response);
    response.write(chatChunk('one'));
  });
  const head = await begin(gateway.urls[0]!, paths.chat, question(key, 'stopped', { stream: true })).head;
  await readUntil(head, 'one');
  const [, other] = gateway.nodes.nodes;
  expect((await call(other!, 'POST', '/v1/agents/stopped/pause', {})).status).toBe(200);
  const rest = await readWhole(head);
  expect(rest.text).toContain('"code":"agent_paused"');
  await until(() => gateway.upstream.connections.open === 0);
  await expectEstimated(gateway.nodes, 'stopped');
  // The next call is refused by both.
  for (const url of gateway.urls) {
    expect((await ask(url, paths.chat, question(key, 'stopped-again'))).status).toBe(403);
  }
});

test('a share of a budget that pauses ends a stream on one node where a charge on the other crosses it', async () => {
  const key = await keyOf('acting');
  const actions = [{ at: 0.5, do: 'pause' }];
  const limits = { per: 'agent', match: { agent: 'acting' }, window: 'day', limit_usd: '1', enforcement: 'soft' };
  await gateway.nodes.must('/v1/budgets', { name: 'acting', ...limits, actions });
  gateway.upstream.answer((response) => {
    beginEvents(response);
    response.write(chatChunk('one'));
  });
  const head = await begin(gateway.urls[0]!, paths.chat, question(key, 'acting', { stream: true })).head;
  await readUntil(head, 'one');
  const [, other] = gateway.nodes.nodes;
  const usage = { id: 'half', source: 'elsewhere', agent: 'acting', run: 'elsewhere', cost_usd: '0.6' };
  expect((await call(other!, 'POST', '/v1/usage', usage)).status).toBe(201);
  const rest = await readWhole(head);
  expect(rest.text).toContain('"code":"agent_paused"');
  await expectEstimated(gateway.nodes, 'acting');
  for (const url of gateway.urls) expect((await ask(url, paths.chat, question(key, 'acting-again'))).status).toBe(403);
  const { rows } = await gateway.nodes.pool.query<{ id: string }>(
    "SELECT r.id, r.kind, r.agent FROM restrictions r JOIN budgets b USING (org_id) WHERE b.id = r.budget_id AND b.name = 'acting'",
  );
  expect(rows).toMatchObject([{ kind: 'pause', agent: 'acting' }]);
  // Both the refusal and the run that was cut off name what did it.
  const refused = await ask(gateway.urls[0]!, paths.chat, question(key, 'acting'));
  const cause = { code: 'agent_paused', budget_name: 'acting', restriction: rows[0]!.id, action: 'pause' };
  expect(refused).toMatchObject({ status: 403, json: cause });
  expect((await gateway.nodes.get('/v1/runs/acting')).body['stopped_by']).toMatchObject({ ...cause, refusals: 1 });
  await gateway.nodes.expectVerified();
});

test('calls through both nodes share one budget, to the last nano-USD', async () => {
  const key = await keyOf('shared');
  const budget = { name: 'shared', per: 'agent', match: { agent: 'shared' }, window: 'lifetime', limit_usd: '0.01' };
  const { body: made } = await gateway.nodes.must('/v1/budgets', budget);
  gateway.upstream.answer((response) => sendJson(response, chatAnswer(20, 50)));
  const asked = Array.from({ length: 60 }, (_, index) =>
    ask(gateway.urls[index % 2]!, paths.chat, question(key, `shared-${index}`)),
  );
  const before = gateway.upstream.calls.length;
  const answers = await Promise.all(asked);
  const answered = answers.filter(({ status }) => status === 200).length;
  expect(answers.every(({ status }) => [200, 402, 429].includes(status))).toBe(true);
  expect(gateway.upstream.calls.length - before).toBe(answered);
  expect(answered).toBeGreaterThan(0);
  const { rows } = await gateway.nodes.pool.query<{ spent: bigint; reserved: bigint }>(
    'SELECT spent, reserved FROM counters WHERE budget_id = $1',
    [made['id']],
  );
  expect(rows).toEqual([{ spent: BigInt(answered) * gpt4oCost(20, 50), reserved: 0n }]);
  expect(rows[0]!.spent).toBeLessThanOrEqual(10_000_000n);
  await gateway.nodes.expectVerified();
});

test('a connection that is changed through one node is what both call with, within its moment of memory', async () => {
  gateway.upstream.answer((response) => sendJson(response, chatAnswer(7, 5)));
  for (const [index, url] of gateway.urls.entries()) await ask(url, paths.chat, question(gateway.key, `old-${index}`));
  const changed = await call(gateway.nodes.nodes[0]!, 'PATCH', '/v1/connections/openai', { api_key: 'another-key-1' });
  expect(changed.status).toBe(200);
  let turn = 0;
  for (const url of gateway.urls) {
    await until(async () => {
      turn += 1;
      await ask(url, paths.chat, question(gateway.key, `new-${turn}`));
      return gateway.upstream.calls.at(-1)!.headers.authorization === 'Bearer another-key-1';
    });
  }
  expect((await bookingOf(gateway.nodes, `new-${turn}`)).cost).toBe(gpt4oCost(7, 5));
});
