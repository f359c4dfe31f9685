import { CommandFailure } from '../exit.ts';
import { parseCsv } from '../replay/csv.ts';

/** A row of a file, and the line that it begins on. */
export interface Row {
  readonly line: number;
  readonly members: Readonly<Record<string, unknown>>;
}

/** What is wrong with a row, found before it is sent. */
export interface BadRow {
  readonly line: number;
  readonly field: string;
  readonly problem: string;
}

/** The names that a file has, each with the line that it is first seen on. */
export type FirstSeen = ReadonlyMap<string, number>;

export interface Rows {
  readonly names: FirstSeen;
  readonly good: readonly Row[];
  readonly bad: readonly BadRow[];
}

/** As the server has it: a longer line is none of a table of usage. */
const longestRow = 65_536;

interface Table {
  readonly names: FirstSeen;
  readonly rows: readonly (Row | BadRow)[];
}

/** Rows of a CSV or an NDJSON file, told by its first character. Throws a CommandFailure where it has no rows, or none can be told apart. */
export function readRows(text: string, fileName: string): Rows {
  const { names, rows } = text.trimStart().startsWith('{') ? jsonTable(text) : csvTable(text, fileName);
  if (rows.length === 0) throw new CommandFailure(`${fileName} has no rows: there is nothing to import`);
  return {
    names,
    good: rows.flatMap((row) => ('members' in row ? [row] : [])),
    bad: rows.flatMap((row) => ('members' in row ? [] : [row])),
  };
}

function csvTable(text: string, fileName: string): Table {
  const [head, ...lines] = parseCsv(text, fileName);
  const columns = head?.cells.map((cell) => cell.trim()) ?? [];
  checkHead(columns, fileName);
  const rows = lines.map(({ line, cells }) => {
    if (cells.length !== columns.length)
      return { line, field: 'row', problem: `has ${cells.length} fields for ${columns.length} columns` };
    const members = columns.flatMap((column, index) =>
      cells[index] === '' ? [] : [[column, unguarded(cells[index]!)]],
    );
    return withinBounds({ line, members: Object.fromEntries(members) as Record<string, unknown> });
  });
  return { names: new Map(columns.map((column) => [column, head?.line ?? 1])), rows };
}

function checkHead(columns: readonly string[], fileName: string): void {
  const twice = columns.find((column, index) => columns.indexOf(column) !== index);
  if (twice !== undefined)
    throw new CommandFailure(`${fileName}:1: two columns have the name "${twice}"`, 'Nothing was sent.');
}

/** An export puts an apostrophe in front of what a spreadsheet would take for a formula. */
function unguarded(cell: string): string {
  return /^'+[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell;
}

function jsonTable(text: string): Table {
  const rows = text.split(/\r?\n/).flatMap((content, index) => {
    if (content.trim() === '') return [];
    const [line, members] = [index + 1, objectOf(content)];
    return [
      members === undefined ? { line, field: 'row', problem: 'is no JSON object' } : withinBounds({ line, members }),
    ];
  });
  const names = new Map<string, number>();
  for (const row of rows)
    if ('members' in row) for (const name of namesOf(row.members)) if (!names.has(name)) names.set(name, row.line);
  return { names, rows };
}

/** Token counts may stand in an object of their own. */
function namesOf(members: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(members).flatMap(([name, value]) => {
    const isNest = (name === 'usage' || name === 'buckets') && typeof value === 'object' && value !== null;
    return isNest ? Object.keys(value) : [name];
  });
}

function objectOf(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function withinBounds(row: Row): Row | BadRow {
  if (JSON.stringify(row.members).length < longestRow - 100) return row;
  return { line: row.line, field: 'row', problem: `is longer than ${longestRow} characters` };
}
