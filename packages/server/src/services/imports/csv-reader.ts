/** A row of a table with the line that it begins on, counted from 1. */
export interface TableRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** The table is damaged from this line on: where a row ends can no longer be told. */
export class DamagedTable extends Error {
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

const maxRowLength = 65_536;

/** Reads a table of RFC 4180 as it comes in, piece by piece; lines may end in LF alone. Raises `DamagedTable`. */
export class CsvReader {
  #cells: string[] = [];
  #cell = '';
  #length = 0;
  #line = 1;
  #rowLine = 1;
  #state: 'start' | 'plain' | 'quoted' | 'closed' = 'start';

  /** The rows that are whole with this piece. */
  push(text: string): TableRow[] {
    const rows: TableRow[] = [];
    for (const character of text) {
      const row = this.#take(character);
      if (row !== null) rows.push(row);
    }
    return rows;
  }

  /** The last row, where the table does not end in a line end. */
  end(): TableRow[] {
    if (this.#state === 'quoted') throw new DamagedTable(this.#rowLine, 'the quote that begins here is never closed');
    return this.#length === 0 ? [] : this.#rowsOf(this.#endRow());
  }

  #take(character: string): TableRow | null {
    this.#length += 1;
    if (this.#length > maxRowLength) throw new DamagedTable(this.#rowLine, `is longer than ${maxRowLength} characters`);
    if (character === '\n') this.#line += 1;
    if (this.#state === 'quoted') {
      if (character === '"') this.#state = 'closed';
      else this.#cell += character;
      return null;
    }
    if (character === '\n') return this.#rowsOf(this.#endRow())[0] ?? null;
    this.#inCell(character);
    return null;
  }

  #inCell(character: string): void {
    if (character === ',') return this.#endCell();
    if (character === '\r') return;
    if (character !== '"') {
      if (this.#state === 'closed') throw new DamagedTable(this.#line, 'a quote is closed in the middle of a field');
      this.#state = 'plain';
      this.#cell += character;
    } else if (this.#state === 'plain') {
      throw new DamagedTable(this.#line, 'a quote stands in the middle of a field');
    } else {
      // A quote after a closing one is a quote of the text.
      if (this.#state === 'closed') this.#cell += '"';
      this.#state = 'quoted';
    }
  }

  #endCell(): void {
    this.#cells.push(this.#cell);
    this.#cell = '';
    this.#state = 'start';
  }

  #endRow(): TableRow {
    this.#endCell();
    const row = { line: this.#rowLine, cells: this.#cells };
    this.#cells = [];
    this.#length = 0;
    this.#rowLine = this.#line;
    return row;
  }

  /** Empty lines are none. */
  #rowsOf(row: TableRow): TableRow[] {
    return row.cells.length === 1 && row.cells[0] === '' ? [] : [row];
  }
}
