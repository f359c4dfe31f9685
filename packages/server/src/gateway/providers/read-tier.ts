import { textOf } from './json.ts';
import type { Flags } from './metered-usage.ts';

/**
 * The tier that served an answer. `auto` is what was asked for: an answer that ends with it has not said which tier it
 * was served by, and is priced as standard with a flag.
 */
export function readTier(value: unknown, flags: Flags): string | null {
  const tier = textOf(value);
  if (tier !== 'auto') return tier;
  flags.add('service_tier_unknown');
  return null;
}
