import { disjointBuckets } from '@cofferdam/core';
import { describe, expect, it } from 'vitest';
import { readRecording } from '../../../src/gateway/providers/index.ts';
import { hasRecordings, readRecordings, recordingOf, WITH_RECORDINGS } from './support/recordings.ts';

/** Answers that end without usage, each for a reason of its own. */
const WITHOUT_USAGE: Readonly<Record<string, string>> = {
  'amazon-bedrock/amazon-bedrock-json-tool.1.chunks.txt': 'no metadata event',
  'amazon-bedrock/amazon-bedrock-json-tool.2.chunks.txt': 'no metadata event',
  'amazon-bedrock/amazon-bedrock-json-tool.3.chunks.txt': 'no metadata event',
  'anthropic/spliced-message-start.chunks.txt': 'the first of two messages never says its output',
  'google/google-429-retry-info.json': 'an error',
  'openai-responses/openai-error.1.chunks.txt': 'an error',
  'openai-responses/openai-error.1.json': 'an error',
  'openai-responses/parallel-tool-call-wrapper.1.chunks.txt': 'the event with the usage lacks its last brace',
};

/**
 * The totals that a recording states, without our readers: the last one of a stream, or that of each response where
 * several follow each other.
 */
function statedTotal(text: string): number | null {
  const totals = [...text.matchAll(/"(?:total_tokens|totalTokenCount|totalTokens)":\s*(\d+)/g)].map((m) =>
    Number(m[1]),
  );
  if (totals.length === 0) return null;
  const responses = (text.match(/"type":\s*"response\.completed"/g) ?? []).length;
  return responses > 1 ? totals.reduce((sum, total) => sum + total, 0) : (totals.at(-1) ?? null);
}

describe.runIf(hasRecordings)(`recorded answers ${WITH_RECORDINGS}`, () => {
  const recordings = readRecordings();

  it('are all read, but for those that end without usage', () => {
    expect(recordings.length).toBeGreaterThan(100);
    const missing = recordings.filter(({ text, provider }) => readRecording(text, { provider }).missing);
    expect(missing.map(({ name }) => name).toSorted()).toEqual(Object.keys(WITHOUT_USAGE).toSorted());
  });

  it('never contradict themselves, and come to their end unless they are errors', () => {
    for (const { name, text, provider } of recordings) {
      const metered = readRecording(text, { provider });
      for (const { usage } of metered.attempts) expect([name, disjointBuckets(usage).kind]).toEqual([name, 'buckets']);
      const isBroken = name in WITHOUT_USAGE && metered.attempts.length === 0;
      if (!isBroken) expect([name, metered.complete]).toEqual([name, true]);
    }
  });

  it('have the totals that the providers state', () => {
    const compared = recordings.flatMap(({ name, text, provider }) => {
      const stated = name in WITHOUT_USAGE ? null : statedTotal(text);
      const { usage } = readRecording(text, { provider });
      return stated === null ? [] : [{ name, stated, read: (usage?.input_tokens ?? 0) + (usage?.output_tokens ?? 0) }];
    });
    expect(compared.length).toBeGreaterThan(70);
    expect(compared.filter(({ stated, read }) => stated !== read)).toEqual([]);
  });
});

/** Read by eye from the recordings and the providers' documentation: input, output, cache read, reasoning. */
const FIGURES: readonly (readonly [string, number, number, number | undefined, number | undefined])[] = [
  ['anthropic/anthropic-claude-opus-5-reasoning-high.1.json', 51, 1699, 0, 139],
  ['anthropic/anthropic-clear-thinking.1.chunks.txt', 69, 53, 0, undefined],
  ['anthropic/anthropic-clear-tool-uses.1.json', 859, 132, 0, undefined],
  ['anthropic/anthropic-code-execution-20250825.pptx-skill.json', 950_648, 13_856, 0, undefined],
  ['anthropic/anthropic-json-tool.2.chunks.txt', 849, 47, 0, undefined],
  ['anthropic/anthropic-message-delta-input-tokens.chunks.txt', 61, 2, undefined, undefined],
  ['anthropic/anthropic-refusal.chunks.txt', 18, 5, 0, undefined],
  ['anthropic/anthropic-tool-no-args.chunks.txt', 565, 48, 0, undefined],
  ['anthropic/anthropic-web-fetch-tool.1.chunks.txt', 4230, 446, 0, undefined],
  ['anthropic/duplicate-message-start.chunks.txt', 17, 227, undefined, undefined],
  ['amazon-bedrock/amazon-bedrock-text.json', 22, 57, 0, undefined],
  ['deepseek-chat/deepseek-json.json', 495, 144, 320, 118],
  ['deepseek-chat/deepseek-tool-call.chunks.txt', 339, 83, 320, 39],
  // Thoughts come on top of the candidates: 29 + 256.
  ['google/google-reasoning.chunks.txt', 9, 285, undefined, 256],
  ['google/google-tool-call-gemini3.json', 29, 1816, undefined, 1801],
  ['groq/groq-tool-call.chunks.txt', 210, 15, undefined, undefined],
  ['mistral/mistral-incremental-tool-call.chunks.txt', 171, 14, 128, undefined],
  ['openai-chat/openai-text.chunks.txt', 16, 300, 0, 0],
  ['openai-completion/openai-completion-text.json', 14, 16, undefined, undefined],
  ['openai-responses/openai-code-interpreter-tool.1.chunks.txt', 6047, 1623, 2944, 1408],
  ['openai-responses/openai-compaction.1.chunks.txt', 51_097, 2505, 49_792, 0],
  ['openai-responses/openai-phase.1.json', 7243, 423, 3072, 58],
  ['openai-responses/programmatic-tool-calling.2.chunks.txt', 0, 0, 0, 0],
  // xAI leaves reasoning out of its completion tokens in chats (1 + 290), and not in responses.
  ['xai/xai-text.chunks.txt', 12, 291, 11, 290],
  ['xai-responses/xai-text-streaming.1.chunks.txt', 216, 863, 192, 237],
];

describe.runIf(hasRecordings)(`figures of recorded answers ${WITH_RECORDINGS}`, () => {
  it.each(FIGURES)('%s: %d in, %d out, %s cached, %s reasoning', (name, input, output, cached, reasoning) => {
    const { usage } = readRecording(recordingOf(name).text, recordingOf(name));
    expect(usage).toMatchObject({ input_tokens: input, output_tokens: output });
    expect([usage?.cache_read_tokens, usage?.reasoning_tokens]).toEqual([cached, reasoning]);
  });

  it.each([
    ['anthropic/anthropic-web-fetch-tool.1.json', [{ name: 'web_fetch', quantity: '1' }]],
    // Code that only filters what a fetch brought is free.
    ['anthropic/anthropic-web-fetch-tool-20260209.1.json', [{ name: 'web_fetch', quantity: '1' }]],
    ['anthropic/anthropic-code-execution-20250825.1.json', [{ name: 'code_execution', quantity: '1' }]],
    ['anthropic/anthropic-tool-search-bm25.1.json', []],
    ['openai-responses/openai-file-search-tool.1.chunks.txt', [{ name: 'file_search', quantity: '1' }]],
    // Three calls in one container, which is charged once.
    ['openai-responses/openai-code-interpreter-tool.1.chunks.txt', [{ name: 'container', quantity: '1' }]],
    ['openai-responses/openai-mcp-tool.1.json', []],
    ['openai-responses/openai-local-shell-tool.1.json', []],
    ['xai-responses/xai-web-search-tool.1.chunks.txt', [{ name: 'web_search', quantity: '1' }]],
    ['xai-responses/xai-x-search-tool.1.json', [{ name: 'x_search', quantity: '1' }]],
    ['xai-responses/xai-code-execution-tool.1.json', [{ name: 'code_execution', quantity: '1' }]],
    ['xai-responses/xai-file-search-tool.1.json', [{ name: 'collections_search', quantity: '1' }]],
  ])('%s used the tools %j', (name, tools) => {
    expect(readRecording(recordingOf(name).text, recordingOf(name)).tools).toEqual(tools);
  });

  it('an advisor and the turns around it are attempts of their own', () => {
    const { text } = recordingOf('anthropic/anthropic-advisor-20260301.1.json');
    const { attempts } = readRecording(text, { provider: 'anthropic' });
    expect(attempts.map(({ model, usage }) => [model, usage.input_tokens, usage.output_tokens])).toEqual([
      ['claude-sonnet-4-6', 1051, 35],
      ['claude-opus-4-7', 2728, 874],
      ['claude-sonnet-4-6', 1363, 3165],
    ]);
  });

  it.each(['anthropic/anthropic-fallback.json', 'anthropic/anthropic-fallback.chunks.txt'])(
    '%s: the model that declined and the one that took over are two attempts',
    (name) => {
      const metered = readRecording(recordingOf(name).text, { provider: 'anthropic' });
      expect(metered).toMatchObject({ model: 'claude-opus-4-8', flags: ['declined_attempt'], missing: false });
      expect(metered.attempts.map(({ model, usage }) => [model, usage.input_tokens, usage.output_tokens])).toEqual([
        ['claude-fable-5', 408, 0],
        ['claude-opus-4-8', 412, 264],
      ]);
    },
  );

  it('two responses behind each other are two attempts', () => {
    const { text } = recordingOf('openai-responses/openai-shell-tool.1.chunks.txt');
    const { attempts } = readRecording(text, { provider: 'openai' });
    expect(attempts.map(({ usage }) => [usage.input_tokens, usage.output_tokens])).toEqual([
      [145, 41],
      [331, 166],
    ]);
  });

  it('a response whose items change their ids with every event is one attempt', () => {
    const { text } = recordingOf('openai-responses/github-copilot-id-rotation.1.chunks.txt');
    expect(readRecording(text, { provider: 'openai' }).attempts).toHaveLength(1);
  });

  it('a message that another one replaces before its end is known in part', () => {
    const { text } = recordingOf('anthropic/spliced-message-start.chunks.txt');
    const metered = readRecording(text, { provider: 'anthropic' });
    expect(metered).toMatchObject({ missing: true, complete: true, flags: ['superseded_attempt'] });
    expect(metered.attempts.map(({ partial, usage }) => [partial, usage.input_tokens, usage.output_tokens])).toEqual([
      [true, 17, 0],
      [false, 17, 65],
    ]);
  });

  it('messages of local tool calls among others are no attempts', () => {
    const { text } = recordingOf('anthropic/anthropic-programmatic-tool-calling.1.chunks.txt');
    const { attempts } = readRecording(text, { provider: 'anthropic' });
    expect(attempts.map(({ usage }) => [usage.input_tokens, usage.output_tokens])).toEqual([
      [3369, 725],
      [4551, 197],
    ]);
  });
});
