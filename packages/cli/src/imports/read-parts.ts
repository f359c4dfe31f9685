import { createHash } from 'node:crypto';
import { CommandFailure } from '../exit.ts';
import { parseCsv } from '../replay/csv.ts';

/** So many rows of a file, as one request takes them, and the line that each stands on. */
export interface ImportPart {
  readonly body: string;
  readonly lines: readonly number[];
}

interface Row {
  readonly line: number;
  readonly members: Record<string, unknown>;
}

const rowsPerPart = 2_000;

function csvRows(text: string, fileName: string): Row[] {
  const [head, ...rows] = readTable(text, fileName);
  const columns = head?.cells.map((cell) => cell.trim()) ?? [];
  return rows.map(({ line, cells }) => {
    if (cells.length !== columns.length)
      throw new CommandFailure(
        `${fileName}:${line}: ${cells.length} fields for ${columns.length} columns`,
        'Nothing was sent.',
      );
    const members = columns.flatMap((column, index) =>
      cells[index] === '' ? [] : [[column, unguarded(cells[index]!)]],
    );
    return { line, members: Object.fromEntries(members) as Record<string, unknown> };
  });
}

/** An export puts an apostrophe in front of what a spreadsheet would take for a formula. */
function unguarded(cell: string): string {
  return /^'+[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell;
}

function readTable(text: string, fileName: string): ReturnType<typeof parseCsv> {
  try {
    return parseCsv(text);
  } catch (error) {
    throw new CommandFailure(
      `${fileName}: ${error instanceof Error ? error.message : String(error)}`,
      'Nothing was sent.',
    );
  }
}

function jsonRows(text: string, fileName: string): Row[] {
  return text.split(/\r?\n/).flatMap((content, index) => {
    if (content.trim() === '') return [];
    return [{ line: index + 1, members: objectOf(content, `${fileName}:${index + 1}`) }];
  });
}

function objectOf(text: string, where: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Said below, as of anything else that is no object.
  }
  throw new CommandFailure(`${where}: this is no JSON object`, 'Nothing was sent.');
}

/** Rows without a name are named here, where the whole file is known: equal rows are numbered, in whichever part they are. */
function named(rows: readonly Row[]): Row[] {
  const seen = new Map<string, number>();
  return rows.map(({ line, members }) => {
    if (members['id'] !== undefined) return { line, members };
    const digest = createHash('sha256').update(JSON.stringify(members)).digest('base64url').slice(0, 32);
    const count = (seen.get(digest) ?? 0) + 1;
    seen.set(digest, count);
    return { line, members: { id: `${digest}-${count}`, ...members } };
  });
}

/** A file as the requests that import it; throws a CommandFailure where it is neither CSV nor NDJSON. */
export function readParts(text: string, fileName: string): ImportPart[] {
  const isJson = text.trimStart().startsWith('{');
  const rows = named(isJson ? jsonRows(text, fileName) : csvRows(text, fileName));
  const parts: ImportPart[] = [];
  for (let from = 0; from < rows.length; from += rowsPerPart) {
    const some = rows.slice(from, from + rowsPerPart);
    parts.push({
      body: some.map(({ members }) => `${JSON.stringify(members)}\n`).join(''),
      lines: some.map(({ line }) => line),
    });
  }
  return parts;
}
