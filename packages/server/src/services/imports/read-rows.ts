import { CsvReader, DamagedTable } from './csv-reader.ts';
import { textOf } from './utf8.ts';

/** What a file says in one row: its members by name, what is empty left out; or what is wrong with it. */
export interface ImportedRow {
  readonly line: number;
  readonly members: Readonly<Record<string, string>> | null;
  readonly problem: { readonly field: string; readonly problem: string } | null;
}

export type ImportFormat = 'csv' | 'ndjson';

const maxLineLength = 65_536;

/** An apostrophe that an export put in front of what would be a formula is taken away again. */
function withoutGuard(text: string): string {
  return /^'+[=+\-@\t\r]/.test(text) ? text.slice(1) : text;
}

function bad(line: number, field: string, problem: string): ImportedRow {
  return { line, members: null, problem: { field, problem } };
}

/** Nested members stand beside the others: token counts in `buckets` or `usage`. */
function flat(value: object): Record<string, string> {
  const members: Record<string, string> = {};
  for (const [name, member] of Object.entries(value)) {
    if ((name === 'buckets' || name === 'usage') && typeof member === 'object' && member !== null)
      Object.assign(members, flat(member as object));
    else if (member !== null && member !== undefined)
      members[name] = typeof member === 'string' ? member : JSON.stringify(member);
  }
  return members;
}

function jsonRow(text: string, line: number): ImportedRow[] {
  if (text.trim() === '') return [];
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return [{ line, members: flat(value), problem: null }];
  } catch {
    // Said below, as of anything else that is no object.
  }
  return [bad(line, 'row', 'is not a JSON object')];
}

async function* ndjsonRows(pieces: AsyncIterable<string>): AsyncGenerator<ImportedRow[]> {
  let [rest, line] = ['', 0];
  for await (const piece of pieces) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > maxLineLength) throw new DamagedTable(line + 1, `is longer than ${maxLineLength} characters`);
    const from = line;
    line += lines.length;
    yield lines.flatMap((text, index) => jsonRow(text, from + index + 1));
  }
  yield jsonRow(rest, line + 1);
}

/** Raises `DamagedTable` for a column that is not known: then nothing of the file is read. */
function checkColumns(columns: readonly string[], known: ReadonlySet<string>): void {
  const strange = columns.find((column) => !known.has(column));
  if (strange !== undefined) throw new DamagedTable(1, `the column ${strange.slice(0, 100)} is not known`);
  if (new Set(columns).size < columns.length) throw new DamagedTable(1, 'two columns have the same name');
}

async function* csvRows(pieces: AsyncIterable<string>, known: ReadonlySet<string>): AsyncGenerator<ImportedRow[]> {
  const reader = new CsvReader();
  let columns: readonly string[] | null = null;
  const rowOf = (line: number, cells: readonly string[]): ImportedRow => {
    if (cells.length !== columns!.length)
      return bad(line, 'row', `has ${cells.length} fields for ${columns!.length} columns`);
    const members = columns!.flatMap((column, index) =>
      cells[index] === '' ? [] : [[column, withoutGuard(cells[index]!)] as const],
    );
    return { line, members: Object.fromEntries(members), problem: null };
  };
  const read = (table: ReturnType<CsvReader['push']>): ImportedRow[] => {
    const rows = [...table];
    if (columns === null && rows.length > 0) {
      columns = rows.shift()!.cells.map((name) => name.trim());
      checkColumns(columns, known);
    }
    return rows.map(({ line, cells }) => rowOf(line, cells));
  };
  for await (const piece of pieces) yield read(reader.push(piece));
  yield read(reader.end());
}

/** The rows of a file as it comes in. Raises `DamagedTable` where it cannot be read on. */
export function readRows(
  body: AsyncIterable<Uint8Array>,
  format: ImportFormat,
  known: ReadonlySet<string>,
): AsyncGenerator<ImportedRow[]> {
  return format === 'csv' ? csvRows(textOf(body), known) : ndjsonRows(textOf(body));
}
