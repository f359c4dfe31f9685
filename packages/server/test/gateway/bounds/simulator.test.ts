import { startSimulator } from '@cofferdam/simulator';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { boundOf, createCalibration, limitsOf } from '../../../src/gateway/bounds/index.ts';
import { type AnswerKind, readCall } from '../../../src/gateway/providers/index.ts';
import { openBook } from './support/book.ts';
import { chats, embeddings, generations, messages, responses, type SentRequest } from './support/requests.ts';

const book = await openBook();
const simulator = await startSimulator({ seed: 'bounds', behaviours: { all: { outputTokens: 500 } } });
afterAll(() => simulator.close());

/** Sends the forwarded body to the simulator; the truth is what that counts by itself. */
async function usedBy(
  path: string,
  body: object,
): Promise<{ promptTokens: number; imageTokens: number; outputTokens: number }> {
  simulator.reset();
  const answer = await fetch(simulator.url + path, { method: 'POST', body: JSON.stringify(body) });
  const text = await answer.text();
  const [record] = simulator.truth();
  // Too many pictures for the window: nothing was used then.
  const isRefused = answer.status !== 200 && !text.includes('maximum context length');
  if (isRefused || record === undefined) throw new Error(`the simulator answered ${answer.status}: ${text}`);
  return record;
}

describe('the bound of a random request is never below what the simulator counts', () => {
  it.each<[AnswerKind, string, fc.Arbitrary<SentRequest>]>([
    ['openai-chat', 'openai', chats],
    ['openai-responses', 'openai', responses],
    ['anthropic', 'anthropic', messages],
    ['gemini', 'google', generations],
    ['openai-embeddings', 'openai', embeddings],
  ])('%s', async (kind, provider, requests) => {
    await fc.assert(
      fc.asyncProperty(requests, fc.integer({ min: 16, max: 200 }), async ({ path, body }, most) => {
        const asked = readCall(
          kind,
          JSON.parse(JSON.stringify(body)),
          { model: 'gemini-2.5-flash', stream: false },
          provider,
        );
        expect(asked.input.unseen).toBe(false);
        const policy = { mode: 'strict', maxOutputTokens: most, minOutputTokens: null } as const;
        const limits = limitsOf(book, provider, asked.model);
        const bound = boundOf(asked, { provider, limits, policy, calibration: createCalibration() });
        const used = await usedBy(path, asked.body(bound.maxOutputTokens));
        expect(bound.inputTokens).toBeGreaterThanOrEqual(used.promptTokens);
        expect(bound.imageInputTokens).toBeGreaterThanOrEqual(used.imageTokens);
        expect(bound.maxOutputTokens * bound.choices).toBeGreaterThanOrEqual(used.outputTokens);
      }),
      { numRuns: 150 },
    );
  });
});
