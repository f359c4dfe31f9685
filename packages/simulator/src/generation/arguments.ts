import type { JsonObject } from '../http/json.ts';
import { isObject } from '../http/json.ts';
import { figureAt } from './random.ts';
import { wordAt } from './words.ts';

const deepest = 8;

/** Makes a value that a JSON schema of a function's arguments allows: every property, one element in each array. */
export function writeArguments(schema: JsonObject, seed: number, depth = 0): unknown {
  const choices = Array.isArray(schema['enum']) ? (schema['enum'] as unknown[]) : [];
  if (choices.length > 0) return choices[figureAt(seed, 0) % choices.length];
  switch (typeOf(schema)) {
    case 'string':
      return [0, 1, 2].map((place) => wordAt(seed, place).trim()).join(' ');
    case 'integer':
    case 'number':
      return figureAt(seed, 0) % 100;
    case 'boolean':
      return figureAt(seed, 0) % 2 === 0;
    case 'array':
      return isObject(schema['items']) && depth < deepest ? [writeArguments(schema['items'], seed, depth + 1)] : [];
    case 'null':
      return null;
    default:
      return writeProperties(schema, seed, depth);
  }
}

/** Gemini writes types in capitals; JSON schema allows a list of them. */
function typeOf(schema: JsonObject): string {
  const type: unknown = Array.isArray(schema['type']) ? schema['type'][0] : schema['type'];
  return typeof type === 'string' ? type.toLowerCase() : 'object';
}

function writeProperties(schema: JsonObject, seed: number, depth: number): JsonObject {
  const properties = isObject(schema['properties']) && depth < deepest ? schema['properties'] : {};
  const entries = Object.entries(properties).map(([name, property], place) => [
    name,
    writeArguments(isObject(property) ? property : {}, figureAt(seed, place + 1), depth + 1),
  ]);
  return Object.fromEntries(entries) as JsonObject;
}
