import OpenAI from 'openai';
import { describe, expect, test } from 'vitest';
import type { SimulatorOptions } from '../../src/index.ts';
import { countTokens } from '../../src/index.ts';
import { onlyTruth, post, says, simulator } from '../simulators.ts';
import { chunksOf } from './wire.ts';

const clock: NonNullable<SimulatorOptions['clock']> = { now: () => 0, sleep: async () => {} };
const body = { model: 'gpt-4o', stream: true, messages: says('[[sim say=café-水门-🙂]]') };

describe.each([1, 2, 3, 7])('pieces of %i bytes', (chunkBytes) => {
  test('are all of that size, cut characters in two, and are the same bytes together', async () => {
    const cut = await simulator({ clock, behaviours: { all: { chunkBytes } } });
    const whole = await simulator({ clock });
    const pieces = await chunksOf(cut, '/v1/chat/completions', body);
    const events = await chunksOf(whole, '/v1/chat/completions', body);
    const bytes = Buffer.concat(pieces);
    expect(bytes.equals(Buffer.concat(events))).toBe(true);
    expect(pieces.every((piece) => piece.length <= chunkBytes)).toBe(true);
    expect(onlyTruth(cut).deliveredBytes).toBe(bytes.length);
    // A character that was cut is not one in its own piece.
    expect(pieces.some((piece) => piece.toString().includes('\uFFFD'))).toBe(true);
    expect(bytes.toString()).not.toContain('\uFFFD');
  });
});

test('an official client reads them as it reads the whole', async () => {
  const one = await simulator();
  const client = new OpenAI({ apiKey: 'k', baseURL: `${one.url}/v1` });
  const stream = client.chat.completions.stream({
    model: 'gpt-4o',
    messages: says('[[sim chunk-bytes=1 comments output-tokens=8]]'),
  });
  expect(countTokens((await stream.finalContent()) ?? '')).toBe(8);
});

test.each(['/v1/chat/completions', '/v1/responses'])('%s compressed, streamed or not, is the same', async (path) => {
  const one = await simulator({ clock });
  for (const stream of [true, false]) {
    const request = { ...body, input: 'hello', stream };
    one.reset();
    const plain = await (await post(one, path, request)).text();
    one.reset();
    const packed = await post(one, path, request, { 'x-sim-gzip': 'true', 'x-sim-chunk-bytes': '5' });
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    expect(await packed.text()).toBe(plain);
  }
});

test('a huge line is one event of the size asked for, and harmless', async () => {
  const one = await simulator();
  const answer = await post(one, '/v1/chat/completions', body, { 'x-sim-huge-line-bytes': '1000000' });
  const lines = (await answer.text()).split('\n');
  const longest = Math.max(...lines.map((line) => line.length));
  expect(longest).toBeGreaterThanOrEqual(1_000_000);
  expect(longest).toBeLessThan(1_001_000);
  for (const line of lines.filter((line) => line.startsWith('data: {'))) JSON.parse(line.slice('data: '.length));
});

test('a malformed line is not JSON', async () => {
  const one = await simulator();
  const client = new OpenAI({ apiKey: 'k', baseURL: `${one.url}/v1`, logLevel: 'off' });
  const stream = await client.chat.completions.create(
    { ...body, stream: true },
    { headers: { 'x-sim-malformed': 'true' } },
  );
  await expect(async () => {
    for await (const _ of stream) continue;
  }).rejects.toBeInstanceOf(SyntaxError);
});
