import { describe, expect, it } from 'vitest';
import { meterRecording } from '../../../src/meter.ts';
import { hasRecordings, recordingOf, WITH_RECORDINGS } from './support/recordings.ts';

const timeMs = Date.UTC(2026, 10, 1);

function costOf(answer: object, provider: string, model?: string): Promise<string | null> {
  return meterRecording({ text: JSON.stringify(answer), provider, model, timeMs }).then(({ cost_usd }) => cost_usd);
}

describe.runIf(hasRecordings)(`what recorded answers cost ${WITH_RECORDINGS}`, () => {
  it.each([
    // xAI says itself what an answer cost, in units of 10^-10 USD: cost_in_usd_ticks.
    ['xai/xai-text.json', '0.00011765'],
    ['xai/xai-text.chunks.txt', '0.000146625'],
    ['xai/xai-tool-call.json', '0.0001399'],
    ['xai/xai-tool-call.chunks.txt', '0.00013305'],
  ])('%s: %s, as xAI says', async (name, cost) => {
    const { text, provider } = recordingOf(name);
    const ticks = [...text.matchAll(/"cost_in_usd_ticks":\s*(\d+)/g)].at(-1)?.[1];
    expect(Number(ticks)).toBe(Math.round(Number(cost) * 1e10));
    expect(await meterRecording({ text, provider, timeMs })).toMatchObject({ cost_usd: cost });
  });

  it.each([
    // Sonnet 4.6 at 3 and 15, Opus 4.7 at 5 and 25 USD a million: 3,678 + 35,490 + 51,564 millionths.
    ['anthropic/anthropic-advisor-20260301.1.json', '0.090732'],
    // Fable 5 at 10: 408 x 10; Opus 4.8: 412 x 5 + 264 x 25.
    ['anthropic/anthropic-fallback.chunks.txt', '0.01274'],
    // Haiku 3 at 0.25 and 1.25: 17 x 0.25 + 227 x 1.25.
    ['anthropic/duplicate-message-start.chunks.txt', '0.000288'],
    // Sonnet 4 at 3 and 15: 4,234 x 3 + 462 x 15, and a fetch for nothing.
    ['anthropic/anthropic-web-fetch-tool.1.json', '0.019632'],
    // GPT-5 mini at 0.25, 0.025 and 2: 1,433 x 0.25 + 2,304 x 0.025 + 621 x 2, and 0.0025 for a file search.
    ['openai-responses/openai-file-search-tool.1.chunks.txt', '0.00415785'],
    // GPT-5.2 at 1.75, 0.175 and 14: 1,305 x 1.75 + 49,792 x 0.175 + 2,505 x 14.
    ['openai-responses/openai-compaction.1.chunks.txt', '0.04606735'],
    // GPT-4.1 nano at 0.1 and 0.4: 16 x 0.1 + 363 x 0.4.
    ['openai-chat/openai-text.json', '0.0001468'],
    // Gemini 3 Pro at 2 and 12: 9 x 2 + 311 x 12.
    ['google/google-reasoning.json', '0.00375'],
    // Llama 3.3 70B at Groq at 0.59 and 0.79: 218 x 0.59 + 15 x 0.79.
    ['groq/groq-tool-call.json', '0.00014047'],
  ])('%s: %s, by hand', async (name, cost) => {
    const { text, provider } = recordingOf(name);
    expect(await meterRecording({ text, provider, timeMs })).toMatchObject({ cost_usd: cost, missing: false });
  });

  it('throughput that was bought ahead has no price by the token', async () => {
    const { text, provider } = recordingOf('google/google-stream-no-args-tool-call.chunks.txt');
    const { attempts, cost_usd } = await meterRecording({ text, provider, timeMs });
    expect([cost_usd, attempts[0]?.unpriced]).toEqual([null, 'unknown_service_tier']);
  });
});

describe('what answers cost', () => {
  const cached = {
    type: 'message',
    model: 'claude-sonnet-4-5',
    stop_reason: 'end_turn',
    usage: {
      input_tokens: 100,
      cache_read_input_tokens: 2000,
      cache_creation_input_tokens: 3000,
      cache_creation: { ephemeral_5m_input_tokens: 1000, ephemeral_1h_input_tokens: 2000 },
      output_tokens: 50,
    },
  };

  it('cache writes for an hour have their own rate: 300 + 600 + 3,750 + 12,000 + 750 millionths', async () => {
    expect(await costOf(cached, 'anthropic')).toBe('0.0174');
  });

  it('a batch costs half of it, caching included', async () => {
    const batch = { ...cached, usage: { ...cached.usage, service_tier: 'batch' } };
    expect(await costOf(batch, 'anthropic')).toBe('0.0087');
  });

  it('three searches cost 0.03 besides the tokens (published: 0.0345)', async () => {
    const usage = { input_tokens: 1000, output_tokens: 100, server_tool_use: { web_search_requests: 3 } };
    expect(await costOf({ ...cached, usage }, 'anthropic')).toBe('0.0345');
  });

  it.each([
    [200_000, '0.26'],
    [200_001, '0.5150025'],
  ])('the tier is that of the whole prompt: %d tokens cost %s', async (promptTokenCount, cost) => {
    const answer = {
      candidates: [{ finishReason: 'STOP' }],
      usageMetadata: { promptTokenCount, candidatesTokenCount: 1000, totalTokenCount: promptTokenCount + 1000 },
      modelVersion: 'gemini-2.5-pro',
    };
    expect(await costOf(answer, 'google')).toBe(cost);
  });

  it('audio has its own rate: 600 x 0.3 + 400 x 1 + 100 x 2.5 millionths', async () => {
    const answer = {
      candidates: [{ finishReason: 'STOP' }],
      usageMetadata: {
        promptTokenCount: 1000,
        candidatesTokenCount: 100,
        totalTokenCount: 1100,
        promptTokensDetails: [
          { modality: 'TEXT', tokenCount: 600 },
          { modality: 'AUDIO', tokenCount: 400 },
        ],
      },
      modelVersion: 'gemini-2.5-flash',
    };
    expect(await costOf(answer, 'google')).toBe('0.00083');
  });

  it('audio without a price is unpriced, and not charged as text', async () => {
    const answer = {
      object: 'chat.completion',
      model: 'gpt-4o-audio-preview',
      choices: [{ finish_reason: 'stop', message: { content: 'yes' } }],
      usage: {
        prompt_tokens: 100,
        completion_tokens: 50,
        total_tokens: 150,
        completion_tokens_details: { audio_tokens: 40 },
      },
    };
    expect(await costOf(answer, 'openai')).toBeNull();
  });

  it('an embedding costs its input: 1,000 x 0.02 millionths', async () => {
    const usage = { prompt_tokens: 1000, total_tokens: 1000 };
    const answer = { object: 'list', data: [], model: 'text-embedding-3-small', usage };
    expect(await costOf(answer, 'openai')).toBe('0.00002');
  });

  it('an answer that names no model is priced as the one that was asked for', async () => {
    const answer = { stopReason: 'end_turn', usage: { inputTokens: 1000, outputTokens: 100, totalTokens: 1100 } };
    expect(await costOf(answer, 'aws')).toBeNull();
    const report = await meterRecording({
      text: JSON.stringify(answer),
      provider: 'aws',
      model: 'amazon.nova-lite-v1:0',
      timeMs,
    });
    // Nova Lite at 0.06 and 0.24: 60 + 24 millionths.
    expect(report).toMatchObject({ model: 'amazon.nova-lite-v1:0', cost_usd: '0.000084' });
  });
});
