import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import Anthropic from '@anthropic-ai/sdk';
import { BudgetExhaustedError, Cofferdam, ConnectionError } from '@cofferdam/sdk';
import { meter } from '@cofferdam/sdk/ai';
import { meterAnthropic, refusalOf as anthropicRefusalOf } from '@cofferdam/sdk/anthropic';
import { meteredFetch, meterOpenAI, refusalOf, UnboundedCallError } from '@cofferdam/sdk/openai';
import { type Simulator, startSimulator } from '@cofferdam/simulator';
import { generateText, streamText, wrapLanguageModel } from 'ai';
import OpenAI from 'openai';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestNode, testAdminKey, type TestNode } from '../api/support/test-node.ts';

let node: TestNode;
let simulator: Simulator;
let client: Cofferdam;
let agents = 0;
let agent = '';
beforeAll(async () => {
  [node, simulator] = await Promise.all([startTestNode(), startSimulator()]);
  const baseUrl = await node.node.app.listen({ port: 0, host: '127.0.0.1' });
  client = new Cofferdam({ baseUrl, apiKey: testAdminKey });
});
afterAll(() => Promise.all([node.close(), simulator.close()]));
beforeEach(() => {
  simulator.reset();
  agents += 1;
  agent = `agent-${agents}`;
});

interface Books {
  readonly booked: bigint;
  readonly estimated: boolean;
  readonly open: number;
  readonly records: number;
}

/** What the ledger has of this test's agent. */
async function books(): Promise<Books> {
  const { rows } = await node.pool.query<{ cost: string; estimated: boolean | null; records: number }>(
    `SELECT coalesce(sum(cost_nano_usd), 0)::text AS cost, bool_or(estimated) AS estimated, count(*)::int AS records
       FROM usage_records WHERE agent = $1`,
    [agent],
  );
  const held = await node.pool.query(`SELECT 1 FROM reservations WHERE agent = $1 AND state = 'held'`, [agent]);
  const [row] = rows;
  return {
    booked: BigInt(row?.cost ?? '0'),
    estimated: row?.estimated ?? false,
    records: row?.records ?? 0,
    open: held.rows.length,
  };
}

/** What the provider bills for all that reached it. */
function billed(): bigint {
  return simulator.truth().reduce((sum, { costNanoUsd }) => sum + (costNanoUsd ?? 0n), 0n);
}

/** The ledger has what the provider bills, from its own figures, and nothing is held any more. */
async function expectBilled(records: number): Promise<void> {
  expect(billed()).toBeGreaterThan(0n);
  expect(await books()).toEqual({ booked: billed(), estimated: false, open: 0, records });
}

const messages = [{ role: 'user' as const, content: 'How much is left? Wie viel ist übrig? まだありますか' }];
const spender = () => client.as({ agent });
const plainOpenAI = () => new OpenAI({ baseURL: `${simulator.url}/v1`, apiKey: 'k', maxRetries: 2 });
const openai = () => meterOpenAI(plainOpenAI(), spender());
const anthropic = () =>
  meterAnthropic(new Anthropic({ baseURL: simulator.url, apiKey: 'k', maxRetries: 2 }), spender());

async function refuseEverything(): Promise<void> {
  await client.budgets.create({ name: agent, per: 'agent', match: { agent }, window: 'day', limit_usd: '0.000001' });
}

describe('openai', () => {
  test('completions, streams, responses and embeddings are booked as they are billed', async () => {
    const metered = openai();
    simulator.behave({ all: { reasoningTokens: 7 } });
    await metered.chat.completions.create({ model: 'gpt-4o', messages, max_completion_tokens: 50, n: 2 });
    const stream = await metered.chat.completions.create({ model: 'gpt-4o-mini', messages, stream: true });
    let choices = 0;
    // The chunk with the usage, which was not asked for, would have none.
    for await (const chunk of stream) choices += chunk.choices[0]!.delta.content === undefined ? 0 : 1;
    expect(choices).toBeGreaterThan(1);
    const asked = await metered.chat.completions.create({
      model: 'gpt-4o',
      messages,
      stream: true,
      stream_options: { include_usage: true },
    });
    let total: number | undefined;
    for await (const { usage } of asked) total = usage?.total_tokens ?? total;
    expect(total).toBeGreaterThan(0);
    await metered.responses.create({ model: 'gpt-4o', input: 'Say it.' });
    const events: string[] = [];
    for await (const { type } of await metered.responses.create({ model: 'gpt-4o', input: 'Again.', stream: true }))
      events.push(type);
    expect(events.at(-1)).toBe('response.completed');
    await metered.embeddings.create({ model: 'text-embedding-3-small', input: ['one', 'two and three'] });
    await expectBilled(6);
  });

  test('a tight budget is enough for what is reserved: no call costs more than its bound', async () => {
    simulator.behave({ all: { endless: true } });
    await openai().chat.completions.create({ model: 'gpt-4o', messages, max_completion_tokens: 40 });
    const [settled] = (await client.usage.list({ agent })).data;
    const held = await client.reservations.get(settled!.reservation!);
    expect(settled!.overage).toBe(false);
    expect(Number(held.amount_usd)).toBeGreaterThanOrEqual(Number(settled!.cost_usd));
  });

  test('a call that has no room never reaches the provider, and is asked once', async () => {
    await refuseEverything();
    const error: unknown = await openai()
      .chat.completions.create({ model: 'gpt-4o', messages })
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ status: 402, code: 'budget_exceeded' });
    const refusal = refusalOf(error);
    expect(refusal).toBeInstanceOf(BudgetExhaustedError);
    expect(refusal).toMatchObject({ limit: '0.000001', subject: agent, isFinal: true });
    expect(simulator.truth()).toHaveLength(0);
    expect((await client.reports.refusals({})).data.filter((row) => row.agent === agent)).toMatchObject([{ count: 1 }]);
  });

  test('a stream that breaks, or is broken off, is charged as reserved, and says so', async () => {
    const metered = openai();
    simulator.behave({ all: { stallAfterTokens: 3 } });
    const broken = await metered.chat.completions.create({ model: 'gpt-4o', messages, max_tokens: 400, stream: true });
    for await (const _ of broken) break;
    await expect.poll(async () => (await books()).records).toBe(1);
    expect(await books()).toMatchObject({ estimated: true, open: 0 });
    simulator.behave({ all: { hangUpAfterTokens: 3, outputTokens: 50 } });
    const cut = await metered.chat.completions.create({ model: 'gpt-4o', messages, stream: true });
    await expect(
      (async () => {
        for await (const chunk of cut) expect(chunk.id).toBeDefined();
      })(),
    ).rejects.toThrow();
    expect(await books()).toMatchObject({ estimated: true, open: 0, records: 2 });
    expect((await books()).booked).toBeGreaterThanOrEqual(billed());
  });

  test('a call that is given up is charged as reserved; one that the provider refuses costs nothing', async () => {
    const stop = new AbortController();
    simulator.behave({ all: { firstByteMs: 60_000 } });
    const waiting = openai().chat.completions.create({ model: 'gpt-4o', messages }, { signal: stop.signal });
    await expect.poll(() => simulator.truth().length).toBe(1);
    stop.abort();
    await expect(waiting).rejects.toBeInstanceOf(OpenAI.APIUserAbortError);
    await expect.poll(books).toMatchObject({ estimated: true, open: 0, records: 1 });
    agent = `${agent}-refused`;
    simulator.behave({ all: { errorStatus: 500 } });
    await expect(openai().chat.completions.create({ model: 'gpt-4o', messages })).rejects.toMatchObject({
      status: 500,
    });
    expect(await books()).toEqual({ booked: 0n, estimated: false, open: 0, records: 0 });
  });

  test('nothing listens: what was never sent costs nothing', async () => {
    const passing = await startSimulator();
    await passing.close();
    const nowhere = new OpenAI({ baseURL: `${passing.url}/v1`, apiKey: 'k', maxRetries: 0 });
    const metered = meterOpenAI(nowhere, spender());
    await expect(metered.embeddings.create({ model: 'text-embedding-3-small', input: 'x' })).rejects.toThrow();
    expect(await books()).toEqual({ booked: 0n, estimated: false, open: 0, records: 0 });
  });

  test('what cannot be bounded is refused, unless the caller bounds it', async () => {
    const file = { type: 'file' as const, file: { file_id: 'f' } };
    const unbounded = [{ role: 'user' as const, content: [file] }];
    const error: unknown = await openai()
      .chat.completions.create({ model: 'gpt-4o', messages: unbounded })
      .catch((reason: unknown) => reason);
    expect(refusalOf(error)).toBeInstanceOf(UnboundedCallError);
    const images: unknown = await openai()
      .images.generate({ prompt: 'a dam' })
      .catch((reason: unknown) => reason);
    expect(refusalOf(images)).toMatchObject({ code: 'unbounded_call' });
    const bounded = meterOpenAI(plainOpenAI(), spender(), { bound: () => ({ amount_usd: '0.5' }) });
    await bounded.responses.create({ model: 'gpt-4o', input: 'Look it up.', tools: [{ type: 'web_search' }] });
    await expectBilled(2);
    expect(() => meterOpenAI(bounded, spender())).toThrow(/metered already/);
  });

  test('while the ledger does not answer, the answer is no', async () => {
    const gone = new Cofferdam({ baseUrl: 'http://127.0.0.1:1', apiKey: 'k', maxRetries: 0 });
    const metered = meterOpenAI(plainOpenAI(), gone.as({ agent }));
    const error: unknown = await metered.chat.completions
      .create({ model: 'gpt-4o', messages })
      .catch((reason: unknown) => reason);
    expect(refusalOf(error)).toBeInstanceOf(ConnectionError);
    expect(simulator.truth()).toHaveLength(0);
  });
});

describe('anthropic', () => {
  test('messages and streams are booked as they are billed, cached parts included', async () => {
    const metered = anthropic();
    const model = 'claude-sonnet-4-5';
    simulator.behave({
      all: { promptTokens: 5000, cachedTokens: 1000, writtenTokens: 900, written1hTokens: 300 },
    });
    const system = [
      { type: 'text' as const, text: 'long', cache_control: { type: 'ephemeral' as const, ttl: '1h' as const } },
    ];
    await metered.messages.create({ model, max_tokens: 50, messages, system });
    const streamed = metered.messages.stream({ model, max_tokens: 60, messages, system });
    expect((await streamed.finalMessage()).usage.output_tokens).toBeGreaterThan(0);
    await metered.messages.countTokens({ model, messages });
    await expectBilled(2);
  });

  test('a refusal is raised once, with the error behind it', async () => {
    await refuseEverything();
    const error: unknown = await anthropic()
      .messages.create({ model: 'claude-sonnet-4-5', max_tokens: 50, messages })
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ status: 402 });
    expect(anthropicRefusalOf(error)).toBeInstanceOf(BudgetExhaustedError);
    expect(simulator.truth()).toHaveLength(0);
  });
});

describe('ai', () => {
  const models = () => {
    const viaOpenAI = createOpenAI({ baseURL: `${simulator.url}/v1`, apiKey: 'k' });
    const viaAnthropic = createAnthropic({ baseURL: `${simulator.url}/v1`, apiKey: 'k' });
    return [viaOpenAI.chat('gpt-4o'), viaOpenAI.responses('gpt-4o'), viaAnthropic('claude-sonnet-4-5')];
  };

  test('texts and streams of each provider are booked as they are billed', async () => {
    simulator.behave({
      all: { promptTokens: 3000, cachedTokens: 512, writtenTokens: 400, reasoningTokens: 5 },
    });
    for (const model of models()) {
      const wrapped = wrapLanguageModel({ model, middleware: meter(spender()) });
      expect((await generateText({ model: wrapped, prompt: 'Say it.', maxOutputTokens: 60 })).text).not.toBe('');
      const { textStream } = streamText({ model: wrapped, prompt: 'And again.', maxOutputTokens: 60 });
      for await (const piece of textStream) expect(piece).not.toBe('');
    }
    await expectBilled(6);
  });

  test('a refusal is raised as it is, and not tried again', async () => {
    await refuseEverything();
    const [model] = models();
    const wrapped = wrapLanguageModel({ model: model!, middleware: meter(spender()) });
    await expect(generateText({ model: wrapped, prompt: 'x' })).rejects.toBeInstanceOf(BudgetExhaustedError);
    expect(simulator.truth()).toHaveLength(0);
  });

  test('a stream that is left is charged as reserved; a call that the provider refuses costs nothing', async () => {
    const [model] = models();
    const wrapped = wrapLanguageModel({ model: model!, middleware: meter(spender()) });
    const stop = new AbortController();
    simulator.behave({ all: { outputTokens: 200, tokensPerSecond: 50 } });
    const { textStream } = streamText({
      model: wrapped,
      prompt: 'long',
      abortSignal: stop.signal,
      onError: () => undefined,
    });
    for await (const _ of textStream) {
      stop.abort();
      break;
    }
    await expect.poll(books).toMatchObject({ estimated: true, open: 0, records: 1 });
    agent = `${agent}-refused`;
    simulator.behave({ all: { errorStatus: 400 } });
    const refused = wrapLanguageModel({ model: model!, middleware: meter(spender()) });
    await expect(generateText({ model: refused, prompt: 'x' })).rejects.toMatchObject({ statusCode: 400 });
    expect(await books()).toEqual({ booked: 0n, estimated: false, open: 0, records: 0 });
  });

  test('a provider may be given the fetch instead', async () => {
    const provider = createOpenAI({ baseURL: `${simulator.url}/v1`, apiKey: 'k', fetch: meteredFetch(spender()) });
    await generateText({ model: provider.chat('gpt-4o'), prompt: 'Say it.' });
    await expectBilled(1);
  });
});
