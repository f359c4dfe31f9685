import { CommandFailure } from '../exit.ts';

export interface CsvRow {
  /** The line of the file on which the row begins, from 1. */
  line: number;
  cells: string[];
}

const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/y;

/**
 * Rows of a CSV text as RFC 4180 has them: quoted cells may hold commas, doubled quotes and line ends.
 * Empty lines are left out. Throws a CommandFailure that names the line where a quote is out of place.
 */
export function parseCsv(text: string, fileName: string): CsvRow[] {
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const rows: CsvRow[] = [];
  let line = 1;
  let row: CsvRow = { line, cells: [] };
  field.lastIndex = 0;
  for (let end = 0; end < body.length; end = field.lastIndex) {
    const match = field.exec(body);
    if (!match) throw new CommandFailure(`${fileName}:${line}: a quote is out of place`, 'Nothing was sent.');
    const [, quoted, plain, separator] = match;
    row.cells.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    line += countLineEnds(quoted ?? '');
    if (separator === ',') continue;
    if (row.cells.length > 1 || row.cells[0] !== '') rows.push(row);
    line += 1;
    row = { line, cells: [] };
  }
  if (row.cells.length > 0) rows.push({ ...row, cells: [...row.cells, ''] });
  return rows;
}

function countLineEnds(text: string): number {
  return text.split(/\r\n|\n|\r/).length - 1;
}
