import { renderTable } from '../../packages/cli/src/terminal/table.ts';
import type { BenchResult } from '../ledger/result.ts';
import {
  cappedTable,
  costTable,
  describe,
  poolTable,
  ratioTable,
  throughputTable,
  type Table,
} from '../ledger/tables.ts';

interface Section {
  readonly title: string;
  readonly table: Table;
}

function sections(result: BenchResult): Section[] {
  return [
    { title: 'Reserve and settle over HTTP, one hot org', table: throughputTable(result) },
    { title: 'Lifecycles of the shipped server for each of the others', table: ratioTable(result) },
    { title: 'Processor time a lifecycle', table: costTable(result) },
    { title: 'The naive mode, by the size of its pool', table: poolTable(result) },
    { title: 'A budget with room for a third of the calls', table: cappedTable(result) },
  ].filter(({ table }) => table.rows.length > 0);
}

export function renderText(result: BenchResult): string {
  const tables = sections(result).map(({ title, table }) => `${title}\n\n${renderTable(table.columns, table.rows)}\n`);
  return `\n${[...tables, describe(result)].join('\n')}\n`;
}

function markdownTable({ columns, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = columns.map((column) => (column.align === 'right' ? '---:' : '---'));
  return [line(columns.map((column) => column.title)), line(rule), ...rows.map(line)].join('\n');
}

export function renderMarkdown(result: BenchResult): string {
  const tables = sections(result).map(({ title, table }) => `**${title}**\n\n${markdownTable(table)}\n`);
  return `${[...tables, ...describe(result).split('\n')].join('\n')}\n`;
}
