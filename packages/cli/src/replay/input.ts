import { CommandFailure } from '../exit.ts';
import { parseTrace, type TraceRow } from './trace-rows.ts';
import { parseUsageCsv, parseUsageLines, type UsageRows } from './usage-rows.ts';

export type ReplayInput = { kind: 'trace'; rows: TraceRow[] } | ({ kind: 'usage' } & UsageRows);

/**
 * Tells a trace from usage records by the first line, and reads it all before anything is sent. A trace with a bad line
 * is no trace: all of them are named, and nothing is sent. Usage records stand each for itself: bad lines are handed on,
 * to be told with those that the server does not book. Throws a CommandFailure.
 */
export function parseInput(text: string, fileName: string): ReplayInput {
  const input = readInput(text, fileName);
  if (input.rows.length === 0 && (input.kind === 'trace' || input.bad.length === 0))
    throw new CommandFailure(`${fileName} has no rows: there is nothing to replay`);
  return input;
}

function readInput(text: string, fileName: string): ReplayInput {
  const firstLine = (/\S[^\r\n]*/.exec(text)?.[0] ?? '').replace('\uFEFF', '');
  if (firstLine.startsWith('{')) return { kind: 'usage', ...parseUsageLines(text, fileName) };
  const columns = new Set(
    firstLine
      .toLowerCase()
      .split(',')
      .map((column) => column.trim()),
  );
  if (columns.has('contexttokens')) return { kind: 'trace', rows: parseTrace(text, fileName) };
  if (columns.has('agent')) return { kind: 'usage', ...parseUsageCsv(text, fileName) };
  throw new CommandFailure(
    `${fileName} is neither a trace nor usage records`,
    'A trace begins with the line TIMESTAMP,ContextTokens,GeneratedTokens; usage records are JSON objects, one a line, or CSV with an `agent` column.',
  );
}
