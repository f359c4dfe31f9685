import { createHash } from 'node:crypto';
import { checkNames } from './check-names.ts';
import { type Exporter, mapFile, type MappedRows } from './from/map-file.ts';
import { type BadRow, readRows, type Row, type Rows } from './read-rows.ts';

/** So many rows of a file, as one request takes them, and the line that each stands on. */
export interface ImportPart {
  readonly body: string;
  readonly lines: readonly number[];
}

export interface ImportFile {
  readonly parts: readonly ImportPart[];
  /** Rows that cannot be sent: the others are. */
  readonly bad: readonly BadRow[];
  /** Rows of somebody else's export in which nothing was used. */
  readonly empty: number;
}

/** Whose export a file is, where it is not in our own form. */
export interface ForeignForm {
  readonly exporter: Exporter;
  readonly nowMs: number;
}

const rowsPerPart = 2_000;

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

/** A file as the requests that import it; throws a CommandFailure where nothing of it can be sent. */
export function readParts(text: string, fileName: string, foreign: ForeignForm | null = null): ImportFile {
  const { good, bad, empty } = readForm(readRows(text, fileName), fileName, foreign);
  const rows = named(good);
  const parts: ImportPart[] = [];
  for (let from = 0; from < rows.length; from += rowsPerPart) {
    const some = rows.slice(from, from + rowsPerPart);
    parts.push({
      body: some.map(({ members }) => `${JSON.stringify(members)}\n`).join(''),
      lines: some.map(({ line }) => line),
    });
  }
  return { parts, bad, empty };
}

function readForm(rows: Rows, fileName: string, foreign: ForeignForm | null): MappedRows {
  if (foreign !== null) return mapFile(foreign.exporter, rows, fileName, foreign.nowMs);
  checkNames(rows.names, fileName);
  return { ...rows, empty: 0 };
}
