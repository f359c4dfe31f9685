import { Refusal } from './refusal.ts';

/** A JSON object whose fields have not been looked at. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object, or a refusal that names the field. */
export function needObject(value: unknown, field: string): JsonObject {
  if (isObject(value)) return value;
  throw new Refusal(400, `Invalid type for '${field}': expected an object.`, field);
}

/** The list, an empty one where there is none, or a refusal that names the field. */
export function readList(value: unknown, field: string): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  throw new Refusal(400, `Invalid type for '${field}': expected an array.`, field);
}

/** The text, or a refusal that names the field. */
export function needText(value: unknown, field: string): string {
  if (typeof value === 'string') return value;
  throw new Refusal(400, `Missing required parameter: '${field}'.`, field);
}

/** The whole positive number, null where there is none, or a refusal that names the field. */
export function readCount(value: unknown, field: string): number | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
  throw new Refusal(400, `Invalid '${field}': expected a whole number of at least 1.`, field);
}
