import { countOf, type JsonRecord, recordOf, recordsOf, textOf } from '../json.ts';
import { type Asked, type BoundOptions, inputAtMost, scaled, tierFactor, usualCap } from './bound.ts';
import { measureText } from './measure-text.ts';

/** Eight tiles of gpt-4o-mini: the most that a picture costs at any model of OpenAI's. */
const imageTokens = 48_169;

const texts = new Set(['text', 'refusal', 'input_text', 'output_text', 'summary_text', 'reasoning_text']);
const images = new Set(['image_url', 'input_image', 'computer_screenshot']);

interface Contents {
  readonly pictures: Set<unknown>;
  unseen: string | null;
}

function addParts(content: unknown, contents: Contents): void {
  for (const part of recordsOf(content)) {
    const type = textOf(part['type']) ?? '';
    if (images.has(type)) contents.pictures.add(part);
    else if (!texts.has(type)) contents.unseen ??= `content of the type "${type}"`;
  }
}

/** Prompts of models that write to the cache at a price of its own. */
function cacheFactor(model: string, body: JsonRecord): number {
  return /^gpt-(?:5\.[6-9]|[6-9])/.test(model) || body['prompt_cache_options'] !== undefined ? 1.25 : 1;
}

interface Shape {
  readonly body: JsonRecord;
  readonly messages: number;
  readonly contents: Contents;
  readonly cap: number;
  readonly choices: number;
}

function askedOf({ body, messages, contents, cap, choices }: Shape, sent: JsonRecord, hidesUsage: boolean): Asked {
  const model = textOf(body['model']) ?? '';
  const tier = textOf(body['service_tier']);
  const factor = tierFactor(tier);
  const text = measureText(body, contents.pictures);
  const bound = {
    input_tokens: inputAtMost(text, messages, contents.pictures.size * imageTokens),
    max_output_tokens: cap * choices,
  };
  return {
    model,
    stream: body['stream'] === true,
    unbounded: contents.unseen ?? (factor === null ? `the service tier "${tier}"` : null),
    bound: scaled(bound, cacheFactor(model, body), factor ?? 1),
    body: sent,
    hidesUsage,
  };
}

/** Reads a request of Chat Completions. */
export function readChat(body: JsonRecord, options: BoundOptions): Asked {
  const messages = recordsOf(body['messages']);
  const contents: Contents = { pictures: new Set(), unseen: null };
  for (const { content, audio } of messages) {
    addParts(content, contents);
    if (audio !== undefined && audio !== null) contents.unseen ??= 'an earlier answer in sound';
  }
  if (Array.isArray(body['modalities']) && body['modalities'].includes('audio')) contents.unseen ??= 'sound as output';
  if (body['web_search_options'] !== undefined) contents.unseen ??= 'a hosted search';
  const given = [countOf(body['max_completion_tokens']), countOf(body['max_tokens'])].filter(
    (cap) => cap !== undefined,
  );
  const cap = given.length === 0 ? usualCap(textOf(body['model']) ?? '', options) : Math.min(...given);
  const stream = body['stream'] === true;
  const asksUsage = recordOf(body['stream_options'])['include_usage'] === true;
  const sent = {
    ...body,
    ...(given.length === 0 && { [options.capName ?? 'max_completion_tokens']: cap }),
    ...(stream && { stream_options: { ...recordOf(body['stream_options']), include_usage: true } }),
  };
  const choices = Math.max(countOf(body['n']) ?? 1, countOf(body['best_of']) ?? 1);
  return askedOf({ body, messages: messages.length, contents, cap, choices }, sent, stream && !asksUsage);
}

const seenItems = new Set([
  'message',
  'function_call',
  'function_call_output',
  'custom_tool_call',
  'custom_tool_call_output',
  'reasoning',
]);
const ownTools = new Set(['function', 'custom', 'local_shell', 'apply_patch']);
/** What these stand for is kept by OpenAI. */
const kept = ['context_management', 'conversation', 'previous_response_id', 'prompt'];

/** Reads a request of Responses. */
export function readResponses(body: JsonRecord, options: BoundOptions): Asked {
  const items = recordsOf(body['input']);
  const contents: Contents = { pictures: new Set(), unseen: null };
  for (const { type, content, output } of items) {
    const name = textOf(type) ?? 'message';
    if (!seenItems.has(name)) contents.unseen ??= `an item of the type "${name}"`;
    addParts(content, contents);
    addParts(output, contents);
  }
  const named = kept.find((field) => body[field] !== undefined && body[field] !== null);
  if (named !== undefined) contents.unseen ??= `what "${named}" stands for`;
  if (body['background'] === true) contents.unseen ??= 'an answer in the background';
  const hosted = recordsOf(body['tools']).find(({ type }) => !ownTools.has(textOf(type) ?? ''));
  if (hosted !== undefined) contents.unseen ??= `the hosted tool "${textOf(hosted['type'])}"`;
  const given = countOf(body['max_output_tokens']);
  const cap = given ?? usualCap(textOf(body['model']) ?? '', options);
  return askedOf(
    { body, messages: items.length, contents, cap, choices: 1 },
    { ...body, max_output_tokens: cap },
    false,
  );
}

/** Reads a request of Embeddings: one text or many, as text or as numbers of tokens. */
export function readEmbeddings(body: JsonRecord): Asked {
  const inputs = [body['input']].flat(2);
  const texts = inputs.filter((item) => typeof item === 'string');
  const numbers = inputs.filter((item) => typeof item === 'number').length;
  return {
    model: textOf(body['model']) ?? '',
    stream: false,
    unbounded: texts.length + numbers === inputs.length ? null : 'input that is no text',
    bound: { input_tokens: measureText(texts, new Set()) + numbers, max_output_tokens: 0 },
    body,
    hidesUsage: false,
  };
}
