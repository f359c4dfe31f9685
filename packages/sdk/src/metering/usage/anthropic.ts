import { countOf, type JsonRecord, recordOf, textOf } from '../json.ts';
import { dearTier, type Metered, said, type Tokens, toolsOf } from './usage.ts';

interface Written {
  readonly all: number | undefined;
  readonly hour: number | undefined;
}

function written(usage: JsonRecord): Written {
  const split = recordOf(usage['cache_creation']);
  const hour = countOf(split['ephemeral_1h_input_tokens']);
  const short = countOf(split['ephemeral_5m_input_tokens']);
  const known = hour === undefined && short === undefined ? undefined : (hour ?? 0) + (short ?? 0);
  const all = countOf(usage['cache_creation_input_tokens']) ?? known;
  if (all === undefined || known === undefined || all <= known) return { all: known ?? all, hour };
  // A stream splits what was written at its start, and adds to the sum alone: the rest is taken for the dearer kind.
  return { all, hour: hour === undefined || hour === 0 ? hour : hour + all - known };
}

/** Anthropic's usage: `input_tokens` leaves the cached parts out. Null where it says nothing. */
export function messageTokens(usage: JsonRecord): Tokens | null {
  const uncached = countOf(usage['input_tokens']);
  const output = countOf(usage['output_tokens']);
  if (uncached === undefined || output === undefined) return null;
  const read = countOf(usage['cache_read_input_tokens']);
  const { all, hour } = written(usage);
  const tier = [
    dearTier(textOf(usage['service_tier'])),
    usage['speed'] === 'fast' ? 'fast' : null,
    usage['inference_geo'] === 'us' ? 'us' : null,
  ].filter((part) => part !== null);
  return {
    input_tokens: uncached + (read ?? 0) + (all ?? 0),
    output_tokens: output,
    ...said('cache_read_tokens', read),
    ...said('cache_write_tokens', all),
    ...said('cache_write_1h_tokens', hour),
    ...said('service_tier', tier.length === 0 ? null : tier.join('+')),
  };
}

function toolUses(usage: JsonRecord) {
  const counted = recordOf(usage['server_tool_use']);
  return toolsOf({
    web_search: countOf(counted['web_search_requests']),
    web_fetch: countOf(counted['web_fetch_requests']),
  });
}

/** What a whole message says. Answers of several inferences (a server's tool loop) are taken as their sum. */
export function readMessageUsage(message: JsonRecord): Metered | null {
  const usage = recordOf(message['usage']);
  const tokens = messageTokens(usage);
  if (tokens === null) return null;
  const identified = { ...tokens, ...said('request_id', textOf(message['id'])) };
  return { model: textOf(message['model']), tokens: identified, tools: toolUses(usage) };
}

/** Follows a stream: the start says who answers and the prompt, each delta the latest counts. */
export function createMessageReader(): (event: JsonRecord) => Metered | null {
  let message: JsonRecord = {};
  let usage: JsonRecord = {};
  let isOver = false;
  return (event) => {
    if (event['type'] === 'message_start') {
      message = recordOf(event['message']);
      usage = recordOf(message['usage']);
    }
    if (event['type'] === 'message_delta') {
      const latest = Object.entries(recordOf(event['usage'])).filter(([, value]) => value !== null);
      usage = { ...usage, ...Object.fromEntries(latest) };
      // The output that the start counts is a placeholder: only a stop reason makes the figures those of the whole.
      isOver ||= textOf(recordOf(event['delta'])['stop_reason']) !== null;
    }
    return isOver ? readMessageUsage({ ...message, usage }) : null;
  };
}
