import { createHash } from 'node:crypto';
import { fieldsOf, textAt } from '../api-client/fields.ts';
import { BadLines } from './bad-lines.ts';
import { parseCount } from './count.ts';
import { parseCsv } from './csv.ts';
import type { LeftOut } from './tally.ts';

export interface UsageRow {
  line: number;
  /** When it was used, where the record says so. */
  timeMs: number | undefined;
  agent: string;
  /** `provider/model`, or "-" where the record has none. */
  model: string;
  /** The body of POST /v1/usage. */
  record: Record<string, unknown>;
}

const labelColumns = [
  'id',
  'source',
  'time',
  'agent',
  'run',
  'parent_run',
  'workflow',
  'connection',
  'user',
  'team',
  'cost_usd',
];
const usageColumns = ['provider', 'model', 'service_tier', 'request_id'];
const tokenColumns = [
  'input_tokens',
  'output_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'cache_write_1h_tokens',
  'reasoning_tokens',
  'audio_input_tokens',
  'audio_output_tokens',
  'image_input_tokens',
  'image_output_tokens',
];

const defaultSource = 'cofferdam-replay';

/** What a file has: records to be sent, and lines that are none. */
export interface UsageRows {
  rows: UsageRow[];
  bad: LeftOut[];
}

/** One JSON object a line, each a body of POST /v1/usage. */
export function parseUsageLines(text: string, fileName: string): UsageRows {
  const nameRow = rowNamer(fileName);
  return sorted(
    text.split(/\r?\n/).flatMap((content, index) => {
      if (content.trim() === '') return [];
      const record = parseObject(content);
      return [
        record === undefined ? unread(index + 1, 'this is no JSON object') : toUsageRow(record, index + 1, nameRow),
      ];
    }),
  );
}

/** CSV with a header; columns are the fields of a usage record and of its `usage`, empty cells are left out. Throws a CommandFailure for a wrong header. */
export function parseUsageCsv(text: string, fileName: string): UsageRows {
  const nameRow = rowNamer(fileName);
  const [header, ...lines] = parseCsv(text, fileName);
  const columns = header?.cells.map((cell) => cell.trim()) ?? [];
  checkHeader(columns, fileName);
  return sorted(
    lines.map(({ line, cells }) => {
      if (cells.length !== columns.length)
        return unread(line, `${columns.length} columns are expected, not ${cells.length}`);
      const record = toRecord(columns, cells);
      return typeof record === 'string' ? unread(line, record) : toUsageRow(record, line, nameRow);
    }),
  );
}

function checkHeader(columns: readonly string[], fileName: string): void {
  const bad = new BadLines(fileName);
  const known = new Set([...labelColumns, ...usageColumns, ...tokenColumns]);
  for (const [index, column] of columns.entries()) {
    if (!known.has(column)) bad.add(1, `column "${column}" is not known; columns are ${[...known].join(', ')}`);
    else if (columns.indexOf(column) !== index) bad.add(1, `two columns have the name "${column}"`);
  }
  bad.check();
}

function sorted(read: readonly (UsageRow | LeftOut)[]): UsageRows {
  return {
    rows: read.flatMap((row) => ('record' in row ? [row] : [])),
    bad: read.flatMap((row) => ('record' in row ? [] : [row])),
  };
}

function unread(line: number, detail: string): LeftOut {
  return { line, code: 'unreadable', detail };
}

function toRecord(columns: readonly string[], cells: readonly string[]): Record<string, unknown> | string {
  const labels: Record<string, unknown> = {};
  const model: Record<string, unknown> = {};
  const tokens: Record<string, number> = {};
  for (const [index, column] of columns.entries()) {
    const cell = cells[index]?.trim() ?? '';
    if (cell === '') continue;
    if (tokenColumns.includes(column)) {
      const count = parseCount(cell);
      if (count === undefined) return `${column} "${cell}" is no whole number`;
      tokens[column] = count;
    } else (usageColumns.includes(column) ? model : labels)[column] = cell;
  }
  // A record has tokens to be priced, or a cost of its own; then provider and model are mere labels of it.
  return Object.keys(tokens).length > 0 ? { ...labels, usage: { ...model, ...tokens } } : { ...labels, ...model };
}

function toUsageRow(
  record: Record<string, unknown>,
  line: number,
  nameRow: (record: Record<string, unknown>) => string,
): UsageRow | LeftOut {
  const agent = textAt(record, 'agent');
  if (agent === undefined) return unread(line, 'agent is missing');
  const time = record.time;
  const timeMs = typeof time === 'string' ? Date.parse(time) : undefined;
  if (Number.isNaN(timeMs)) return unread(line, `time "${String(time)}" is no RFC 3339 time`);
  const priced = Object.keys(fieldsOf(record.usage)).length > 0 ? record.usage : record;
  const model = textAt(priced, 'model');
  return {
    line,
    timeMs,
    agent,
    model: model === undefined ? '-' : [textAt(priced, 'provider'), model].filter(Boolean).join('/'),
    record: { id: nameRow(record), source: defaultSource, ...record },
  };
}

/**
 * Names for records that have no id, made of the file's name and the record: the server knows a record by (source, id),
 * so the same file sent twice is charged once, also after one of its lines was mended. Equal records are numbered.
 */
function rowNamer(fileName: string): (record: Record<string, unknown>) => string {
  const seen = new Map<string, number>();
  return (record) => {
    const digest = createHash('sha256')
      .update(`${fileName}\n${JSON.stringify(record)}`)
      .digest('hex')
      .slice(0, 24);
    const occurrence = (seen.get(digest) ?? 0) + 1;
    seen.set(digest, occurrence);
    return `${digest}-${occurrence}`;
  };
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
