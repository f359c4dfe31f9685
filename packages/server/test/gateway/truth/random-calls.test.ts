import type { TruthRecord } from '@cofferdam/simulator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allCharges, type Charge, sumOf } from '../support/charges.ts';
import { drawFrom } from '../support/draw.ts';
import { type RawAnswer, RawCaller } from '../support/raw-call.ts';
import { addConnections, startGateway, type TestGateway } from '../support/test-gateway.ts';
import { drawCall, type DrawnCall } from './support/drawn-call.ts';

const callCount = 1000;
const atOnce = 16;

let gateway: TestGateway;
const caller = new RawCaller();
const keys = new Map<string, string>();

beforeAll(async () => {
  gateway = await startGateway({ simulator: { seed: 'random calls' } });
  const { nodes, simulator } = gateway;
  await addConnections(nodes, simulator.url, '-hasty', { timeouts: { first_byte_ms: 400, idle_ms: 150 } });
  for (const agent of ['one', 'two', 'paused']) keys.set(agent, await gateway.agentKey(agent));
  await nodes.must('/v1/agents/paused/pause', {});
  await nodes.must('/v1/budgets', { name: 'all', per: 'org', window: 'lifetime', limit_usd: '1000000' });
  await nodes.must('/v1/budgets', { name: 'each', per: 'agent', window: 'month', limit_usd: '500000' });
  await nodes.must('/v1/credits/top-ups', { amount_usd: '1000000', reference: 'first' });
});

afterAll(async () => {
  caller.close();
  await gateway.close();
});

function ask({ tag, path, body, agent, leaving }: DrawnCall): Promise<RawAnswer> {
  return caller.call({
    url: `${gateway.url}/gateway/${path}`,
    headers: { 'x-api-key': keys.get(agent) ?? '', 'x-cofferdam-run': tag },
    body: JSON.stringify(body),
    leaving,
  });
}

/** All calls, so many at once; answers stand at the places of their calls. */
async function askAll(calls: readonly DrawnCall[]): Promise<RawAnswer[]> {
  const answers: RawAnswer[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; at < calls.length; at = next++) answers[at] = await ask(calls[at]!);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return answers;
}

/** The simulator has no price for this one: 0.15 USD per million tokens at Google, which is 150 nano-USD each. */
function billOf({ costNanoUsd, promptTokens, endpoint }: TruthRecord): bigint {
  if (costNanoUsd !== null) return costNanoUsd;
  if (endpoint !== 'embedContent') throw new Error(`no price for ${endpoint}`);
  return BigInt(promptTokens) * 150n;
}

/** What is known of one call from all sides. */
interface Compared {
  readonly call: DrawnCall;
  readonly answer: RawAnswer;
  readonly truth: TruthRecord | undefined;
  readonly charges: readonly Charge[];
  readonly states: readonly string[];
}

/** The client got it all, and the provider said what it used: then the ledger has to know it, but for broken JSON. */
function isKnown({ answer, truth }: Compared): boolean {
  return answer.ended === 'whole' && truth?.outcome === 'completed' && truth.usageReported;
}

/** How a call came out; throws what is wrong with it. */
function outcomeOf(compared: Compared): string {
  const { call, answer, truth, charges, states } = compared;
  const isEstimated = charges.some(({ estimated }) => estimated);
  if (call.refused !== null) {
    expect([answer.status, truth, charges, states]).toEqual([call.refused, undefined, [], []]);
    return 'refused by the gateway';
  }
  if (call.wishes.errorStatus !== null && call.leaving === 'never') {
    expect([answer.status, truth, charges, states]).toEqual([call.wishes.errorStatus, undefined, [], ['released']]);
    return 'refused by the provider';
  }
  if (truth === undefined) {
    // The gateway may have stopped the provider before there was a word from it: only a bound is known then.
    expect([call.leaving !== 'never', charges.length === 0 || isEstimated]).toEqual([true, true]);
    return 'left without an answer';
  }
  expect(states).toEqual(['settled']);
  const [charged, bill] = [sumOf(charges), billOf(truth)];
  if (charged === bill && !isEstimated) return call.leaving === 'never' ? 'exact' : 'left, exact';
  if (isKnown(compared) && !call.wishes.malformed) expect([charged, isEstimated]).toEqual([bill, false]);
  expect(isEstimated).toBe(true);
  expect(charged).toBeGreaterThanOrEqual(bill);
  return call.leaving === 'never' ? 'estimated' : 'left, estimated';
}

/** As outcomeOf, with the call in the message: among a thousand, one has to know which. */
function checked(compared: Compared): string {
  try {
    return outcomeOf(compared);
  } catch (error) {
    const { call, truth, charges, answer } = compared;
    const told = { ...call, body: JSON.stringify(call.body).slice(-600), truth, charges, answer };
    const text = JSON.stringify(told, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
    throw new Error(`${String(error)}\n${text.slice(0, 4000)}`, { cause: error });
  }
}

function grouped<T>(rows: readonly T[], keyOf: (row: T) => string | null): Map<string | null, T[]> {
  const groups = new Map<string | null, T[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return groups;
}

test('the ledger equals the upstream, to the nano-USD, or is an upper bound that is flagged', async () => {
  const draw = drawFrom(20261123);
  const calls = Array.from({ length: callCount }, (_, at) => drawCall(draw, `c${at}`));
  const answers = await askAll(calls);
  await gateway.untilSettled();

  const { nodes, simulator } = gateway;
  const charges = await allCharges(nodes.pool);
  const { rows } = await nodes.pool.query<{ run: string; state: string }>('SELECT run, state FROM reservations');
  const [chargesOf, statesOf] = [grouped(charges, ({ run }) => run), grouped(rows, ({ run }) => run)];
  const truthsOf = grouped(simulator.truth(), ({ tag }) => tag);
  const outcomes: Record<string, number> = {};
  for (const [at, call] of calls.entries()) {
    const truths = truthsOf.get(call.tag) ?? [];
    expect(truths.length).toBeLessThanOrEqual(1);
    const states = (statesOf.get(call.tag) ?? []).map(({ state }) => state);
    const own = chargesOf.get(call.tag) ?? [];
    const outcome = checked({ call, answer: answers[at]!, truth: truths[0], charges: own, states });
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
  for (const way of [
    'exact',
    'estimated',
    'left, exact',
    'left, estimated',
    'refused by the provider',
    'refused by the gateway',
  ])
    expect(outcomes[way] ?? 0).toBeGreaterThan(10);
  expect(outcomes['exact'] ?? 0).toBeGreaterThan(callCount / 2);
});

test('every figure is the sum of what was charged, nothing is held, and the chain stands', async () => {
  const { pool } = gateway.nodes;
  const charged = sumOf(await allCharges(pool));
  const { rows: counters } = await pool.query<{ name: string; spent: bigint; reserved: bigint }>(
    `SELECT b.name, sum(k.spent)::bigint AS spent, sum(k.reserved)::bigint AS reserved
       FROM counters k JOIN budgets b ON b.org_id = k.org_id AND b.id = k.budget_id GROUP BY b.name ORDER BY b.name`,
  );
  expect(counters).toEqual([
    { name: 'all', spent: charged, reserved: 0n },
    { name: 'each', spent: charged, reserved: 0n },
  ]);
  const { rows: wallets } = await pool.query('SELECT wallet_balance, wallet_reserved FROM org_lanes');
  expect(wallets).toEqual([{ wallet_balance: 1_000_000_000_000_000n - charged, wallet_reserved: 0n }]);
  await gateway.nodes.expectVerified();
});
