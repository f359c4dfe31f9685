import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createGate } from '../support/gate.ts';
import { RawCaller } from '../support/raw-call.ts';
import { startGateway } from '../support/test-gateway.ts';
import { type Crowd, figuresOf, heldByOne, spendTheRest, storm, tally, usdOf } from './support/crowd.ts';

const room = 4;

describe.each([1, 2])('on %i node(s)', (nodeCount) => {
  let crowd: Crowd;
  let amount: bigint;

  beforeAll(async () => {
    const gate = createGate();
    const gateway = await startGateway({ nodeCount, simulator: { clock: gate.clock } });
    crowd = { gateway, gate, key: '', caller: new RawCaller() };
    amount = await heldByOne(crowd);
  });

  afterAll(async () => {
    await crowd.gateway.nodes.expectVerified();
    crowd.caller.close();
    await crowd.gateway.close();
  });

  /** The crowd as another agent: limits of one test are none of another's. */
  async function as(agent: string): Promise<Crowd> {
    return { ...crowd, key: await crowd.gateway.agentKey(agent) };
  }

  test('50 calls of a tree of runs share the cap of its root, and a refused one makes no run', async () => {
    const { nodes } = crowd.gateway;
    const own = await as('runner');
    const limitUsd = usdOf(amount * BigInt(room) + amount / 2n);
    await nodes.must('/v1/runs', { id: 'root', agent: 'runner', limit_usd: limitUsd });
    for (let at = 0; at < 5; at += 1) {
      await nodes.must('/v1/runs', { id: `child-${at}`, agent: 'runner', parent_run: 'root' });
    }
    const headersOf = (at: number): Record<string, string> => ({
      'x-cofferdam-run': `grandchild-${at}`,
      'x-cofferdam-parent-run': `child-${at % 5}`,
    });
    const answers = await storm(own, { count: 50, headersOf });
    expect(tally(answers)).toEqual({ '200': room, '429 budget_in_flight': 50 - room });
    const { rows } = await nodes.pool.query("SELECT id FROM runs WHERE id LIKE 'grandchild-%'");
    expect(rows).toHaveLength(room);
    const refusal = await spendTheRest(own, { 'x-cofferdam-run': 'child-0' });
    expect([refusal.status, refusal.code]).toEqual([402, 'run_cap_exceeded']);
    expect(refusal.json).toMatchObject({ per: 'run', subject: 'root' });
  });

  test('the first calls of a user whom nobody has seen are held as any other', async () => {
    const { nodes } = crowd.gateway;
    const limitUsd = usdOf(amount * BigInt(room) + amount / 2n);
    const own = await as('greeter');
    const budget = { name: 'each user', per: 'user', match: { agent: 'greeter' }, window: 'day' };
    await nodes.must('/v1/budgets', { ...budget, limit_usd: limitUsd });
    const headersOf = (): Record<string, string> => ({ 'x-cofferdam-user': 'stranger' });
    const answers = await storm(own, { count: 100, headersOf });
    expect(tally(answers)).toEqual({ '200': room, '429 budget_in_flight': 100 - room });
    const { rows } = await nodes.pool.query("SELECT kind FROM registry WHERE id = 'stranger'");
    expect(rows).toEqual([{ kind: 'user' }]);
  });

  test('a limit on what is open at once lets so many through at any time, and is free again after', async () => {
    const own = await as('busy');
    const budget = { name: 'at once', per: 'agent', match: { agent: 'busy' }, limit_concurrent: room };
    await crowd.gateway.nodes.must('/v1/budgets', budget);
    for (const round of [1, 2]) {
      const look = async (): Promise<void> => {
        const { reserved } = await figuresOf(own, 'at once');
        expect(reserved <= BigInt(room)).toBe(true);
      };
      const answers = await storm(own, { count: 50, look });
      expect([round, tally(answers)]).toEqual([round, { '200': room, '429 budget_in_flight': 50 - room }]);
      for (const { status, headers } of answers) if (status === 429) expect(headers['retry-after']).toBe('1');
    }
    expect(await figuresOf(own, 'at once')).toEqual({ spent: 0n, reserved: 0n });
  });
});
