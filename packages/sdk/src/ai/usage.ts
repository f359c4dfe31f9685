import { countOf, isRecord, type JsonRecord, recordOf } from '../metering/json.ts';
import { messageTokens } from '../metering/usage/anthropic.ts';
import { chatTokens } from '../metering/usage/openai.ts';
import { said, type Tokens } from '../metering/usage/usage.ts';

/** A count that the library gives as a number, or as the total of its parts. */
function totalOf(value: unknown): number | undefined {
  return countOf(value) ?? countOf(recordOf(value)['total']);
}

/** What the provider itself wrote, where its form is known: it splits what the library's own form sums up. */
function rawTokens(raw: JsonRecord): Tokens | null {
  if (raw['cache_creation_input_tokens'] !== undefined || raw['cache_creation'] !== undefined)
    return messageTokens(raw);
  if (raw['prompt_tokens'] !== undefined || raw['input_tokens_details'] !== undefined) return chatTokens(raw);
  return null;
}

/**
 * What a language model of the library says that it used; null where it says nothing. The library's own figures include
 * their parts, as ours do.
 */
export function tokensOf(usage: unknown): Tokens | null {
  if (!isRecord(usage)) return null;
  const raw = rawTokens(recordOf(usage['raw']));
  if (raw !== null) return raw;
  const [input, output] = [totalOf(usage['inputTokens']), totalOf(usage['outputTokens'])];
  if (input === undefined || output === undefined) return null;
  const parts = recordOf(usage['inputTokens']);
  return {
    input_tokens: input,
    output_tokens: output,
    ...said('cache_read_tokens', countOf(parts['cacheRead']) ?? countOf(usage['cachedInputTokens'])),
    ...said('cache_write_tokens', countOf(parts['cacheWrite'])),
    ...said(
      'reasoning_tokens',
      countOf(recordOf(usage['outputTokens'])['reasoning']) ?? countOf(usage['reasoningTokens']),
    ),
  };
}
