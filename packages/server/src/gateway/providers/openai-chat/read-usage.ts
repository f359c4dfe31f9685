import { countOf, sumOf } from '../count.ts';
import { isRecord, type JsonRecord, recordOf, recordsOf } from '../json.ts';
import type { Flags, MeterOptions } from '../metered-usage.ts';
import { type Figures, withTotal } from '../wholes.ts';

/**
 * The usage of a completion or of a chunk of one: at the top, where Groq once put it (`x_groq`), or where Moonshot
 * does (the choice). Null in chunks that have none.
 */
export function findUsage(answer: JsonRecord): JsonRecord | null {
  const [choice] = recordsOf(answer.choices);
  const places = [answer.usage, recordOf(answer.x_groq).usage, choice?.usage];
  return places.find((place): place is JsonRecord => isRecord(place)) ?? null;
}

/**
 * OpenAI's CompletionUsage: `prompt_tokens` includes cached tokens, `completion_tokens` includes reasoning and rejected
 * predictions. Names of the same figures at others: `prompt_cache_hit_tokens` (DeepSeek), `cached_tokens` (Moonshot).
 */
export function readUsage(usage: JsonRecord, options: MeterOptions, flags: Flags): Figures {
  const prompt = recordOf(usage.prompt_tokens_details);
  const completion = recordOf(usage.completion_tokens_details);
  const total = countOf(usage.total_tokens, flags);
  const figures: Figures = {
    input: countOf(usage.prompt_tokens, flags),
    output: countOf(usage.completion_tokens, flags),
    cacheRead:
      countOf(prompt.cached_tokens, flags) ??
      countOf(usage.prompt_cache_hit_tokens, flags) ??
      countOf(usage.cached_tokens, flags),
    cacheWrite: countOf(prompt.cache_write_tokens, flags),
    reasoning: countOf(completion.reasoning_tokens, flags),
    audioInput: countOf(prompt.audio_tokens, flags),
    audioOutput: countOf(completion.audio_tokens, flags),
    imageInput: countOf(prompt.image_tokens, flags),
    imageOutput: countOf(completion.image_tokens, flags),
  };
  return withTotal(withReasoning(figures, total, options), total, flags);
}

// xAI alone leaves reasoning out of `completion_tokens`; its total gives it away, and so does any other's that does so.
function withReasoning(figures: Figures, total: number | undefined, { provider }: MeterOptions): Figures {
  const { input, output, reasoning } = figures;
  const apart = sumOf(output, reasoning);
  const isApart = total === undefined ? provider === 'x-ai' : total === sumOf(input, apart);
  return output !== undefined && isApart ? { ...figures, output: apart } : figures;
}
