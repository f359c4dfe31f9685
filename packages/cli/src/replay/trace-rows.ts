import { BadLines } from './bad-lines.ts';
import { parseCsv, type CsvRow } from './csv.ts';
import { parseCount } from './count.ts';

export interface TraceRow {
  line: number;
  /** When the call was made, milliseconds since 1970, fractions kept. */
  timeMs: number;
  inputTokens: number;
  outputTokens: number;
}

const timestampPattern = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(\.\d{1,9})?(?:Z|\+00:00)?$/;

/** Reads `TIMESTAMP,ContextTokens,GeneratedTokens`; times are UTC. Throws a CommandFailure that names every bad line. */
export function parseTrace(text: string, fileName: string): TraceRow[] {
  const bad = new BadLines(fileName);
  const rows = parseCsv(text, fileName)
    .slice(1)
    .flatMap((row) => {
      const parsed = parseRow(row);
      if (typeof parsed !== 'string') return [parsed];
      bad.add(row.line, parsed);
      return [];
    });
  bad.check();
  return rows;
}

function parseRow({ line, cells }: CsvRow): TraceRow | string {
  if (cells.length !== 3) return `3 columns are expected, not ${cells.length}`;
  const [timestamp = '', context = '', generated = ''] = cells;
  const timeMs = parseTimestamp(timestamp);
  if (timeMs === undefined) return `TIMESTAMP "${timestamp}" is no UTC time such as 2023-11-16 18:17:03.9799600`;
  const inputTokens = parseCount(context);
  if (inputTokens === undefined) return `ContextTokens "${context}" is no whole number`;
  const outputTokens = parseCount(generated);
  if (outputTokens === undefined) return `GeneratedTokens "${generated}" is no whole number`;
  return { line, timeMs, inputTokens, outputTokens };
}

function parseTimestamp(text: string): number | undefined {
  const match = timestampPattern.exec(text.trim());
  if (!match) return undefined;
  const wholeMs = Date.parse(`${match[1]}T${match[2]}Z`);
  return Number.isNaN(wholeMs) ? undefined : wholeMs + Number(match[3] ?? 0) * 1000;
}
