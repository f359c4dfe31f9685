import { InvalidCall } from '../asked-call.ts';
import { readRecord } from '../asking/fields.ts';
import type { JsonRecord } from '../json.ts';

// Gemini takes every field in camel and in snake case (the JSON of Protocol Buffers), and which of two counts is not said.

function snake(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The spellings under which a field is there. */
export function spellings(holder: JsonRecord, name: string): string[] {
  return [...new Set([name, snake(name)])].filter((spelling) => (holder[spelling] ?? null) !== null);
}

/** The value of a field, whichever way it is spelt. Raises InvalidCall where it is there twice. */
export function fieldOf(holder: JsonRecord, name: string, path = name): unknown {
  const [spelling, other] = spellings(holder, name);
  if (other !== undefined) throw new InvalidCall(path, `is there twice, as ${name} and as ${other}`);
  return spelling === undefined ? undefined : holder[spelling];
}

/** The record in a field; null where there is none. */
export function recordIn(holder: JsonRecord, name: string, path = name): JsonRecord | null {
  return readRecord(fieldOf(holder, name, path), path);
}
