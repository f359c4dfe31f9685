/** What providers send is looked at field by field: nothing about its shape is taken for granted. */
export type JsonRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as a record, an empty one where it is none, so that a missing level reads as missing fields. */
export function recordOf(value: unknown): JsonRecord {
  return isRecord(value) ? value : {};
}

/** The records of a list; anything else in it is passed over. */
export function recordsOf(value: unknown): readonly JsonRecord[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** The text, or null where there is none. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Seconds since the epoch as milliseconds. */
export function secondsToMs(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? Math.floor(value * 1000) : null;
}

/** The fields of both; those of `later` count, except where they are null: silence takes nothing back. */
export function mergeSaid(earlier: JsonRecord, later: JsonRecord): JsonRecord {
  const said = Object.entries(later).filter(([, value]) => value !== null && value !== undefined);
  return { ...earlier, ...Object.fromEntries(said) };
}
