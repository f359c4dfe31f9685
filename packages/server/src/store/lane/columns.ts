/** A value as a column of an unnest takes it. */
export type Cell = string | number | bigint | boolean | null;

const needsEscape = /["\\]/;

function cellText(value: Exclude<Cell, null>): string {
  if (typeof value !== 'string') return String(value);
  return needsEscape.test(value) ? `"${value.replaceAll(/["\\]/g, '\\$&')}"` : `"${value}"`;
}

/**
 * A column as the text of a Postgres array: strings quoted, so that none is read as NULL or taken apart. A column of
 * nulls alone is null: unnest fills a column that is shorter than the others up with nulls.
 */
function columnText<Row>(rows: readonly Row[], get: (row: Row) => Cell): string | null {
  let text = '{';
  let isAllNull = true;
  for (let index = 0; index < rows.length; index += 1) {
    const value = get(rows[index]!);
    if (index > 0) text += ',';
    if (value === null) {
      text += 'NULL';
      continue;
    }
    isAllNull = false;
    text += cellText(value);
  }
  return isAllNull ? null : `${text}}`;
}

/**
 * Turns rows into one array for each column, in the order of the getters. The driver would do the same through an
 * array of values and a call for each: written at once, a batch is half the work.
 */
export function columnsOf<Row>(rows: readonly Row[], getters: readonly ((row: Row) => Cell)[]): (string | null)[] {
  return getters.map((get) => columnText(rows, get));
}

/** The least and the greatest of some ids, which must be in lower case: what prunes partitions by id. */
export function idBounds(ids: readonly string[]): [least: string, greatest: string] {
  let [least = '', greatest = ''] = [ids[0], ids[0]];
  for (const id of ids) {
    if (id < least) least = id;
    if (id > greatest) greatest = id;
  }
  return [least, greatest];
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
