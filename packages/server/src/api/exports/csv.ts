/** What a cell of a table may be; null is an empty field. */
export type CsvCell = string | number | bigint | boolean | null;

/** Spreadsheets take a text that begins like this for a formula, and carry it out. */
const formula = /^'*[=+\-@\t\r]/;

const needsQuotes = /[",\r\n]/;

/**
 * A text as a spreadsheet may open it: one that would be a formula gets an apostrophe in front, and so does one that
 * has the apostrophe already, so that taking one away always gives back what it was.
 */
function harmless(text: string): string {
  return formula.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A field of RFC 4180. Figures must come as such, or be told apart by `isFigure`: a negative one is no formula. */
function field(cell: CsvCell, isFigure: boolean): string {
  if (cell === null) return '';
  return typeof cell === 'string' && !isFigure ? quoted(harmless(cell)) : String(cell);
}

/** A column of a table, with how to read it off a row; `isFigure` where its texts are decimals. */
export interface CsvColumn<Row> {
  readonly name: string;
  readonly isFigure?: boolean;
  readonly get: (row: Row) => CsvCell;
}

/** The first line: the names of the columns. */
export function csvHead(columns: readonly { readonly name: string }[]): string {
  return `${columns.map(({ name }) => name).join(',')}\r\n`;
}

/** A line of RFC 4180, its end included. */
export function csvLine<Row>(columns: readonly CsvColumn<Row>[], row: Row): string {
  return `${columns.map(({ get, isFigure }) => field(get(row), isFigure === true)).join(',')}\r\n`;
}
