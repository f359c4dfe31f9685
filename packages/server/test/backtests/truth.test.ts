import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensurePartitions } from '../../src/store/partitions.ts';
import { makeOrg, membersOf } from '../api/support/fields.ts';
import { startTestNode, type Call, type TestNode } from '../api/support/test-node.ts';
import { azureSample, type TracedCall } from './support/azure-sample.ts';

const startMs = Date.parse('2026-11-16T18:17:00Z');
const agents = ['coder', 'coder', 'reviewer', 'coder', 'tester'];
const callsOfRun = 4;

let nowMs = startMs;
let node: TestNode;
let past: Call;

beforeAll(async () => {
  node = await startTestNode({ clock: () => nowMs });
  await ensurePartitions(node.pool, nowMs);
  past = await pastOrg();
});
afterAll(() => node.close());

interface Asked extends TracedCall {
  readonly agent: string;
  readonly run: string;
  readonly timeMs: number;
  /** gpt-4o: 2.50 USD a million in, 10 out. */
  readonly costNanoUsd: bigint;
}

const asked: readonly Asked[] = azureSample.map((call, index) => {
  const run = Math.floor(index / callsOfRun);
  return {
    ...call,
    agent: agents[run % agents.length]!,
    run: `run-${run}`,
    timeMs: startMs + call.afterMs,
    costNanoUsd: BigInt(call.inputTokens) * 2_500n + BigInt(call.outputTokens) * 10_000n,
  };
});

function usd(nanoUsd: bigint): string {
  return `${nanoUsd / 1_000_000_000n}.${String(nanoUsd % 1_000_000_000n).padStart(9, '0')}`;
}

/** Reserves what the call will cost, exactly, and settles with what it used. Whether it was refused. */
async function spend(call: Call, one: Asked): Promise<boolean> {
  nowMs = one.timeMs;
  const model = { provider: 'openai', model: 'gpt-4o' };
  const reserved = await call('POST', '/v1/reservations', {
    agent: one.agent,
    run: one.run,
    ...model,
    amount_usd: usd(one.costNanoUsd),
    estimate: { input_tokens: one.inputTokens, max_output_tokens: one.outputTokens },
  });
  if (reserved.status !== 201) {
    if (![402, 429].includes(reserved.status)) throw new Error(reserved.text);
    return true;
  }
  const { id } = membersOf(reserved.json);
  const usage = { ...model, input_tokens: one.inputTokens, output_tokens: one.outputTokens };
  const settled = await call('POST', `/v1/reservations/${String(id)}/settle`, { usage });
  expect(membersOf(settled.json).cost_usd).toBeDefined();
  return false;
}

async function finishRuns(call: Call): Promise<void> {
  for (const run of new Set(asked.map((one) => one.run))) {
    expect((await call('POST', `/v1/runs/${run}/finish`, { status: 'succeeded' })).status).toBe(200);
  }
}

const proposals: readonly [name: string, budgets: readonly Record<string, unknown>[]][] = [
  ['an hour of each agent', [{ name: 'a', per: 'agent', window: 'hour', limit_usd: '0.15' }]],
  [
    'several that stand together',
    [
      { name: 'a', per: 'org', window: 'day', limit_usd: '0.55', timezone: 'Asia/Kolkata' },
      { name: 'b', per: 'agent', match: { agent: ['coder', 'tester'] }, window: 'hour', limit_requests: 30 },
      { name: 'c', per: 'run', window: 'run', limit_usd: '0.03' },
      { name: 'd', per: 'model', window: 'lifetime', limit_usd: '0.001', enforcement: 'soft' },
      { name: 'e', per: 'team', window: 'day', limit_usd: '0' },
      { name: 'f', per: 'org', window: 'minute', limit_tokens: 9_000 },
    ],
  ],
];

/** What a past without budgets looks like, with the trace spent in it. */
async function pastOrg(): Promise<Call> {
  nowMs = startMs;
  const call = node.as((await makeOrg(node.call, 'past')).secret);
  for (const one of asked) expect(await spend(call, one)).toBe(false);
  await finishRuns(call);
  return call;
}

test.each(proposals)('refuses what the ledger itself would have refused: %s', async (name, budgets) => {
  nowMs = startMs;
  const present = node.as((await makeOrg(node.call, name)).secret);
  for (const budget of budgets) expect((await present('POST', '/v1/budgets', budget)).status).toBe(201);
  const refused: Asked[] = [];
  for (const one of asked) if (await spend(present, one)) refused.push(one);
  expect(refused.length).toBeGreaterThan(5);
  expect(refused.length).toBeLessThan(asked.length - 5);

  const reply = await past('POST', '/v1/backtests', { budgets });
  expect(reply.status).toBe(200);
  const backtest = membersOf(reply.json);
  const saved = refused.reduce((sum, one) => sum + one.costNanoUsd, 0n);
  expect(backtest).toMatchObject({
    records: asked.length,
    calls: asked.length,
    refused_calls: refused.length,
    tasks_lost: new Set(refused.map((one) => one.run)).size,
    first_refused_at: new Date(refused[0]!.timeMs).toISOString().replace('.000Z', 'Z'),
  });
  expect(Number(backtest.saved_usd) - Number(usd(saved))).toBe(0);
  const planned = await past('POST', '/v1/policy/plan', { policy: { version: 1, budgets } });
  const { refused_calls, saved_usd, tasks_lost } = membersOf(membersOf(planned.json).backtest);
  expect([refused_calls, tasks_lost]).toEqual([refused.length, backtest.tasks_lost]);
  expect(Number(saved_usd) - Number(usd(saved))).toBe(0);
  if (budgets.length > 1) return;
  const [only] = backtest.budgets as Record<string, unknown>[];
  const byAgent = Object.fromEntries(
    (only!.by_agent as Record<string, unknown>[]).map((row) => [String(row.agent), row.refused_calls]),
  );
  const expected: Record<string, number> = {};
  for (const { agent } of refused) expected[agent] = (expected[agent] ?? 0) + 1;
  expect(byAgent).toEqual(expected);
});
