import { describe, expect, test } from 'vitest';
import { defaultBehaviour } from '../src/behaviour/behaviour.ts';
import { kebabNames } from '../src/behaviour/read-part.ts';
import type { SimulatorOptions } from '../src/index.ts';
import { BehaviourError, startSimulator } from '../src/index.ts';
import { onlyTruth, post, says, simulator } from './simulators.ts';

const clock: NonNullable<SimulatorOptions['clock']> = { now: () => 0, sleep: async () => {} };

async function sixAnswers(seed: string): Promise<string[]> {
  const one = await simulator({ seed, clock, behaviours: { mix: [{ share: 0.5, behaviour: { errorStatus: 500 } }] } });
  const answers: string[] = [];
  for (let at = 0; at < 6; at += 1) {
    const answer = await post(one, '/v1/chat/completions', { model: 'gpt-4o', messages: says('hello') });
    answers.push(`${answer.status} ${await answer.text()}`);
  }
  return answers;
}

test('the seed decides: answers, their lengths, and which of them fail', async () => {
  const [first, again, other] = await Promise.all([sixAnswers('a'), sixAnswers('a'), sixAnswers('b')]);
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
  const answered = first.filter((answer) => answer.startsWith('200'));
  expect(new Set(answered).size).toBe(answered.length);
});

describe('the same wish can stand in many places', () => {
  const body = { model: 'gpt-4o', messages: says('hello') };
  const model = 'sim-gpt-4o~output-tokens-9~reasoning-tokens-4..4';
  const prompt = says('hello [[sim output-tokens=9 reasoning-tokens=4]]');

  test.each([
    ['headers', body, { 'x-sim-output-tokens': '9', 'x-sim-reasoning-tokens': '4-4' }],
    ['the model', { ...body, model }, {}],
    ['the prompt', { ...body, messages: prompt }, {}],
  ])('%s', async (_, request, headers: Record<string, string>) => {
    const one = await simulator();
    await post(one, '/v1/chat/completions', request, headers);
    expect(onlyTruth(one)).toMatchObject({ outputTokens: 13, reasoningTokens: 4, outcome: 'completed' });
    expect(onlyTruth(one).costNanoUsd).not.toBeNull();
  });

  test('for all, set over HTTP', async () => {
    const one = await simulator();
    const set = await post(one, '/_sim/behaviour', { all: { outputTokens: 9, reasoningTokens: [4, 4] } });
    expect(set.status).toBe(200);
    await post(one, '/v1/chat/completions', body);
    expect(onlyTruth(one)).toMatchObject({ outputTokens: 13, reasoningTokens: 4 });
  });

  test('the nearer place goes first', async () => {
    const one = await simulator({ behaviours: { all: { outputTokens: 1 }, next: [{ outputTokens: 2 }] } });
    const lengths = [{ ...body }, { ...body, messages: says('[[sim output-tokens=3]]') }];
    for (const request of lengths) await post(one, '/v1/chat/completions', request);
    await post(one, '/v1/chat/completions', lengths[1] ?? {}, { 'x-sim-output-tokens': '4' });
    expect(one.truth().map(({ outputTokens }) => outputTokens)).toEqual([2, 3, 4]);
  });
});

test('every name has a spelling for headers', () => {
  expect(kebabNames).toHaveLength(Object.keys(defaultBehaviour).length);
});

test('a wish that is misspelt, or impossible, is refused and not ignored', async () => {
  const one = await simulator();
  const body = { model: 'gpt-4o', messages: says('hello') };
  const statuses = await Promise.all([
    post(one, '/v1/chat/completions', body, { 'x-sim-outputtokens': '1' }),
    post(one, '/v1/chat/completions', body, { 'x-sim-output-tokens': 'many' }),
    post(one, '/v1/chat/completions', body, { 'x-sim-gzip': 'perhaps' }),
    post(one, '/_sim/behaviour', { all: { outputTokens: -1 } }),
    post(one, '/_sim/behaviour', { some: {} }),
    post(one, '/_sim/behaviour', { mix: [{ share: 0.7 }, { share: 0.7 }] }),
  ]);
  expect(statuses.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400, 400]);
  await expect(startSimulator({ behaviours: { all: { lagTokens: [1, -1] } } })).rejects.toBeInstanceOf(BehaviourError);
});

test('the first byte and each token come when they are due', async () => {
  let now = 1_000_000;
  const sleeps: number[] = [];
  const one = await simulator({
    clock: {
      now: () => now,
      sleep: async (durationMs) => {
        sleeps.push(durationMs);
        now += durationMs;
      },
    },
  });
  const headers = { 'x-sim-first-byte-ms': '250', 'x-sim-tokens-per-second': '20', 'x-sim-output-tokens': '5' };
  const request = { model: 'gpt-4o', messages: says('hello') };
  await (await post(one, '/v1/chat/completions', { ...request, stream: true }, headers)).text();
  expect(sleeps).toEqual([250, 50, 50, 50, 50]);
  sleeps.length = 0;
  await (await post(one, '/v1/chat/completions', request, headers)).text();
  expect(sleeps).toEqual([250, 250]);
});
