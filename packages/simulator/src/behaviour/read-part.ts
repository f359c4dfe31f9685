import type { JsonObject } from '../http/json.ts';
import { isObject } from '../http/json.ts';
import type { Behaviour, BehaviourPart } from './behaviour.ts';

/** A behaviour that cannot be: an unknown name, or a value that the name does not take. */
export class BehaviourError extends Error {
  override readonly name = 'BehaviourError';
}

type Kind = 'figure' | 'flag' | 'usage' | 'text';

const kinds: Record<keyof Behaviour, Kind> = {
  firstByteMs: 'figure',
  tokensPerSecond: 'figure',
  chunkBytes: 'figure',
  chunkDelayMs: 'figure',
  outputTokens: 'figure',
  reasoningTokens: 'figure',
  toolCalls: 'figure',
  searches: 'figure',
  promptTokens: 'figure',
  cachedTokens: 'figure',
  writtenTokens: 'figure',
  written1hTokens: 'figure',
  errorStatus: 'figure',
  retryAfterSeconds: 'figure',
  hangUpAfterTokens: 'figure',
  failAfterTokens: 'figure',
  stallAfterTokens: 'figure',
  lagTokens: 'figure',
  hugeLineBytes: 'figure',
  malformed: 'flag',
  comments: 'flag',
  gzip: 'flag',
  ignoreCap: 'flag',
  endless: 'flag',
  finishAborted: 'flag',
  cache: 'flag',
  usage: 'usage',
  tier: 'text',
  say: 'text',
  seed: 'text',
  tag: 'text',
};

const namesByKebab = new Map(
  Object.keys(kinds).map((name) => [name.replaceAll(/([A-Z]|1)/g, '-$1').toLowerCase(), name as keyof Behaviour]),
);

/** The names as headers and directives write them: `output-tokens`, `written-1h-tokens`. */
export const kebabNames: readonly string[] = [...namesByKebab.keys()];

function isFigure(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function fits(kind: Kind, value: unknown): boolean {
  switch (kind) {
    case 'figure':
      return isFigure(value) || (Array.isArray(value) && value.length === 2 && value.every(isFigure));
    case 'flag':
      return typeof value === 'boolean';
    case 'usage':
      return value === 'reported' || value === 'missing' || value === 'final';
    case 'text':
      return typeof value === 'string';
  }
}

/**
 * Reads a part of a behaviour from JSON: names in camel case, a range as `[min, max]`, null for "left to the request".
 * Raises BehaviourError: a misspelt name would otherwise be a test that tests nothing.
 */
export function readPart(value: unknown): BehaviourPart {
  if (!isObject(value)) throw new BehaviourError('a behaviour is an object');
  for (const [name, field] of Object.entries(value)) {
    if (!(name in kinds)) throw new BehaviourError(`no behaviour is called ${name}`);
    const kind = kinds[name as keyof Behaviour];
    if (field !== null && !fits(kind, field))
      throw new BehaviourError(`${name} does not take ${JSON.stringify(field)}`);
  }
  return value;
}

/** Reads what headers, directives and model names write: a kebab-case name and its value as text. */
export function readSetting(kebabName: string, text: string): BehaviourPart {
  const name = namesByKebab.get(kebabName);
  if (name === undefined) throw new BehaviourError(`no behaviour is called ${kebabName}`);
  const setting: JsonObject = { [name]: valueOf(kinds[name], text) };
  return readPart(setting);
}

function valueOf(kind: Kind, text: string): unknown {
  if (kind === 'flag') return text === 'true' || text === '' || (text === 'false' ? false : text);
  if (kind !== 'figure') return text;
  const figures = text.split('-').map((figure) => (figure === '' ? Number.NaN : Number(figure)));
  return figures.length === 1 ? figures[0] : figures;
}
