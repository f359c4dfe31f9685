import { waitForUpdate } from '@pydantic/genai-prices';
import { describe, expect, it } from 'vitest';
import { limitsOf } from '../../../src/gateway/bounds/index.ts';
import { contextWindowOf } from '../../../src/gateway/bounds/context-windows.ts';
import { openBook } from './support/book.ts';

const book = await openBook();

describe('limits of a model', () => {
  // Context window and most output as the providers' own pages of the model say them.
  it.each([
    ['openai', 'gpt-4o', 128_000, 16_384],
    ['openai', 'gpt-4o-2024-08-06', 128_000, 16_384],
    ['openai', 'gpt-4o-mini', 128_000, 16_384],
    ['openai', 'gpt-4.1-nano', 1_047_576, 32_768],
    ['openai', 'o3-mini', 200_000, 100_000],
    ['openai', 'o4-mini-2025-04-16', 200_000, 100_000],
    ['openai', 'gpt-5', 400_000, 128_000],
    ['openai', 'gpt-5-mini-2025-08-07', 400_000, 128_000],
    ['openai', 'gpt-5.1', 400_000, 128_000],
    ['openai', 'gpt-4-turbo', 128_000, 4096],
    ['openai', 'gpt-4', 8192, 8192],
    ['openai', 'gpt-3.5-turbo', 16_385, 4096],
    ['anthropic', 'claude-3-haiku-20240307', 200_000, 4096],
    ['anthropic', 'claude-3-5-sonnet-20241022', 200_000, 8192],
    ['anthropic', 'claude-opus-4-1-20250805', 200_000, 32_000],
    ['anthropic', 'claude-opus-4-20250514', 200_000, 32_000],
    ['anthropic', 'claude-sonnet-4-20250514', 1_000_000, 64_000],
    ['anthropic', 'claude-sonnet-4-5-20250929', 1_000_000, 64_000],
    ['anthropic', 'claude-haiku-4-5', 200_000, 64_000],
    ['anthropic', 'claude-opus-4-5', 200_000, 64_000],
    ['anthropic', 'claude-opus-4-6', 1_000_000, 128_000],
    ['anthropic', 'claude-sonnet-4-6', 1_000_000, 128_000],
    ['google', 'gemini-2.0-flash', 1_048_576, 8192],
    ['google', 'gemini-2.5-flash', 1_048_576, 65_536],
    ['google', 'gemini-3.5-flash', 1_048_576, 65_536],
  ])('%s %s: %i and %i tokens', (provider, model, window, output) => {
    const limits = limitsOf(book, provider, model);
    expect(limits.maxOutputTokens).toBe(output);
    expect(limits.contextWindow).toBeGreaterThanOrEqual(window);
    expect(limits.contextWindow).toBeLessThanOrEqual(window * 1.06);
  });

  it('are not known of models that nobody lists', () => {
    expect(limitsOf(book, 'openai', 'unheard-of')).toEqual({ contextWindow: null, maxOutputTokens: null });
    expect(limitsOf(book, 'nobody', 'gpt-4o').contextWindow).toBeNull();
    expect(limitsOf(book, 'openai', '__proto__')).toEqual({ contextWindow: null, maxOutputTokens: null });
  });

  it('take every window of the catalogue', async () => {
    for (const { id, models } of (await waitForUpdate()) ?? []) {
      for (const model of models) expect(contextWindowOf(id, model.id)).toBe(model.context_window);
    }
  });
});
