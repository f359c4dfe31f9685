import { countOf } from '../count.ts';
import { type JsonRecord, recordOf } from '../json.ts';
import type { Flags } from '../metered-usage.ts';
import { type Figures, withTotal } from '../wholes.ts';

/**
 * OpenAI's ResponseUsage: `input_tokens` includes cached and cache-written tokens, `output_tokens` includes reasoning.
 * Hosted tools are not in it; the output items say how often they ran.
 */
export function readUsage(usage: JsonRecord, flags: Flags): Figures {
  const input = recordOf(usage.input_tokens_details);
  const output = recordOf(usage.output_tokens_details);
  const figures: Figures = {
    input: countOf(usage.input_tokens, flags),
    output: countOf(usage.output_tokens, flags),
    cacheRead: countOf(input.cached_tokens, flags),
    cacheWrite: countOf(input.cache_write_tokens, flags),
    reasoning: countOf(output.reasoning_tokens, flags),
    audioInput: countOf(input.audio_tokens, flags),
    audioOutput: countOf(output.audio_tokens, flags),
    imageInput: countOf(input.image_tokens, flags),
    imageOutput: countOf(output.image_tokens, flags),
  };
  return withTotal(figures, countOf(usage.total_tokens, flags), flags);
}
