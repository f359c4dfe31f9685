import type { Block, Call } from '../generation/call.ts';
import type { PromptCache } from './prompt-cache.ts';
import { prefixKeys } from './prompt-cache.ts';

/** Tokens of the prompt that were read from the cache, and that were written to it. */
export interface CachedTokens {
  readonly cachedTokens: number;
  readonly writtenTokens: number;
  readonly written1hTokens: number;
}

export const nothingCached: CachedTokens = { cachedTokens: 0, writtenTokens: 0, written1hTokens: 0 };

/** Shorter prompts are never cached (OpenAI's, Anthropic's and Gemini's documentation of the models in the price table). */
function leastTokens(model: string): number {
  return model.startsWith('claude-haiku-4-5') ? 4096 : 1024;
}

/** OpenAI and Gemini find prefixes in steps of so many tokens. */
const stepTokens = 128;
const fiveMinutesMs = 5 * 60_000;
const hourMs = 60 * 60_000;

/** Counts what the provider's cache does for a prompt of so many tokens, and remembers its prefixes. */
export function countCached(call: Call, promptTokens: number, cache: PromptCache, now: number): CachedTokens {
  const least = leastTokens(call.model);
  if (promptTokens < least) return nothingCached;
  const keys = prefixKeys(
    call.model,
    call.blocks.map(({ content }) => content),
  );
  const lengths = prefixLengths(call.blocks);
  const prefixes = call.blocks.map((block, at) => ({ block, key: keys[at] ?? '', tokens: lengths[at] ?? 0 }));
  return call.provider === 'anthropic'
    ? countAsked(prefixes, least, cache, now)
    : countFound(prefixes, least, cache, now);
}

interface Prefix {
  readonly block: Block;
  readonly key: string;
  readonly tokens: number;
}

function prefixLengths(blocks: readonly Block[]): number[] {
  let tokens = 0;
  return blocks.map((block) => (tokens += block.tokens));
}

function longestCached(prefixes: readonly Prefix[], cache: PromptCache, now: number): number {
  return prefixes.findLast(({ key }) => cache.has(key, now))?.tokens ?? 0;
}

/** OpenAI and Gemini cache by themselves, in steps, and leave at least one token to be read. */
function countFound(prefixes: readonly Prefix[], least: number, cache: PromptCache, now: number): CachedTokens {
  const whole = prefixes.at(-1)?.tokens ?? 0;
  const found = Math.min(longestCached(prefixes, cache, now), whole - 1);
  for (const { key } of prefixes) cache.keep(key, now, fiveMinutesMs);
  const cachedTokens = found < least ? 0 : found - (found % stepTokens);
  return { cachedTokens, writtenTokens: 0, written1hTokens: 0 };
}

/**
 * Anthropic caches up to the blocks that the request marks. What lies between the longest cached prefix and a mark is
 * written, for the lifetime that the mark names; the prefixes that are used again live on.
 */
function countAsked(prefixes: readonly Prefix[], least: number, cache: PromptCache, now: number): CachedTokens {
  const marks = prefixes.filter(({ block, tokens }) => block.cacheFor !== undefined && tokens >= least);
  const lastMark = marks.at(-1);
  if (lastMark === undefined) return nothingCached;
  const cachedTokens = longestCached(prefixes.slice(0, prefixes.indexOf(lastMark) + 1), cache, now);
  let [reached, writtenTokens, written1hTokens] = [cachedTokens, 0, 0];
  for (const { block, tokens, key } of marks) {
    const isHour = block.cacheFor === '1h';
    const written = Math.max(0, tokens - reached);
    writtenTokens += written;
    if (isHour) written1hTokens += written;
    reached = Math.max(reached, tokens);
    cache.keep(key, now, isHour ? hourMs : fiveMinutesMs);
  }
  return { cachedTokens, writtenTokens, written1hTokens };
}
