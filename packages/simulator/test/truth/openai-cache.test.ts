import { expect, test } from 'vitest';
import { post, says, simulator } from '../simulators.ts';

const long = 'word '.repeat(1500);

test('a prefix that was sent before is read in steps of 128, from 1024 tokens on', async () => {
  const one = await simulator();
  const ask = (messages: object[]): Promise<Response> =>
    post(one, '/v1/chat/completions', { model: 'gpt-4o', messages });
  const [first] = says(long);
  await ask([first ?? {}]);
  await ask([first ?? {}, { role: 'user', content: 'more' }]);
  await ask([{ role: 'user', content: 'other' }, first ?? {}]);
  await ask(says('word '.repeat(500)));
  await ask(says('word '.repeat(500)));
  const [whole = 0] = one.truth().map(({ promptTokens }) => promptTokens);
  // Three of the prompt's tokens open the answer; they are no part of the prefix.
  const prefix = whole - 3;
  expect(one.truth().map(({ cachedTokens }) => cachedTokens)).toEqual([0, prefix - (prefix % 128), 0, 0, 0]);
});

test('the figures of a behaviour go before it, within the prompt', async () => {
  const one = await simulator();
  const body = { model: 'claude-sonnet-4-5', max_tokens: 5, messages: says('hello') };
  await post(one, '/v1/messages', body, {
    'x-sim-prompt-tokens': '100',
    'x-sim-cached-tokens': '60',
    'x-sim-written-tokens': '50',
    'x-sim-written-1h-tokens': '10',
  });
  expect(one.truth()).toMatchObject([{ promptTokens: 100, cachedTokens: 60, writtenTokens: 40, written1hTokens: 10 }]);
});

test('what is embedded is not cached', async () => {
  const one = await simulator();
  for (let at = 0; at < 2; at += 1) await post(one, '/v1/embeddings', { model: 'text-embedding-3-small', input: long });
  expect(one.truth().map(({ cachedTokens }) => cachedTokens)).toEqual([0, 0]);
});
