import { CommandFailure } from '../exit.ts';
import { parseTrace, type TraceRow } from './trace-rows.ts';
import { parseUsageCsv, parseUsageLines, type UsageRow } from './usage-rows.ts';

export type ReplayInput = { kind: 'trace'; rows: TraceRow[] } | { kind: 'usage'; rows: UsageRow[] };

/**
 * Tells a trace from usage records by the first line, and reads it all before anything is sent:
 * a bad line in the middle must not be found out after half the file was charged.
 */
export function parseInput(text: string, fileName: string): ReplayInput {
  const firstLine = (/\S[^\r\n]*/.exec(text)?.[0] ?? '').replace('\uFEFF', '');
  if (firstLine.startsWith('{')) return { kind: 'usage', rows: parseUsageLines(text, fileName) };
  const columns = new Set(
    firstLine
      .toLowerCase()
      .split(',')
      .map((column) => column.trim()),
  );
  if (columns.has('contexttokens')) return { kind: 'trace', rows: parseTrace(text, fileName) };
  if (columns.has('agent')) return { kind: 'usage', rows: parseUsageCsv(text, fileName) };
  throw new CommandFailure(
    `${fileName} is neither a trace nor usage records`,
    'A trace begins with the line TIMESTAMP,ContextTokens,GeneratedTokens; usage records are JSON objects, one a line, or CSV with an `agent` column.',
  );
}
