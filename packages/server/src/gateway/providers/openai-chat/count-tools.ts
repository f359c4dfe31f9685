import { countOf } from '../count.ts';
import { type JsonRecord, recordOf, recordsOf } from '../json.ts';
import type { Flags } from '../metered-usage.ts';

/** How often Moonshot's hosted search is called in a choice: it is charged for each call of `$web_search`. */
export function countHostedCalls(choice: JsonRecord): number {
  const calls = recordsOf(recordOf(choice.delta ?? choice.message).tool_calls);
  return calls.filter((call) => recordOf(call.function).name === '$web_search').length;
}

/**
 * Tools behind a completion. OpenAI's search models search once for every request and say so nowhere but in their name;
 * OpenRouter and xAI count in the usage.
 */
export function readTools(
  model: string | null,
  usage: JsonRecord,
  hostedCalls: number,
  flags: Flags,
): Map<string, number> {
  const counted = countOf(recordOf(usage.server_tool_use).web_search_requests, flags);
  const searches = counted ?? (model !== null && /-search-(preview|api)/.test(model) ? 1 : 0);
  return new Map([
    ['web_search', searches + hostedCalls],
    ['live_search_source', countOf(usage.num_sources_used, flags) ?? 0],
  ]);
}
