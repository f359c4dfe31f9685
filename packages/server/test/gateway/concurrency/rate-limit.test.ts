import { afterAll, beforeAll, expect, test } from 'vitest';
import { createGate } from '../support/gate.ts';
import { RawCaller } from '../support/raw-call.ts';
import { startGateway } from '../support/test-gateway.ts';
import { ask, type Crowd, storm, tally } from './support/crowd.ts';

const minuteMs = 60_000;
/** Half a second past the 40th second of a minute: its window lasts for another 19.5 s. */
let nowMs = Math.floor(Date.now() / minuteMs) * minuteMs + 40_500;

let crowd: Crowd;

beforeAll(async () => {
  const gate = createGate();
  const gateway = await startGateway({ node: { clock: () => nowMs }, simulator: { clock: gate.clock } });
  const key = await gateway.agentKey('often');
  crowd = { gateway, gate, key, caller: new RawCaller() };
  const budget = { name: 'three a minute', per: 'agent', match: { agent: 'often' }, window: 'minute' };
  await gateway.nodes.must('/v1/budgets', { ...budget, limit_requests: 3 });
});

afterAll(async () => {
  await crowd.gateway.nodes.expectVerified();
  crowd.caller.close();
  await crowd.gateway.close();
});

const policy = '"three a minute";q=3;qu="requests";w=60';

test('requests a minute: each answer says what is left, and the one too many when to come again', async () => {
  for (const left of [2, 1, 0]) {
    const { status, headers } = await ask(crowd, 0);
    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'ratelimit-policy': policy, ratelimit: `"three a minute";r=${left};t=20` });
  }
  const refusal = await ask(crowd, 0);
  expect([refusal.status, refusal.code]).toEqual([429, 'rate_limited']);
  expect(refusal.headers).toMatchObject({
    'retry-after': '20',
    'ratelimit-policy': policy,
    ratelimit: '"three a minute";r=0;t=20',
  });
  expect(crowd.gateway.simulator.truth()).toHaveLength(3);
});

test('the window does not end a moment early; the next one lets as many through, however many come at once', async () => {
  nowMs += 19_499;
  expect((await ask(crowd, 0)).code).toBe('rate_limited');
  nowMs += 1;
  const answers = await storm(crowd, { count: 30 });
  // Those that are open might yet be given back, so that the others may try again at once.
  expect(tally(answers)).toEqual({ '200': 3, '429 budget_in_flight': 27 });
  const refusal = await ask(crowd, 0);
  expect([refusal.code, refusal.headers['retry-after']]).toEqual(['rate_limited', '60']);
  expect(crowd.gateway.simulator.truth()).toHaveLength(6);
});
