/** A value as a column of an unnest takes it. */
export type Cell = string | number | bigint | boolean | null;

/** Turns rows into one array for each column, in the order of the getters. */
export function columnsOf<Row>(rows: readonly Row[], getters: readonly ((row: Row) => Cell)[]): Cell[][] {
  return getters.map((get) => rows.map(get));
}

let lastMs = Number.NaN;
let lastText = '';

/** A time for Postgres. Most rows of a batch carry the batch's own time, hence the memo. */
export function timestamp(timeMs: number): string {
  if (timeMs !== lastMs) {
    lastText = new Date(timeMs).toISOString();
    lastMs = timeMs;
  }
  return lastText;
}

export function timestampOrNull(timeMs: number | null): string | null {
  return timeMs === null ? null : timestamp(timeMs);
}
