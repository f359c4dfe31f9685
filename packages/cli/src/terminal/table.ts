import { printable } from './printable.ts';

export interface Column {
  title: string;
  /** Figures are right-aligned, so that their digits stand under each other. */
  align?: 'left' | 'right';
}

/** Lays rows out under their titles, two blanks between columns, no trailing blanks. The last `footerRows` rows are set apart by a rule. */
export function renderTable(columns: readonly Column[], rows: readonly (readonly string[])[], footerRows = 0): string {
  const cells = [columns.map((column) => column.title), ...rows].map((row) => row.map(printable));
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => width(row[index] ?? ''))));
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
