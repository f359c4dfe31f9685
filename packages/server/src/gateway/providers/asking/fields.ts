import { InvalidCall } from '../asked-call.ts';
import { isRecord, type JsonRecord } from '../json.ts';

// Fields that decide money are read strictly: a value of another type may mean something to the provider that it does
// not mean here. Null is taken for absent, as the providers do. `path` is what a refusal calls the field.

const MAX_MODEL_LENGTH = 256;

export function readBody(value: unknown): JsonRecord {
  if (!isRecord(value)) throw new InvalidCall('body', 'must be a JSON object');
  return value;
}

/** A model's name that is in the body. */
export function readModel(value: unknown): string {
  if (typeof value !== 'string' || value === '') throw new InvalidCall('model', 'must be the name of a model');
  if (value.length > MAX_MODEL_LENGTH) throw new InvalidCall('model', `is longer than ${MAX_MODEL_LENGTH} characters`);
  return value;
}

/** A list; an empty one where there is none. */
export function readList(value: unknown, path: string): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new InvalidCall(path, 'must be a list');
  return value;
}

/** A list of objects; an empty one where there is none. */
export function readRecords(value: unknown, path: string): readonly JsonRecord[] {
  return readList(value, path).map((item, index) => readRecord(item, `${path}[${index}]`) ?? refuseNull(path, index));
}

function refuseNull(path: string, index: number): never {
  throw new InvalidCall(`${path}[${index}]`, 'must be an object');
}

export function readRecord(value: unknown, path: string): JsonRecord | null {
  if (value === undefined || value === null) return null;
  if (!isRecord(value)) throw new InvalidCall(path, 'must be an object');
  return value;
}

/** A whole number within bounds; null where there is none. */
export function readWhole(value: unknown, path: string, least = 1, most = Number.MAX_SAFE_INTEGER): number | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most) return value;
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  throw new InvalidCall(path, `must be a whole number ${range}`);
}

export function readFlag(value: unknown, path: string): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value !== 'boolean') throw new InvalidCall(path, 'must be true or false');
  return value;
}

export function readText(value: unknown, path: string): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') throw new InvalidCall(path, 'must be a text');
  return value;
}

/** Whether a field says anything: null, an empty text and an empty list do not. */
export function isSaid(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}

/** The smallest of the figures that are given; null where none is. */
export function smallest(figures: readonly (number | null)[]): number | null {
  const given = figures.filter((figure) => figure !== null);
  return given.length === 0 ? null : Math.min(...given);
}
