import { isRecord } from '../json.ts';

/** Fields that a provider writes out as code or JSON of its own making. */
const structured = new Set([
  'arguments',
  'function_call',
  'functions',
  'input_schema',
  'output_config',
  'output_format',
  'parameters',
  'response_format',
  'tool_calls',
  'tool_choice',
  'tools',
]);

/** Brackets, quotes, a colon and a comma around a value: more than the marks that a chat template puts there. */
const punctuation = 6;

const encoder = new TextEncoder();

/** Bytes of a text, or of the longer of the forms to which some tokenizers bring it first. */
function plainBytes(text: string): number {
  const bytes = encoder.encode(text).length;
  if (bytes === text.length) return bytes;
  return Math.max(bytes, ...['NFC', 'NFKC'].map((form) => encoder.encode(text.normalize(form)).length));
}

/** A letter that is not ASCII as an escape of six characters, which is the longest usual way to write it. */
function escapedBytes(text: string): number {
  const escaped = JSON.stringify(text);
  let bytes = escaped.length;
  for (let at = 0; at < escaped.length; at += 1) if (escaped.charCodeAt(at) > 0x7f) bytes += 5;
  return bytes;
}

/**
 * The most tokens that a request's text can be: one for each byte, since the vocabularies of byte-level BPE and of
 * SentencePiece with byte fallback hold every single byte. `skipped` are values that are counted elsewhere.
 */
export function measureText(value: unknown, skipped: ReadonlySet<unknown>, isStructured = false): number {
  if (skipped.has(value)) return punctuation;
  if (typeof value === 'string') return punctuation + (isStructured ? escapedBytes(value) : plainBytes(value));
  if (Array.isArray(value))
    return value.reduce<number>((sum, item) => sum + measureText(item, skipped, isStructured), punctuation);
  if (!isRecord(value)) return punctuation + String(value).length;
  return Object.entries(value).reduce(
    (sum, [name, each]) => sum + escapedBytes(name) + measureText(each, skipped, isStructured || structured.has(name)),
    punctuation,
  );
}
