import { countOf, sumOf } from '../count.ts';
import { type JsonRecord, recordOf } from '../json.ts';
import type { Flags } from '../metered-usage.ts';
import type { Figures } from '../wholes.ts';

/**
 * Anthropic's Usage, or one of its iterations: `input_tokens` leaves the cached parts out, `output_tokens` includes
 * thinking. `cache_creation` splits the writes by lifetime.
 */
export function readUsage(usage: JsonRecord, flags: Flags): Figures {
  const uncached = countOf(usage.input_tokens, flags);
  const cacheRead = countOf(usage.cache_read_input_tokens, flags);
  const writes = readCacheWrites(usage, flags);
  return {
    input: uncached === undefined ? undefined : sumOf(uncached, cacheRead, writes.all),
    output: countOf(usage.output_tokens, flags),
    cacheRead,
    cacheWrite: writes.all,
    cacheWrite1h: writes.hour,
    reasoning: countOf(recordOf(usage.output_tokens_details).thinking_tokens, flags),
  };
}

interface CacheWrites {
  readonly all: number | undefined;
  readonly hour: number | undefined;
}

function readCacheWrites(usage: JsonRecord, flags: Flags): CacheWrites {
  const split = recordOf(usage.cache_creation);
  const hour = countOf(split.ephemeral_1h_input_tokens, flags);
  const known = sumOf(countOf(split.ephemeral_5m_input_tokens, flags), hour);
  const all = countOf(usage.cache_creation_input_tokens, flags) ?? known;
  if (all === undefined || known === undefined || all === known) return { all, hour };
  if (all < known) {
    flags.add('parts_exceed_whole');
    return { all: known, hour };
  }
  // A stream splits what was written at its start, and adds to the sum alone afterwards. Where anything was written for
  // an hour, the rest is taken to be so too, since that is the dearer of the two.
  if (known > 0) flags.add('cache_lifetime_assumed');
  return { all, hour: hour === undefined || hour === 0 ? hour : hour + all - known };
}

/**
 * What the price depends on besides the model: the tier, fast mode, and inference that is kept in the US. The standard
 * of each is left out; null where nothing is left. Several are joined by "+".
 */
export function readServiceTier(usage: JsonRecord): string | null {
  const parts = [
    usage.service_tier === 'standard' ? null : usage.service_tier,
    usage.speed === 'fast' ? 'fast' : null,
    usage.inference_geo === 'us' ? 'us' : null,
  ];
  const named = parts.filter((part) => typeof part === 'string' && part !== '');
  return named.length === 0 ? null : named.join('+');
}
