import { disjointBuckets } from '@cofferdam/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ANSWER_KINDS, attemptsOf, readAnswer, readEvents, toolUsesOf } from '../../../src/gateway/providers/index.ts';
import { CHAT_STREAM, chat, converse, gemini, message, MESSAGE_STREAM, response } from './support/answers.ts';

const figure = fc.oneof(fc.nat(1000), fc.integer(), fc.double(), fc.constantFrom(null, undefined, '7', {}, []));

const FIELDS = [
  [
    'prompt_tokens',
    'completion_tokens',
    'total_tokens',
    'input_tokens',
    'output_tokens',
    'inputTokens',
    'outputTokens',
  ],
  ['promptTokenCount', 'candidatesTokenCount', 'thoughtsTokenCount', 'totalTokenCount', 'cachedContentTokenCount'],
  ['cache_read_input_tokens', 'cache_creation_input_tokens', 'cacheReadInputTokens', 'cacheWriteInputTokens'],
].flat();

const DETAILS = [
  ['prompt_tokens_details', 'completion_tokens_details', 'input_tokens_details', 'output_tokens_details'],
  ['cache_creation', 'server_tool_use'],
].flat();

const PARTS = [
  'cached_tokens',
  'cache_write_tokens',
  'reasoning_tokens',
  'audio_tokens',
  'image_tokens',
  'ephemeral_1h_input_tokens',
];

function recordOf(keys: readonly string[], value: fc.Arbitrary<unknown>): fc.Arbitrary<Record<string, unknown>> {
  return fc.dictionary(fc.constantFrom(...keys), value);
}

const usage = fc
  .tuple(recordOf(FIELDS, figure), recordOf(DETAILS, recordOf(PARTS, figure)))
  .map(([wholes, details]) => ({ ...wholes, ...details }));

describe('whatever a provider sends', () => {
  it.each(ANSWER_KINDS)('%s: any JSON is read without a throw', (kind) => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { maxLength: 5 }), (events) => {
        expect(readEvents(kind, events).kind).toBe(kind);
      }),
    );
  });

  it('any figures make usage that the ledger takes, none of it below zero', () => {
    fc.assert(
      fc.property(usage, (figures) => {
        const answers = [
          readAnswer('openai-chat', chat(figures)),
          readAnswer('openai-responses', response(figures)),
          readAnswer('anthropic', message({ ...figures, iterations: [figures] })),
          readAnswer('gemini', gemini(figures)),
          readAnswer('bedrock', converse(figures)),
          readAnswer('openai-embeddings', { data: [], usage: figures }),
        ];
        for (const metered of answers) {
          for (const attempt of metered.attempts) expect(disjointBuckets(attempt.usage).kind).toBe('buckets');
          expect(attemptsOf(metered, { provider: 'openai', model: 'gpt-5' })).toHaveLength(metered.attempts.length);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('a stream that ends anywhere never says more than the whole of it', () => {
    for (const [kind, events] of [['openai-chat', CHAT_STREAM] as const, ['anthropic', MESSAGE_STREAM] as const]) {
      const whole = readEvents(kind, events).usage;
      for (let count = 0; count < events.length; count += 1) {
        const part = readEvents(kind, events.slice(0, count)).usage;
        expect(part?.input_tokens ?? 0).toBeLessThanOrEqual(whole?.input_tokens ?? 0);
        expect(part?.output_tokens ?? 0).toBeLessThanOrEqual(whole?.output_tokens ?? 0);
      }
    }
  });
});

describe('what the ledger is told', () => {
  it('attempts in disjoint buckets, with the model that served and the id of the answer', () => {
    const metered = readAnswer(
      'openai-chat',
      chat(
        { prompt_tokens: 10, completion_tokens: 4, total_tokens: 14, prompt_tokens_details: { cached_tokens: 3 } },
        { model: 'gpt-5-2025-08-07', service_tier: 'flex' },
      ),
    );
    expect(attemptsOf(metered, { provider: 'openai', model: 'gpt-5' })).toMatchObject([
      {
        provider: 'openai',
        model: 'gpt-5-2025-08-07',
        buckets: { inputUncached: 7, cacheRead: 3, output: 4 },
        tokens: 14,
        serviceTier: 'flex',
        providerRequestId: 'chatcmpl-1',
      },
    ]);
  });

  it('the model that was asked for, where the answer names none', () => {
    const metered = readAnswer('bedrock', converse({ inputTokens: 1, outputTokens: 1, totalTokens: 2 }));
    expect(attemptsOf(metered, { provider: 'aws', model: 'nova' })).toMatchObject([{ model: 'nova' }]);
  });

  it('units of tools, priced by the ledger', () => {
    const metered = readAnswer('anthropic', message({ server_tool_use: { web_search_requests: 2 } }));
    expect(toolUsesOf(metered)).toEqual([{ name: 'web_search', quantity: '2', costNanoUsd: null }]);
  });
});
