import { count, isQuick, text, textOf, type Values } from '../command/values.ts';

export interface ReportsOptions {
  /** How many usage records there are, over how many days. */
  readonly records: number;
  readonly days: number;
  /** How often each report is asked for. */
  readonly calls: number;
  /** A directory whose database is made once and kept; null for one that goes with the run. */
  readonly data: string | null;
}

export const reportsFlags = { quick: { type: 'boolean' }, records: text, days: text, calls: text, data: text } as const;

export const reportsUsage = `reports
  --records 10000000          how many usage records are made; 200000 where it is quick
  --days 90                   over how many days
  --calls 40                  how often each report is asked for; 5 where it is quick
  --data DIRECTORY            keeps the database there, and measures the one that is there already
`;

export function readReportsOptions(values: Values): ReportsOptions {
  const [records, calls] = isQuick(values) ? ['200000', '5'] : ['10000000', '40'];
  return {
    records: count('records', textOf(values, 'records') ?? records, 1_000, 99_999_999),
    days: count('days', textOf(values, 'days') ?? '90'),
    calls: count('calls', textOf(values, 'calls') ?? calls),
    data: textOf(values, 'data'),
  };
}
