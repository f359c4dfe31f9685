import { expect } from 'vitest';
import type { Gate } from '../../support/gate.ts';
import { wish } from '../../support/prompts.ts';
import type { RawAnswer, RawCaller } from '../../support/raw-call.ts';
import type { TestGateway } from '../../support/test-gateway.ts';

/** Output tokens that each call asks for, and gets. */
const outputTokens = 100;

/** Everything that a crowd of callers needs. */
export interface Crowd {
  readonly gateway: TestGateway;
  readonly gate: Gate;
  readonly caller: RawCaller;
  readonly key: string;
}

/** One answer, in the words of the tests. */
export interface CrowdAnswer extends RawAnswer {
  readonly code: string | null;
  readonly json: Readonly<Record<string, unknown>>;
}

function jsonOf({ headers, body }: RawAnswer): Readonly<Record<string, unknown>> {
  const isJson = /json/.test(String(headers['content-type']));
  return isJson ? (JSON.parse(body.toString('utf8')) as Record<string, unknown>) : {};
}

/** Makes the crowd's call: all are alike, but that every other one streams. The simulator answers it behind the gate. */
export async function ask(
  crowd: Crowd,
  at: number,
  headers: Readonly<Record<string, string>> = {},
): Promise<CrowdAnswer> {
  const { urls } = crowd.gateway;
  const answer = await crowd.caller.call({
    url: `${urls[at % urls.length]}/gateway/openai/v1/chat/completions`,
    headers: { authorization: `Bearer ${crowd.key}`, ...headers },
    body: JSON.stringify({
      model: 'gpt-4o',
      max_completion_tokens: outputTokens,
      messages: [{ role: 'user', content: wish('crowd', 'first-byte-ms=1', `output-tokens=${outputTokens}`) }],
      stream: Math.floor(at / urls.length) % 2 === 0,
    }),
  });
  const json = jsonOf(answer);
  return { ...answer, json, code: typeof json['code'] === 'string' ? json['code'] : null };
}

/** How often each answer was given: by its status, and its code where it has one. */
export function tally(answers: readonly CrowdAnswer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, code } of answers) {
    const name = code === null ? String(status) : `${status} ${code}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

export interface Storm {
  readonly count: number;
  readonly headersOf?: (at: number) => Readonly<Record<string, string>>;
  /** Called over and over while the storm is on. */
  readonly look?: () => Promise<void>;
}

/** Lets everything else go on. */
function aTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/**
 * So many calls at once, none of which is answered by the simulator before all others are answered by the gateway: they
 * are all in flight together. Resolves once they are settled.
 */
export async function storm(crowd: Crowd, { count, headersOf, look = aTurn }: Storm): Promise<CrowdAnswer[]> {
  const { gate, gateway } = crowd;
  gate.shut();
  const answers: CrowdAnswer[] = [];
  const calls = Array.from({ length: count }, async (_, at) => {
    answers.push(await ask(crowd, at, headersOf?.(at)));
  });
  while (answers.length + gate.waiting < count) await look();
  gate.open();
  while (answers.length < count) await look();
  await Promise.all(calls);
  await gateway.untilSettled();
  return answers;
}

/** What a call of the crowd holds: asked of one by an agent that nothing limits. */
export async function heldByOne(crowd: Crowd): Promise<bigint> {
  const { gateway, gate } = crowd;
  gate.open();
  const key = await gateway.agentKey('probe');
  expect((await ask({ ...crowd, key }, 0, { 'x-cofferdam-run': 'probe' })).status).toBe(200);
  const { rows } = await gateway.nodes.pool.query<{ amount: bigint }>(
    "SELECT amount_nano_usd AS amount FROM reservations WHERE run = 'probe'",
  );
  return rows[0]!.amount;
}

/** Nano-USD as a decimal string of USD. */
export function usdOf(nanoUsd: bigint): string {
  const digits = nanoUsd.toString().padStart(10, '0');
  return `${digits.slice(0, -9)}.${digits.slice(-9)}`.replace(/\.?0+$/, '');
}

export interface Figures {
  readonly spent: bigint;
  readonly reserved: bigint;
}

/** What the counters of a budget, by name, have in all; nothing where there are none yet. */
export async function figuresOf({ gateway }: Crowd, budget: string): Promise<Figures> {
  const { rows } = await gateway.nodes.pool.query<Figures>(
    `SELECT coalesce(sum(k.spent), 0)::bigint AS spent, coalesce(sum(k.reserved), 0)::bigint AS reserved
       FROM counters k JOIN budgets b ON b.org_id = k.org_id AND b.id = k.budget_id WHERE b.name = $1`,
    [budget],
  );
  return rows[0]!;
}

/** Calls one after the other until one is refused, and returns that refusal. */
export async function spendTheRest(crowd: Crowd, headers: Readonly<Record<string, string>> = {}): Promise<CrowdAnswer> {
  for (let at = 0; ; at += 1) {
    const answer = await ask(crowd, at, headers);
    if (answer.status !== 200) return answer;
  }
}
