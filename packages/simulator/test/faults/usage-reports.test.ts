import { expect, test } from 'vitest';
import { onlyTruth, post, says, simulator } from '../simulators.ts';

const gemini = '/v1beta/models/gemini-2.5-flash:';

const requests: readonly (readonly [name: string, path: string, body: object, pattern: RegExp])[] = [
  ['chat', '/v1/chat/completions', { model: 'gpt-4o', messages: says('hi') }, /"usage":\{/g],
  [
    'chat stream',
    '/v1/chat/completions',
    { model: 'gpt-4o', messages: says('hi'), stream: true, stream_options: { include_usage: true } },
    /"usage":\{/g,
  ],
  ['responses', '/v1/responses', { model: 'gpt-4o', input: 'hi' }, /"usage":\{/g],
  ['responses stream', '/v1/responses', { model: 'gpt-4o', input: 'hi', stream: true }, /"usage":\{/g],
  ['messages', '/v1/messages', { model: 'claude-sonnet-4-5', max_tokens: 9, messages: says('hi') }, /"usage":\{/g],
  [
    'messages stream',
    '/v1/messages',
    { model: 'claude-sonnet-4-5', max_tokens: 9, messages: says('hi'), stream: true },
    /"usage":\{/g,
  ],
  ['gemini', `${gemini}generateContent`, { contents: [{ parts: [{ text: 'hi' }] }] }, /"usageMetadata":\{/g],
  [
    'gemini stream',
    `${gemini}streamGenerateContent?alt=sse`,
    { contents: [{ parts: [{ text: 'hi' }] }] },
    /"usageMetadata":\{/g,
  ],
  ['embeddings', '/v1/embeddings', { model: 'text-embedding-3-small', input: 'hi' }, /"usage":\{/g],
];

test.each(requests)('%s: missing usage is nowhere, and billed all the same', async (_, path, body, pattern) => {
  const one = await simulator({ behaviours: { all: { usage: 'missing' } } });
  const text = await (await post(one, path, body)).text();
  expect(text.match(pattern)).toBeNull();
  const truth = onlyTruth(one);
  expect(truth).toMatchObject({ outcome: 'completed', usageReported: false });
  expect(truth.costNanoUsd).toBeGreaterThan(0n);
});

test.each(requests)('%s: usage only at the end is there once', async (_, path, body, pattern) => {
  const one = await simulator({ behaviours: { all: { usage: 'final' } } });
  const text = await (await post(one, path, body)).text();
  expect(text.match(pattern)).toHaveLength(1);
  expect(onlyTruth(one).usageReported).toBe(true);
});
