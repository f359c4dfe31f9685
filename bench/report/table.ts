import { formatUsd } from '@cofferdam/core';
import { formatCount } from '../../packages/cli/src/terminal/figures.ts';
import { renderTable, type Column } from '../../packages/cli/src/terminal/table.ts';

/** A table before it is laid out, for a terminal or for Markdown. */
export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
}

export interface Section {
  readonly title: string;
  readonly table: Table;
}

/** What is shown of a result: tables, and what must be known to read them, a line each. */
export interface Report {
  readonly sections: readonly Section[];
  readonly foot: readonly string[];
}

/** Columns of figures, which stand to the right. */
export function figures(...titles: string[]): Column[] {
  return titles.map((title) => ({ title, align: 'right' }));
}

export function whole(value: number): string {
  return formatCount(Math.round(value));
}

export function usdOf(nanoUsd: string): string {
  return formatUsd(BigInt(nanoUsd));
}

/** The lowest and the highest. */
export function rangeOf(values: readonly number[]): string {
  return `${whole(Math.min(...values))}–${whole(Math.max(...values))}`;
}

function filled({ sections }: Report): readonly Section[] {
  return sections.filter(({ table }) => table.rows.length > 0);
}

export function renderText(report: Report): string {
  const tables = filled(report).map(({ title, table }) => `${title}\n\n${renderTable(table.columns, table.rows)}\n`);
  return `\n${[...tables, ...report.foot].join('\n')}\n`;
}

function markdownTable({ columns, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = columns.map((column) => (column.align === 'right' ? '---:' : '---'));
  return [line(columns.map((column) => column.title)), line(rule), ...rows.map(line)].join('\n');
}

export function renderMarkdown(report: Report): string {
  const tables = filled(report).map(({ title, table }) => `**${title}**\n\n${markdownTable(table)}\n`);
  return `${[...tables, ...report.foot].join('\n')}\n`;
}
