import { type AskedCall, InvalidCall } from '../asked-call.ts';
import {
  isSaid,
  readBody,
  readFlag,
  readList,
  readModel,
  readRecord,
  readRecords,
  readText,
  readWhole,
  smallest,
} from '../asking/fields.ts';
import { addUnseenSound, createTally, inputOf, type InputTally } from '../asking/input-tally.ts';
import type { JsonRecord } from '../json.ts';
import { hidesReasoning } from './hides-reasoning.ts';
import { addContent } from './read-content.ts';
import { readHosted } from './read-hosted.ts';

/** The most choices that OpenAI makes of one request. */
const MAX_CHOICES = 128;

// OpenAI's cookbook, "How to count tokens with tiktoken": three tokens that open the answer, three for each message and
// one for a name. Twice that for other templates; the punctuation that is counted with the text covers them as well.
const OPENING = 16;
const PER_MESSAGE = 8;

const STRUCTURED: ReadonlySet<string> = new Set([
  'function_call',
  'functions',
  'response_format',
  'tool_calls',
  'tool_choice',
  'tools',
]);

/** Prompts of models that write to the cache at a price of its own, whatever the request says. */
const BILLS_CACHE_WRITES = /^gpt-(?:5\.[6-9]|[6-9])/;

/**
 * Reads a Chat Completions request. `provider` is the catalogue's name of who is asked: OpenAI has left `max_tokens` for
 * `max_completion_tokens`, most others know only the former. Raises InvalidCall.
 */
export function readChatCall(value: unknown, provider: string): AskedCall {
  const body = readBody(value);
  const model = readModel(body.model);
  const tally = tallyMessages(body, model);
  const hosted = readHosted(body, model, tally);
  const stream = readFlag(body.stream, 'stream');
  const options = readRecord(body.stream_options, 'stream_options');
  const caps = readCaps(body, provider);
  const modalities = readList(body.modalities, 'modalities');
  return {
    model,
    otherModels: readOtherModels(body),
    stream,
    serviceTier: readOpenAiTier(body),
    choices: readChoices(body),
    hasOutput: true,
    outputCap: caps.cap,
    leastOutput: 1,
    input: inputOf(tally, body, { structured: STRUCTURED }),
    audioOutput: modalities.includes('audio'),
    imageOutput: modalities.includes('image') || /-image(?:-|$)/.test(model),
    tools: hosted.tools,
    cacheWrite: writesOpenAiCache(body, model) ? '5m' : 'none',
    // Predicted tokens that the model does not take are billed as output and not sent.
    hidesOutput: hidesReasoning(model) || isSaid(body.prediction),
    usageAsked: readFlag(options?.include_usage, 'stream_options.include_usage'),
    body: (outputCap) => ({
      ...body,
      ...hosted.written,
      ...(outputCap !== null && Object.fromEntries(caps.fields.map((field) => [field, outputCap]))),
      ...(stream && { stream_options: { ...options, include_usage: true } }),
    }),
  };
}

function tallyMessages(body: JsonRecord, model: string): InputTally {
  if (!Array.isArray(body.messages)) throw new InvalidCall('messages', 'must be a list');
  const messages = readRecords(body.messages, 'messages');
  const tally = createTally(OPENING + PER_MESSAGE * messages.length);
  for (const [index, message] of messages.entries()) {
    addContent(message.content, `messages[${index}].content`, model, tally);
    // An earlier answer of the model in sound is named by its id alone.
    if (isSaid(message.audio)) addUnseenSound(tally);
  }
  return tally;
}

interface Caps {
  readonly cap: number | null;
  /** Where the cap is written: wherever the caller has one, so that no two of them can be told apart. */
  readonly fields: readonly string[];
}

function readCaps(body: JsonRecord, provider: string): Caps {
  const names = ['max_completion_tokens', 'max_tokens'] as const;
  const given = names.filter((name) => isSaid(body[name]));
  const cap = smallest(given.map((name) => readWhole(body[name], name)));
  // A prediction and `max_completion_tokens` exclude each other.
  const usual = provider === 'openai' && !isSaid(body.prediction) ? 'max_completion_tokens' : 'max_tokens';
  return { cap, fields: given.length === 0 ? [usual] : given };
}

// `best_of` is what some compatible servers know: candidates that are made, and then dropped.
function readChoices(body: JsonRecord): number {
  return Math.max(readWhole(body.n, 'n', 1, MAX_CHOICES) ?? 1, readWhole(body.best_of, 'best_of', 1, MAX_CHOICES) ?? 1);
}

// OpenRouter tries these in turn where the first does not answer.
function readOtherModels(body: JsonRecord): string[] {
  return readList(body.models, 'models').map((model, index) => {
    const name = readText(model, `models[${index}]`);
    if (name === null || name === '') throw new InvalidCall(`models[${index}]`, 'must be the name of a model');
    return name;
  });
}

/** The tier of an OpenAI request. `auto` leaves it to the settings of the project. */
export function readOpenAiTier(body: JsonRecord): string | null {
  const tier = readText(body.service_tier, 'service_tier');
  return tier === 'auto' || tier === '' ? null : tier;
}

/** Whether an OpenAI request may be billed for writing to the prompt cache. */
export function writesOpenAiCache(body: JsonRecord, model: string): boolean {
  return BILLS_CACHE_WRITES.test(model) || isSaid(body.prompt_cache_options);
}
