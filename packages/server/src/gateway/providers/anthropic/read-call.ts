import { type AskedCall, InvalidCall } from '../asked-call.ts';
import { isSaid, readBody, readFlag, readModel, readRecords, readText, readWhole } from '../asking/fields.ts';
import { createTally, inputOf, type InputTally } from '../asking/input-tally.ts';
import { type JsonRecord, recordOf } from '../json.ts';
import { addContent } from './read-content.ts';
import { readHosted } from './read-hosted.ts';
import { readServiceTier } from './read-usage.ts';
import { readThinking } from './thinking.ts';

// What opens a prompt and a message is not published; the punctuation that is counted with the text covers it as well.
const OPENING = 16;
const PER_MESSAGE = 16;

const STRUCTURED: ReadonlySet<string> = new Set(['input', 'output_config', 'output_format', 'tool_choice', 'tools']);

// What these stand for is not in the request. Clearing or compacting the context runs the model once more.
const UNSEEN_FIELDS = ['container', 'context_management', 'mcp_servers', 'thread'] as const;

/** Reads a Messages request. Raises InvalidCall. */
export function readMessagesCall(value: unknown): AskedCall {
  const body = readBody(value);
  const model = readModel(body.model);
  const outputCap = readCap(body.max_tokens, 'max_tokens');
  if (outputCap === null) throw new InvalidCall('max_tokens', 'is required');
  const tally = tallyPrompt(body, model);
  const hosted = readHosted(body, tally);
  const thinking = readThinking(body, model);
  const fallbacks = readFallbacks(body.fallbacks);
  const cache = watchCache();
  return {
    model,
    otherModels: [...fallbacks.map((fallback) => fallback.model), ...hosted.models],
    stream: readFlag(body.stream, 'stream'),
    serviceTier: readTier(body),
    choices: 1,
    hasOutput: true,
    outputCap,
    leastOutput: Math.min(outputCap, (thinking.budget ?? 0) + 1),
    input: inputOf(tally, body, { structured: STRUCTURED, onField: cache.onField }),
    audioOutput: false,
    imageOutput: false,
    tools: hosted.tools,
    cacheWrite: cache.written(),
    hidesOutput: thinking.hides,
    usageAsked: true,
    body(cap) {
      const forwarded: Record<string, unknown> = { ...body };
      if (hosted.written.length > 0) forwarded.tools = hosted.written;
      if (cap === null) return forwarded;
      if (fallbacks.length > 0) forwarded.fallbacks = fallbacks.map((fallback) => fallback.under(cap));
      return { ...forwarded, ...(cap < outputCap && thinking.under(cap)), max_tokens: cap };
    },
  };
}

// A cap of 0 fills the prompt cache and answers nothing.
function readCap(value: unknown, path: string): number | null {
  return readWhole(value, path, 0);
}

function tallyPrompt(body: JsonRecord, model: string): InputTally {
  if (!Array.isArray(body.messages)) throw new InvalidCall('messages', 'must be a list');
  const messages = readRecords(body.messages, 'messages');
  const tally = createTally(OPENING + PER_MESSAGE * messages.length);
  addContent(body.system, 'system', model, tally);
  for (const [index, message] of messages.entries()) {
    addContent(message.content, `messages[${index}].content`, model, tally);
  }
  if (UNSEEN_FIELDS.some((field) => isSaid(body[field]))) tally.unseen = true;
  return tally;
}

// The tier as the price list names it. `auto` and `standard_only` differ only where capacity was bought beforehand.
function readTier(body: JsonRecord): string | null {
  readText(body.service_tier, 'service_tier');
  const [speed, geo] = [readText(body.speed, 'speed'), readText(body.inference_geo, 'inference_geo')];
  return readServiceTier({ speed, inference_geo: geo });
}

interface Fallback {
  readonly model: string;
  under(cap: number): JsonRecord;
}

// The models that the server picks by itself are not known before, nor is their price.
function readFallbacks(value: unknown): readonly Fallback[] {
  if (typeof value === 'string') throw new InvalidCall('fallbacks', 'must name the models, or the cost has no bound');
  return readRecords(value, 'fallbacks').map((fallback, index) => {
    const own = readCap(fallback.max_tokens, `fallbacks[${index}].max_tokens`);
    const thinking = readThinking(fallback, '');
    return {
      model: readModel(fallback.model),
      under(cap) {
        const least = Math.min(own ?? cap, cap);
        return { ...fallback, ...thinking.under(least), ...(own !== null && { max_tokens: least }) };
      },
    };
  });
}

interface CacheWatch {
  readonly onField: (name: string, value: unknown) => void;
  readonly written: () => AskedCall['cacheWrite'];
}

/** The longest life that anything in the prompt is to be cached for. */
function watchCache(): CacheWatch {
  let longest: AskedCall['cacheWrite'] = 'none';
  return {
    onField: (name, value) => {
      if (name !== 'cache_control' || value === null) return;
      if (recordOf(value).ttl === '1h') longest = '1h';
      else if (longest === 'none') longest = '5m';
    },
    written: () => longest,
  };
}
