import { describe, expect, it } from 'vitest';
import { type AnswerKind, readAnswer, readEvents } from '../../../src/gateway/providers/index.ts';
import { CHAT_STREAM, chat, converse, gemini, message, MESSAGE_STREAM, response } from './support/answers.ts';

interface Case {
  readonly it: string;
  readonly kind: AnswerKind;
  readonly answer: object;
  readonly usage: object | null;
  readonly flags?: readonly string[];
  readonly missing?: boolean;
}

const CASES: readonly Case[] = [
  // Missing is not 0, and 0 is not missing.
  { it: 'no usage is missing', kind: 'openai-chat', answer: chat(undefined), usage: null, missing: true },
  { it: 'null usage is missing', kind: 'openai-chat', answer: chat(null), usage: null, missing: true },
  {
    it: 'a usage of zeros is known',
    kind: 'openai-chat',
    answer: chat({ prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 }),
    usage: { input_tokens: 0, output_tokens: 0 },
  },
  {
    it: 'an output of 0 is known',
    kind: 'anthropic',
    answer: message({ input_tokens: 10, output_tokens: 0 }),
    usage: { input_tokens: 10, output_tokens: 0 },
  },
  {
    it: 'an output that is not said is missing',
    kind: 'anthropic',
    answer: message({ input_tokens: 10 }),
    usage: { input_tokens: 10, output_tokens: 0 },
    missing: true,
  },
  // Negative figures are flagged and no credit.
  {
    it: 'a negative output is missing',
    kind: 'openai-responses',
    answer: response({ input_tokens: 10, output_tokens: -5 }),
    usage: { input_tokens: 10, output_tokens: 0 },
    flags: ['negative_count'],
    missing: true,
  },
  {
    it: 'a negative part takes nothing off',
    kind: 'openai-chat',
    answer: chat({ prompt_tokens: 10, completion_tokens: 5, prompt_tokens_details: { cached_tokens: -400 } }),
    usage: { input_tokens: 10, output_tokens: 5 },
    flags: ['negative_count'],
  },
  {
    it: 'a figure in words is no figure',
    kind: 'openai-chat',
    answer: chat({ prompt_tokens: '10', completion_tokens: 5 }),
    usage: { input_tokens: 0, output_tokens: 5 },
    flags: ['invalid_count'],
    missing: true,
  },
  {
    it: 'half a token is no figure',
    kind: 'gemini',
    answer: gemini({ promptTokenCount: 10.5, candidatesTokenCount: 5 }),
    usage: { input_tokens: 0, output_tokens: 5 },
    flags: ['invalid_count'],
    missing: true,
  },
  // Wholes and parts.
  {
    it: 'cached tokens beyond the prompt were not in it',
    kind: 'openai-chat',
    answer: chat({ prompt_tokens: 100, completion_tokens: 5, prompt_tokens_details: { cached_tokens: 900 } }),
    usage: { input_tokens: 1000, output_tokens: 5, cache_read_tokens: 900 },
    flags: ['parts_exceed_whole'],
  },
  {
    it: 'reasoning beyond the output was not in it',
    kind: 'openai-responses',
    answer: response({ input_tokens: 1, output_tokens: 5, output_tokens_details: { reasoning_tokens: 20 } }),
    usage: { input_tokens: 1, output_tokens: 25, reasoning_tokens: 20 },
    flags: ['parts_exceed_whole'],
  },
  {
    it: 'reasoning that only the total counts is output (Gemini by its compatible API)',
    kind: 'openai-chat',
    answer: chat({ prompt_tokens: 5, completion_tokens: 10, total_tokens: 300 }),
    usage: { input_tokens: 5, output_tokens: 295 },
    flags: ['total_disagrees'],
  },
  {
    it: 'a total below its parts lowers nothing',
    kind: 'openai-chat',
    answer: chat({ prompt_tokens: 5, completion_tokens: 10, total_tokens: 9 }),
    usage: { input_tokens: 5, output_tokens: 10 },
    flags: ['total_disagrees'],
  },
  {
    it: 'a total alone beside the prompt gives the output',
    kind: 'openai-chat',
    answer: chat({ prompt_tokens: 5, total_tokens: 9 }),
    usage: { input_tokens: 5, output_tokens: 4 },
  },
  {
    it: 'reasoning apart from the output by its total is added to it',
    kind: 'openai-chat',
    answer: chat({
      prompt_tokens: 12,
      completion_tokens: 1,
      total_tokens: 303,
      completion_tokens_details: { reasoning_tokens: 290 },
    }),
    usage: { input_tokens: 12, output_tokens: 291, reasoning_tokens: 290 },
  },
  {
    it: 'cached audio is cached: the audio that is left is what is not text',
    kind: 'openai-chat',
    answer: chat({
      prompt_tokens: 100,
      completion_tokens: 5,
      total_tokens: 105,
      prompt_tokens_details: { cached_tokens: 80, audio_tokens: 50 },
    }),
    usage: { input_tokens: 100, output_tokens: 5, cache_read_tokens: 80, audio_input_tokens: 20 },
  },
  {
    it: 'cached audio of Gemini is taken off the audio',
    kind: 'gemini',
    answer: gemini({
      promptTokenCount: 100,
      candidatesTokenCount: 5,
      totalTokenCount: 105,
      cachedContentTokenCount: 60,
      promptTokensDetails: [
        { modality: 'AUDIO', tokenCount: 70 },
        { modality: 'TEXT', tokenCount: 30 },
      ],
      cacheTokensDetails: [{ modality: 'AUDIO', tokenCount: 60 }],
    }),
    usage: { input_tokens: 100, output_tokens: 5, cache_read_tokens: 60, audio_input_tokens: 10 },
  },
  // Where providers differ.
  {
    it: 'Anthropic leaves the cached parts out of the input',
    kind: 'anthropic',
    answer: message({
      input_tokens: 10,
      cache_read_input_tokens: 200,
      cache_creation_input_tokens: 30,
      cache_creation: { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 20 },
      output_tokens: 5,
    }),
    usage: {
      input_tokens: 240,
      output_tokens: 5,
      cache_read_tokens: 200,
      cache_write_tokens: 30,
      cache_write_1h_tokens: 20,
    },
  },
  {
    it: 'Bedrock does so too, whether or not its total has them',
    kind: 'bedrock',
    answer: converse({
      inputTokens: 10,
      cacheReadInputTokens: 200,
      cacheWriteInputTokens: 30,
      cacheDetails: [
        { ttl: '1h', inputTokens: 20 },
        { ttl: '5m', inputTokens: 10 },
      ],
      outputTokens: 5,
      totalTokens: 15,
    }),
    usage: {
      input_tokens: 240,
      output_tokens: 5,
      cache_read_tokens: 200,
      cache_write_tokens: 30,
      cache_write_1h_tokens: 20,
    },
  },
  {
    it: 'thoughts and results of tools come on top of what Gemini says otherwise',
    kind: 'gemini',
    answer: gemini({
      promptTokenCount: 10,
      toolUsePromptTokenCount: 90,
      candidatesTokenCount: 5,
      thoughtsTokenCount: 40,
      totalTokenCount: 145,
    }),
    usage: { input_tokens: 100, output_tokens: 45, reasoning_tokens: 40 },
  },
  {
    it: 'a blocked prompt of Gemini has no candidates, which is an output of 0',
    kind: 'gemini',
    answer: { promptFeedback: { blockReason: 'SAFETY' }, usageMetadata: { promptTokenCount: 9, totalTokenCount: 9 } },
    usage: { input_tokens: 9, output_tokens: 0 },
  },
  {
    it: 'cache hits have a name of their own at DeepSeek',
    kind: 'openai-chat',
    answer: chat({ prompt_tokens: 100, completion_tokens: 5, total_tokens: 105, prompt_cache_hit_tokens: 60 }),
    usage: { input_tokens: 100, output_tokens: 5, cache_read_tokens: 60 },
  },
  {
    it: 'cache writes of OpenAI are in the prompt',
    kind: 'openai-responses',
    answer: response({
      input_tokens: 100,
      input_tokens_details: { cached_tokens: 20, cache_write_tokens: 70 },
      output_tokens: 5,
      total_tokens: 105,
    }),
    usage: { input_tokens: 100, output_tokens: 5, cache_read_tokens: 20, cache_write_tokens: 70 },
  },
  {
    it: 'an embedding has no output',
    kind: 'openai-embeddings',
    answer: { object: 'list', data: [], usage: { prompt_tokens: 8, total_tokens: 8 } },
    usage: { input_tokens: 8, output_tokens: 0 },
  },
  { it: 'an embedding of Gemini says nothing', kind: 'gemini', answer: { embedding: {} }, usage: null, missing: true },
  {
    it: 'an embedding of Vertex counts itself',
    kind: 'gemini',
    answer: { embeddings: [{ statistics: { tokenCount: 5 } }, { statistics: { tokenCount: 6 } }] },
    usage: { input_tokens: 11, output_tokens: 0 },
  },
];

describe('what an answer used', () => {
  it.each(CASES)('$it', ({ kind, answer, usage, flags = [], missing = false }) => {
    const metered = readAnswer(kind, answer);
    expect(metered.usage).toEqual(usage);
    expect(metered).toMatchObject({ flags, missing });
  });

  it.each<[string, AnswerKind, object, string | null]>([
    ['the tier served', 'openai-chat', chat({}, { service_tier: 'flex' }), 'flex'],
    ['a standard message', 'anthropic', message({ service_tier: 'standard', inference_geo: 'global' }), null],
    ['a batch', 'anthropic', message({ service_tier: 'batch' }), 'batch'],
    ['fast mode', 'anthropic', message({ service_tier: 'standard', speed: 'fast' }), 'fast'],
    ['inference kept in the US', 'anthropic', message({ service_tier: 'batch', inference_geo: 'us' }), 'batch+us'],
    ['flex traffic', 'gemini', gemini({ promptTokenCount: 1, trafficType: 'ON_DEMAND_FLEX' }), 'flex'],
    ['plain traffic', 'gemini', gemini({ promptTokenCount: 1, trafficType: 'ON_DEMAND' }), null],
    ['a tier of Bedrock', 'bedrock', converse({}, { serviceTier: { type: 'priority' } }), 'priority'],
    ['low latency', 'bedrock', converse({}, { performanceConfig: { latency: 'optimized' } }), 'optimized'],
  ])('the service tier: %s', (_what, kind, answer, tier) => {
    expect(readAnswer(kind, answer).serviceTier).toBe(tier);
  });

  it('`auto` is what was asked for, not what was served', () => {
    const { serviceTier, flags } = readAnswer('openai-chat', chat({ prompt_tokens: 1 }, { service_tier: 'auto' }));
    expect([serviceTier, flags]).toEqual([null, ['service_tier_unknown']]);
  });

  it('an error is no usage', () => {
    const metered = readAnswer('openai-chat', { error: { type: 'server_error', message: 'down' } });
    expect(metered).toMatchObject({ missing: true, complete: false, error: { code: 'server_error', message: 'down' } });
  });
});

describe('what several inferences used', () => {
  const turn = { type: 'message', input_tokens: 100, output_tokens: 10 };

  it('a compaction is besides the top-level figures', () => {
    const iterations = [{ type: 'compaction', input_tokens: 5000, output_tokens: 300 }, turn];
    const { usage, attempts } = readAnswer('anthropic', message({ input_tokens: 100, output_tokens: 10, iterations }));
    expect([usage?.input_tokens, usage?.output_tokens, attempts.length]).toEqual([5100, 310, 2]);
  });

  it('iterations that leave something out do not lower the top-level figures', () => {
    const iterations = [{ type: 'advisor_message', model: 'claude-opus-4-7', input_tokens: 7, output_tokens: 3 }, turn];
    const metered = readAnswer('anthropic', message({ input_tokens: 900, output_tokens: 10, iterations }));
    expect(metered.flags).toEqual(['iterations_disagree']);
    expect(metered.attempts.map(({ usage }) => usage.input_tokens)).toEqual([7, 900]);
  });

  it('each turn of a tool loop has its own prompt, which is what tiers go by', () => {
    const iterations = [turn, { ...turn, input_tokens: 150_000 }, { ...turn, input_tokens: 180_000 }];
    const usage = { input_tokens: 330_100, output_tokens: 30, iterations };
    const metered = readAnswer(
      'anthropic',
      message(usage, { content: [{ type: 'server_tool_use', name: 'web_fetch' }] }),
    );
    expect(metered.attempts.map((attempt) => attempt.usage.input_tokens)).toEqual([100, 150_000, 180_000]);
    expect(metered.flags).toEqual([]);
  });
});

describe('what a stream used', () => {
  it('a placeholder at the start is no count, and a null takes nothing back', () => {
    const started = readEvents('anthropic', MESSAGE_STREAM.slice(0, 3));
    expect(started).toMatchObject({ missing: true, complete: false, usage: { input_tokens: 25, output_tokens: 0 } });
    const ended = readEvents('anthropic', MESSAGE_STREAM);
    expect(ended).toMatchObject({ missing: false, complete: true, usage: { input_tokens: 25, output_tokens: 9 } });
  });

  it('cache writes that a stream adds after its start are taken to be of the dearer kind that it has', () => {
    const usage = {
      input_tokens: 10,
      cache_creation_input_tokens: 50,
      cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 50 },
    };
    const metered = readEvents('anthropic', [
      { type: 'message_start', message: { id: 'm', usage } },
      {
        type: 'message_delta',
        delta: { stop_reason: 'end_turn' },
        usage: { cache_creation_input_tokens: 80, output_tokens: 3 },
      },
    ]);
    expect(metered.flags).toEqual(['cache_lifetime_assumed']);
    expect(metered.usage).toMatchObject({ input_tokens: 90, cache_write_tokens: 80, cache_write_1h_tokens: 80 });
  });

  it('cumulative figures replace each other, and a chunk without any replaces none', () => {
    const chunks = [
      gemini({ promptTokenCount: 10, candidatesTokenCount: 3, totalTokenCount: 13 }),
      gemini({ promptTokenCount: 10, candidatesTokenCount: 8, totalTokenCount: 18 }),
      gemini({ trafficType: 'ON_DEMAND' }),
    ];
    expect(readEvents('gemini', chunks).usage).toEqual({ input_tokens: 10, output_tokens: 8 });
  });

  it('a completion that is cut off says nothing', () => {
    const metered = readEvents('openai-chat', CHAT_STREAM.slice(0, 2));
    expect(metered).toMatchObject({ missing: true, complete: false, usage: null });
    // "Grüße, " has 9 bytes, "世界 🌍" 11.
    expect(metered.delivered).toMatchObject({ textBytes: 20, characters: 7 + 5, deltas: 2, hidden: false });
  });

  it.each([
    ['in the chunk', { usage: { prompt_tokens: 3, completion_tokens: 2 } }],
    ['in x_groq', { x_groq: { usage: { prompt_tokens: 3, completion_tokens: 2 } } }],
    ['in the choice', { choices: [{ usage: { prompt_tokens: 3, completion_tokens: 2 } }] }],
  ])('usage may stand %s', (_where, chunk) => {
    expect(readEvents('openai-chat', [chunk]).usage).toMatchObject({ input_tokens: 3, output_tokens: 2 });
  });

  it('an error in a stream is told, with what was known before it', () => {
    const events = [
      ...MESSAGE_STREAM.slice(0, 3),
      { type: 'error', error: { type: 'overloaded_error', message: 'busy' } },
    ];
    const metered = readEvents('anthropic', events);
    expect(metered).toMatchObject({ missing: true, complete: false, error: { code: 'overloaded_error' } });
  });

  it.each(['response.completed', 'response.incomplete', 'response.failed'])(
    'usage of a response ends with %s',
    (type) => {
      const usage = { input_tokens: 5, output_tokens: 4, total_tokens: 9 };
      const events = [
        { type: 'response.created', response: { id: 'r' } },
        { type, response: { id: 'r', usage } },
      ];
      const metered = readEvents('openai-responses', events);
      expect(metered).toMatchObject({ complete: true, missing: false, usage: { input_tokens: 5, output_tokens: 4 } });
    },
  );

  it('a response that another one replaces before its end is missing', () => {
    const usage = { input_tokens: 5, output_tokens: 4, total_tokens: 9 };
    const metered = readEvents('openai-responses', [
      { type: 'response.created', response: { id: 'a' } },
      { type: 'response.created', response: { id: 'b' } },
      { type: 'response.completed', response: { id: 'b', usage } },
    ]);
    expect(metered).toMatchObject({ missing: true, flags: ['superseded_attempt'] });
  });
});
