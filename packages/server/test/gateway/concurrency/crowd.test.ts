import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createGate } from '../support/gate.ts';
import { RawCaller } from '../support/raw-call.ts';
import { startGateway } from '../support/test-gateway.ts';
import { ask, type Crowd, figuresOf, heldByOne, spendTheRest, storm, tally, usdOf } from './support/crowd.ts';

const count = 200;
const room = 4n;

/** What the simulator billed the crowd: all but the probe. */
function billed({ gateway }: Crowd): { readonly calls: number; readonly nanoUsd: bigint } {
  const truths = gateway.simulator.truth().slice(1);
  return { calls: truths.length, nanoUsd: truths.reduce((sum, { costNanoUsd }) => sum + (costNanoUsd ?? 0n), 0n) };
}

describe.each([
  ['strict', 1],
  ['strict', 2],
  ['fit', 1],
  ['fit', 2],
])('%s, %i node(s)', (mode, nodeCount) => {
  let crowd: Crowd;
  let amount: bigint;
  let limit: bigint;

  beforeAll(async () => {
    const gate = createGate();
    const connection = { policy: { mode } };
    const gateway = await startGateway({ nodeCount, connection, simulator: { clock: gate.clock } });
    const key = await gateway.agentKey('crowd');
    crowd = { gateway, gate, key, caller: new RawCaller() };
    amount = await heldByOne(crowd);
    limit = amount * room + amount / 2n;
    const budget = { name: 'four', per: 'agent', match: { agent: 'crowd' }, window: 'lifetime' };
    await gateway.nodes.must('/v1/budgets', { ...budget, limit_usd: usdOf(limit) });
  });

  afterAll(async () => {
    await crowd.gateway.nodes.expectVerified();
    crowd.caller.close();
    await crowd.gateway.close();
  });

  test('200 calls at once on a budget with room for 4: 4 reach the provider, and it is never passed', async () => {
    let looks = 0;
    const look = async (): Promise<void> => {
      const { spent, reserved } = await figuresOf(crowd, 'four');
      expect(spent + reserved <= limit).toBe(true);
      looks += 1;
    };
    const answers = await storm(crowd, { count, look });
    expect(tally(answers)).toEqual({ '200': Number(room), '429 budget_in_flight': count - Number(room) });
    expect(looks).toBeGreaterThan(2);
    for (const { status, headers } of answers) if (status === 429) expect(headers['retry-after']).toBe('1');
    expect(billed(crowd).calls).toBe(Number(room));
    expect(await figuresOf(crowd, 'four')).toEqual({ spent: billed(crowd).nanoUsd, reserved: 0n });
  });

  test('all that is left can be spent, and then the refusal is final', async () => {
    const before = await figuresOf(crowd, 'four');
    expect(limit - before.spent).toBeGreaterThanOrEqual(amount);
    const refusal = await spendTheRest(crowd);
    expect([refusal.status, refusal.code]).toEqual([402, 'budget_exceeded']);
    expect(refusal.headers).toMatchObject({ 'x-should-retry': 'false' });
    expect(refusal.headers['retry-after']).toBeUndefined();
    const { spent, reserved } = await figuresOf(crowd, 'four');
    expect([spent, reserved]).toEqual([billed(crowd).nanoUsd, 0n]);
    expect(spent).toBeGreaterThan(before.spent);
    expect(spent <= limit).toBe(true);
    expect(limit - spent).toBeLessThan(amount);
    const last = await Promise.all(Array.from({ length: count }, (_, at) => ask(crowd, at)));
    expect(tally(last)).toEqual({ '402 budget_exceeded': count });
  });
});

test('fit: what is left is offered to one more call, with a lower cap that its request carries', async () => {
  const gate = createGate();
  const connection = { policy: { mode: 'fit', min_output_tokens: 10 } };
  const gateway = await startGateway({ connection, simulator: { clock: gate.clock } });
  const crowd: Crowd = { gateway, gate, key: await gateway.agentKey('crowd'), caller: new RawCaller() };
  try {
    const amount = await heldByOne(crowd);
    const limit = amount * room + (amount * 2n) / 3n;
    const budget = { name: 'four', per: 'agent', match: { agent: 'crowd' }, window: 'lifetime' };
    await gateway.nodes.must('/v1/budgets', { ...budget, limit_usd: usdOf(limit) });
    const answers = await storm(crowd, { count });
    expect(tally(answers)).toEqual({ '200': Number(room) + 1, '429 budget_in_flight': count - Number(room) - 1 });
    const clamped = answers.flatMap(({ headers }) => headers['x-cofferdam-output-clamped'] ?? []).map(Number);
    const caps = gateway.simulator
      .truth()
      .slice(1)
      .map(({ cap }) => cap ?? 0);
    expect(caps.toSorted((a, b) => a - b)).toEqual([clamped[0], 100, 100, 100, 100]);
    expect(clamped[0]).toBeGreaterThanOrEqual(10);
    expect(clamped[0]).toBeLessThan(100);
    expect(await figuresOf(crowd, 'four')).toEqual({ spent: billed(crowd).nanoUsd, reserved: 0n });
    const refusal = await spendTheRest(crowd);
    expect([refusal.status, refusal.code]).toEqual([402, 'budget_exceeded']);
    const { spent, reserved } = await figuresOf(crowd, 'four');
    expect([spent, reserved]).toEqual([billed(crowd).nanoUsd, 0n]);
    expect(spent <= limit).toBe(true);
    await gateway.nodes.expectVerified();
  } finally {
    crowd.caller.close();
    await gateway.close();
  }
});
