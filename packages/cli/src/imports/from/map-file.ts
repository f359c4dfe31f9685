import { createHash } from 'node:crypto';
import { CommandFailure } from '../../exit.ts';
import type { BadRow, FirstSeen, Row, Rows } from '../read-rows.ts';
import { BadCell, type MapRow } from './cells.ts';
import { fromLitellm, litellmColumns } from './litellm.ts';
import { fromOpenai, openaiCostColumns, openaiUsageColumns } from './openai.ts';

export const exporters = ['litellm', 'openai'] as const;
export type Exporter = (typeof exporters)[number];

interface Form {
  readonly title: string;
  readonly columns: readonly string[];
  readonly map: MapRow;
}

function formsOf(exporter: Exporter, nowMs: number): readonly Form[] {
  if (exporter === 'litellm')
    return [{ title: "LiteLLM's table LiteLLM_SpendLogs", columns: litellmColumns, map: fromLitellm }];
  return [
    { title: "OpenAI's cost export", columns: openaiCostColumns, map: fromOpenai('cost', nowMs) },
    { title: "OpenAI's usage export", columns: openaiUsageColumns, map: fromOpenai('usage', nowMs) },
  ];
}

/** Throws a CommandFailure that names what the file lacks of each form that it could have. */
function formOf(exporter: Exporter, names: FirstSeen, fileName: string, nowMs: number): Form {
  const forms = formsOf(exporter, nowMs).map((form) => ({
    ...form,
    missing: form.columns.filter((column) => !names.has(column)),
  }));
  const found = forms.find(({ missing }) => missing.length === 0);
  if (found !== undefined) return found;
  const lacks = forms.map(({ title, missing }) => `${title}: it has no ${missing.join(', no ')}`);
  throw new CommandFailure([`${fileName} is not of a form that is known`, ...lacks].join('\n'), 'Nothing was sent.');
}

/** Rows that are known by a name of their own, in place of what they say; equal names are numbered. */
function numbered(): (row: Row) => Row {
  const seen = new Map<string, number>();
  return ({ line, members: { name, ...members } }) => {
    if (typeof name !== 'string') return { line, members };
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    const digest = createHash('sha256').update(name).digest('base64url').slice(0, 32);
    return { line, members: { id: `${digest}-${count}`, ...members } };
  };
}

export interface MappedRows extends Rows {
  /** Rows of the export in which nothing was used. */
  readonly empty: number;
}

/** The rows of somebody else's export as rows of an import. Throws a CommandFailure where it is not one. */
export function mapFile(exporter: Exporter, { names, good, bad }: Rows, fileName: string, nowMs: number): MappedRows {
  const { map } = formOf(exporter, names, fileName, nowMs);
  const number = numbered();
  const [rows, wrong]: [Row[], BadRow[]] = [[], [...bad]];
  for (const row of good) {
    const mapped = attempt(map, row);
    if (mapped === null) continue;
    if ('members' in mapped) rows.push(number(mapped));
    else wrong.push(mapped);
  }
  return { names, good: rows, bad: wrong, empty: good.length - rows.length - (wrong.length - bad.length) };
}

function attempt(map: MapRow, row: Row): ReturnType<MapRow> {
  try {
    return map(row);
  } catch (error) {
    if (!(error instanceof BadCell)) throw error;
    return { line: row.line, field: error.field, problem: error.message };
  }
}
