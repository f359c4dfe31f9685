import { printable } from './printable.ts';

export interface Column {
  title: string;
  /** Figures are right-aligned, so that their digits stand under each other. */
  align?: 'left' | 'right';
  /** Where a table is too wide, columns go in the order of this number, the first first; one without it stays. */
  goes?: number;
}

interface Layout {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
  /** The titles of the columns that were left away. */
  readonly gone: readonly string[];
}

/**
 * Lays rows out under their titles, two blanks between columns, no trailing blanks. The last `footerRows` rows are set
 * apart by a rule. Where they are wider than `widest`, columns that may go are left away, and a last line names them.
 */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  footerRows = 0,
  widest = Number.POSITIVE_INFINITY,
): string {
  const { gone, ...fitting } = fit({ columns, rows, gone: [] }, widest);
  const table = layOut(fitting, footerRows);
  return gone.length === 0 ? table : `${table}\n${leftAway(gone)}`;
}

function leftAway(titles: readonly string[]): string {
  return `Left away for want of room: ${titles.join(', ')}. A wider terminal, a pipe or --json has ${titles.length === 1 ? 'it' : 'them'}.`;
}

function fit(layout: Layout, widest: number): Layout {
  const { columns, rows, gone } = layout;
  const blanks = 2 * (columns.length - 1);
  const wide = widthsOf(layout).reduce((sum, width) => sum + width, blanks);
  const next = Math.min(...columns.map((column) => column.goes ?? Number.POSITIVE_INFINITY));
  if (wide <= widest || next === Number.POSITIVE_INFINITY) return layout;
  const at = columns.findIndex((column) => column.goes === next);
  const without = <Item>(items: readonly Item[]): Item[] => items.filter((_, index) => index !== at);
  return fit(
    { columns: without(columns), rows: rows.map((row) => without(row)), gone: [...gone, columns[at]?.title ?? ''] },
    widest,
  );
}

function widthsOf({ columns, rows }: Pick<Layout, 'columns' | 'rows'>): number[] {
  return columns.map(({ title }, index) =>
    Math.max(width(title), ...rows.map((row) => width(printable(row[index] ?? '')))),
  );
}

function layOut({ columns, rows }: Pick<Layout, 'columns' | 'rows'>, footerRows: number): string {
  const cells = [columns.map((column) => column.title), ...rows].map((row) => row.map(printable));
  const widths = widthsOf({ columns, rows });
  const lines = cells.map((row) => renderRow(columns, widths, row));
  const rule = widths.map((columnWidth) => '─'.repeat(columnWidth)).join('  ');
  lines.splice(1, 0, rule);
  if (footerRows > 0) lines.splice(lines.length - footerRows, 0, rule);
  return lines.join('\n');
}

function renderRow(columns: readonly Column[], widths: readonly number[], row: readonly string[]): string {
  const padded = columns.map((column, index) => {
    const cell = row[index] ?? '';
    const blanks = ' '.repeat((widths[index] ?? 0) - width(cell));
    return column.align === 'right' ? blanks + cell : cell + blanks;
  });
  return padded.join('  ').trimEnd();
}

function width(text: string): number {
  return Array.from(text).length;
}
