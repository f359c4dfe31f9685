import { type Asked, type BoundOptions, inputAtMost, usualCap } from '../metering/bounds/bound.ts';
import { measureText } from '../metering/bounds/measure-text.ts';
import { countOf, isRecord, type JsonRecord, recordsOf, textOf } from '../metering/json.ts';

/** The most that a picture costs at any provider that says so. */
const imageTokens = 48_169;

interface Contents {
  readonly pictures: Set<unknown>;
  unseen: string | null;
  cacheFactor: number;
}

/** Looks through anything for files, and for marks of Anthropic's cache. */
function look(value: unknown, contents: Contents): void {
  if (Array.isArray(value)) for (const item of value) look(item, contents);
  else if (isRecord(value)) {
    const media = textOf(value['mediaType']);
    if (value['type'] === 'file' || media !== null) {
      if (media?.startsWith('image/') === true) contents.pictures.add(value);
      else if (value['type'] === 'file') contents.unseen ??= `a file of the type "${media ?? 'unknown'}"`;
    }
    const control = value['cacheControl'] ?? value['cache_control'];
    if (isRecord(control)) contents.cacheFactor = Math.max(contents.cacheFactor, control['ttl'] === '1h' ? 2 : 1.25);
    if (!contents.pictures.has(value)) for (const each of Object.values(value)) look(each, contents);
  }
}

/** What a call of a language model is at most. */
export function askedOf(model: string, params: JsonRecord, options: BoundOptions): Asked {
  const { prompt, tools, responseFormat, providerOptions, maxOutputTokens } = params;
  const sent = { prompt, tools, responseFormat, providerOptions };
  const contents: Contents = { pictures: new Set(), unseen: null, cacheFactor: 1 };
  look(sent, contents);
  const hosted = recordsOf(tools).find(({ type }) => type !== 'function');
  if (hosted !== undefined) contents.unseen ??= `the hosted tool "${textOf(hosted['name'])}"`;
  const text = measureText(sent, contents.pictures);
  const input = inputAtMost(text, recordsOf(prompt).length, contents.pictures.size * imageTokens);
  return {
    model,
    stream: false,
    unbounded: contents.unseen,
    bound: {
      input_tokens: Math.ceil(input * contents.cacheFactor),
      max_output_tokens: countOf(maxOutputTokens) ?? usualCap(model, options),
    },
    body: params,
    hidesUsage: false,
  };
}
