import { countOf, type JsonRecord, recordOf, recordsOf, textOf } from '../json.ts';
import { dearTier, type Metered, said, type Tokens, toolsOf } from './usage.ts';

/** OpenAI's CompletionUsage: the wholes include their parts. Null where it says nothing. */
export function chatTokens(usage: JsonRecord): Tokens | null {
  const input = countOf(usage['prompt_tokens']) ?? countOf(usage['input_tokens']);
  const output = countOf(usage['completion_tokens']) ?? countOf(usage['output_tokens']);
  if (input === undefined || output === undefined) return null;
  const prompt = recordOf(usage['prompt_tokens_details'] ?? usage['input_tokens_details']);
  const answer = recordOf(usage['completion_tokens_details'] ?? usage['output_tokens_details']);
  const cached = countOf(prompt['cached_tokens']) ?? countOf(usage['prompt_cache_hit_tokens']);
  // A cached token of sound is cached, and not sound: it may be only one of them.
  const audio = Math.min(countOf(prompt['audio_tokens']) ?? 0, input - (cached ?? 0));
  return {
    input_tokens: input,
    output_tokens: output,
    ...said('cache_read_tokens', cached),
    ...said('cache_write_tokens', countOf(prompt['cache_write_tokens'])),
    ...said('reasoning_tokens', countOf(answer['reasoning_tokens'])),
    ...said('audio_input_tokens', audio > 0 ? audio : null),
    ...said('audio_output_tokens', countOf(answer['audio_tokens']) || null),
  };
}

function withIdentity(tokens: Tokens, answer: JsonRecord): Tokens {
  const tier = dearTier(textOf(answer['service_tier']));
  return { ...tokens, ...said('service_tier', tier), ...said('request_id', textOf(answer['id'])) };
}

/** What a completion says, or a chunk of one; null where it says nothing of usage. */
export function readChatUsage(answer: JsonRecord): Metered | null {
  const tokens = chatTokens(recordOf(answer['usage']));
  if (tokens === null) return null;
  const model = textOf(answer['model']);
  const searches = model !== null && /-search-(?:preview|api)/.test(model) ? 1 : 0;
  return { model, tokens: withIdentity(tokens, answer), tools: toolsOf({ web_search: searches }) };
}

const calls: Readonly<Record<string, string>> = {
  web_search_call: 'web_search',
  file_search_call: 'file_search',
  image_generation_call: 'image_generation',
};

/** Hosted tools that are charged by the call; a container is charged for itself. */
function responseTools(items: readonly JsonRecord[]): Record<string, number> {
  const units: Record<string, number> = {};
  const containers = new Set<unknown>();
  for (const { type, action, container_id: container } of items) {
    const name = calls[textOf(type) ?? ''];
    const visited = textOf(recordOf(action)['type']);
    const isVisit = type === 'web_search_call' && visited !== null && visited !== 'search';
    if (name !== undefined && !isVisit) units[name] = (units[name] ?? 0) + 1;
    if (type === 'code_interpreter_call') containers.add(container);
  }
  return containers.size > 0 ? { ...units, container: containers.size } : units;
}

/** What a response says, or the event of a stream that ends it. */
export function readResponseUsage(event: JsonRecord): Metered | null {
  const answer = event['response'] === undefined ? event : recordOf(event['response']);
  const tokens = chatTokens(recordOf(answer['usage']));
  if (tokens === null) return null;
  const tools = toolsOf(responseTools(recordsOf(answer['output'])));
  return { model: textOf(answer['model']), tokens: withIdentity(tokens, answer), tools };
}

/** Embeddings have no output. */
export function readEmbeddingsUsage(answer: JsonRecord): Metered | null {
  const usage = recordOf(answer['usage']);
  const input = countOf(usage['prompt_tokens']) ?? countOf(usage['total_tokens']);
  if (input === undefined) return null;
  return { model: textOf(answer['model']), tokens: { input_tokens: input, output_tokens: 0 }, tools: [] };
}
