import OpenAI from 'openai';
import { expect, test } from 'vitest';
import { randomFrom } from '../../src/generation/random.ts';
import type { BehaviourPart } from '../../src/index.ts';
import { countTokens } from '../../src/index.ts';
import { says, simulator, untilIdle } from '../simulators.ts';

/** What the client of one request saw: by its tag compared with what the simulator says of it. */
interface Seen {
  readonly tag: string;
  readonly text: string;
  readonly ended: 'whole' | 'left' | 'broken' | 'refused';
  readonly usage: OpenAI.CompletionUsage | null;
}

const mix: readonly { share: number; behaviour: BehaviourPart }[] = [
  { share: 0.1, behaviour: { errorStatus: 503 } },
  { share: 0.1, behaviour: { hangUpAfterTokens: [0, 40] } },
  { share: 0.1, behaviour: { failAfterTokens: [1, 15] } },
  { share: 0.2, behaviour: { chunkBytes: [20, 90], gzip: true } },
  { share: 0.2, behaviour: { reasoningTokens: [1, 50], comments: true } },
  { share: 0.1, behaviour: { usage: 'missing' } },
];

async function ask(client: OpenAI, tag: string, leaveAfter: number): Promise<Seen> {
  let text = '';
  let usage: OpenAI.CompletionUsage | null = null;
  try {
    const stream = await client.chat.completions.create({
      model: 'gpt-4o-mini',
      messages: says(`hello [[sim tag=${tag}]]`),
      stream: true,
      stream_options: { include_usage: true },
    });
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? '';
      usage = chunk.usage ?? usage;
      if (countTokens(text) >= leaveAfter) return { tag, text, ended: 'left', usage };
    }
    return { tag, text, ended: 'whole', usage };
  } catch (error) {
    const isRefused = error instanceof OpenAI.APIError && error.status === 503;
    return { tag, text, ended: isRefused ? 'refused' : 'broken', usage };
  }
}

test('over a random mix the truth is what the clients saw, and never less', async () => {
  const one = await simulator({ seed: 'mix', behaviours: { mix } });
  const client = new OpenAI({ apiKey: 'k', baseURL: `${one.url}/v1`, maxRetries: 0, logLevel: 'off' });
  const random = randomFrom('clients');
  const seen: Seen[] = [];
  for (let round = 0; round < 30; round += 1) {
    const calls = Array.from({ length: 5 }, (_, at) =>
      ask(client, `${round}-${at}`, random.share() < 0.2 ? random.between(1, 60) : Infinity),
    );
    seen.push(...(await Promise.all(calls)));
  }
  const truths = await untilIdle(one);
  expect(truths).toHaveLength(150);
  // A refused request was never read, so it has no tag.
  const byTag = new Map(truths.filter(({ billed }) => billed).map((truth) => [truth.tag, truth]));
  const ways = new Set<string>();
  for (const { tag, text, ended, usage } of seen) {
    const truth = byTag.get(tag);
    ways.add(ended);
    if (ended === 'refused' || truth === undefined) {
      expect([ended, truth]).toEqual(['refused', undefined]);
      continue;
    }
    const visible = truth.outputTokens - truth.reasoningTokens;
    if (ended === 'left') expect(visible).toBeGreaterThanOrEqual(countTokens(text));
    else expect(visible).toBe(countTokens(text));
    if (ended === 'whole')
      expect(usage?.completion_tokens ?? null).toBe(truth.usageReported ? truth.outputTokens : null);
    // 0.15 and 0.60 USD per million tokens; nothing is cached in a prompt this short.
    expect(truth.costNanoUsd).toBe(BigInt(truth.promptTokens) * 150n + BigInt(truth.outputTokens) * 600n);
  }
  expect([...ways].toSorted()).toEqual(['broken', 'left', 'refused', 'whole']);
});
