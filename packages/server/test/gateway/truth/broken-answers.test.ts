import { countTokens } from '@cofferdam/simulator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chargesOf, sumOf, truthOf } from '../support/charges.ts';
import { wish } from '../support/prompts.ts';
import { RawCaller } from '../support/raw-call.ts';
import { startGateway, type TestGateway } from '../support/test-gateway.ts';

let gateway: TestGateway;
let key: string;
const caller = new RawCaller();

beforeAll(async () => {
  gateway = await startGateway();
  key = await gateway.agentKey('writer');
});

afterAll(async () => {
  caller.close();
  await gateway.nodes.expectVerified();
  await gateway.close();
});

/**
 * A text with a token for each byte, even as JSON: a bound that counts on less would be passed. It stands behind a prompt
 * of its own, since what another call left in the provider's cache would cost less.
 */
const dense = ' '.repeat(4000);

type Ask = (prompt: string, stream: boolean) => { readonly path: string; readonly body: object };

function chat(more: object = {}): Ask {
  return (prompt, stream) => {
    const messages = [
      { role: 'system', content: prompt + dense },
      { role: 'user', content: prompt },
    ];
    return { path: 'openai/v1/chat/completions', body: { model: 'gpt-4o', messages, stream, ...more } };
  };
}

function responses(more: object = {}): Ask {
  return (input, stream) => ({
    path: 'openai/v1/responses',
    body: { model: 'gpt-4o', instructions: input + dense, input, stream, ...more },
  });
}

function messages(ttl: '5m' | '1h' | null): Ask {
  const mark = ttl === null ? {} : { cache_control: { type: 'ephemeral', ttl } };
  return (prompt, stream) => {
    const system = [{ type: 'text', text: prompt + dense, ...mark }];
    const said = [{ role: 'user', content: prompt }];
    const body = { model: 'claude-sonnet-4-5', max_tokens: 200, system, messages: said, stream };
    return { path: 'anthropic/v1/messages', body };
  };
}

const gemini: Ask = (prompt, stream) => ({
  path: `gemini/v1beta/models/gemini-2.5-flash:${stream ? 'streamGenerateContent?alt=sse' : 'generateContent'}`,
  body: {
    systemInstruction: { parts: [{ text: prompt + dense }] },
    contents: [{ role: 'user', parts: [{ text: prompt }] }],
    generationConfig: { maxOutputTokens: 500 },
  },
});

const asks: readonly (readonly [name: string, ask: Ask])[] = [
  ['chat', chat({ max_tokens: 200 })],
  ['chat-priority', chat({ max_tokens: 200, service_tier: 'priority' })],
  ['chat-choices', chat({ max_tokens: 200, n: 3 })],
  ['responses', responses()],
  ['responses-priority', responses({ service_tier: 'priority' })],
  ['messages', messages(null)],
  ['messages-5m', messages('5m')],
  ['messages-1h', messages('1h')],
  ['gemini', gemini],
];

const breaks: readonly (readonly [name: string, stream: boolean, settings: readonly string[]])[] = [
  ['before-the-head', true, ['hang-up-after-tokens=0']],
  ['after-a-word', true, ['hang-up-after-tokens=1']],
  ['in-the-middle', true, ['hang-up-after-tokens=50', 'output-tokens=120']],
  ['by-an-error', true, ['fail-after-tokens=30', 'output-tokens=120']],
  ['without-usage', true, ['usage=missing', 'output-tokens=120']],
  ['broken-without-usage', true, ['usage=missing', 'hang-up-after-tokens=50', 'output-tokens=120']],
  ['whole-before-the-head', false, ['hang-up-after-tokens=0']],
  ['whole-in-the-middle', false, ['hang-up-after-tokens=1', 'output-tokens=120']],
  ['whole-without-usage', false, ['usage=missing', 'output-tokens=120']],
];

const cases = [
  ...asks.flatMap(([name, ask]) =>
    breaks.map(([how, stream, settings]) => ({ name: `${name}-${how}`, ask, stream, settings })),
  ),
  // More than one choice may have: a bound of one would be passed by all of them together.
  {
    name: 'choices-late',
    ask: chat({ max_tokens: 200, n: 3 }),
    stream: true,
    settings: ['hang-up-after-tokens=500', 'output-tokens=190'],
  },
];

test('the dense text is dense', () => {
  expect(countTokens(dense)).toBe(Buffer.byteLength(JSON.stringify(dense)) - 2);
});

test.each(cases)('$name is charged a bound, flagged', async ({ name, ask, stream, settings }) => {
  const { path, body } = ask(wish(name, ...settings), stream);
  const [connection, ...rest] = path.split('/');
  const url = `${gateway.url}/gateway/${connection}/run/${name}/${rest.join('/')}`;
  await caller.call({ url, headers: { 'x-api-key': key }, body: JSON.stringify(body) });
  await gateway.untilSettled();
  const truth = truthOf(gateway, name);
  const charges = await chargesOf(gateway.nodes.pool, name);
  expect(charges.map(({ estimated }) => estimated)).toEqual([true]);
  expect(sumOf(charges)).toBeGreaterThanOrEqual(truth.costNanoUsd ?? 0n);
  expect(truth.costNanoUsd).toBeGreaterThan(0n);
});
