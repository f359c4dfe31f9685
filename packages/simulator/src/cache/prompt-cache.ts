import { createHash } from 'node:crypto';

const mostEntries = 20_000;

/** Which prefixes of prompts are cached, and until when. */
export interface PromptCache {
  /** Whether the prefix is cached at this time (epoch milliseconds). */
  has(key: string, now: number): boolean;
  /** Caches a prefix; one that is there already lives on from now. */
  keep(key: string, now: number, lifetimeMs: number): void;
  clear(): void;
}

export function createPromptCache(): PromptCache {
  const expiries = new Map<string, number>();
  return {
    has: (key, now) => (expiries.get(key) ?? 0) > now,
    keep(key, now, lifetimeMs) {
      const expiry = Math.max(expiries.get(key) ?? 0, now + lifetimeMs);
      expiries.delete(key);
      expiries.set(key, expiry);
      if (expiries.size <= mostEntries) return;
      // The oldest goes: a map keeps the order in which its keys were set.
      for (const oldest of expiries.keys()) {
        expiries.delete(oldest);
        break;
      }
    },
    clear: () => expiries.clear(),
  };
}

/** Names each prefix of whole blocks by a digest of the model and of all the blocks in it. */
export function prefixKeys(model: string, contents: readonly string[]): string[] {
  const hash = createHash('sha256').update(model);
  return contents.map((content) => hash.update('\0').update(content).copy().digest('base64'));
}
