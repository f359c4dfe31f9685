import type { Row } from '../read-rows.ts';
import { amountCell, BadCell, cell, countCell, labelOf, type MapRow, present, timeCell } from './cells.ts';

/** Columns of the usage export of OpenAI's dashboard (chat completions and responses) without which it is none of it. */
export const openaiUsageColumns = ['start_time_iso', 'end_time', 'model', 'input_tokens', 'output_tokens'];

/** Columns of its cost export. */
export const openaiCostColumns = ['start_time_iso', 'end_time', 'amount_value', 'amount_currency'];

/** Counted by OpenAI beside the tokens or among them: what is published does not say which. */
const otherTokens = ['input_audio_tokens', 'output_audio_tokens', 'input_image_tokens', 'output_image_tokens'];

function requireOver(row: Row, nowMs: number): void {
  const endSeconds = countCell(row, 'end_time');
  if (endSeconds * 1000 > nowMs)
    throw new BadCell('end_time', 'is not over: import this row when it is, since its figures still grow');
}

/** Who used it: the key, where the export tells keys apart, else the project. */
function labelsOf(row: Row): Record<string, unknown> {
  const project = labelOf(cell(row, 'project_name'), cell(row, 'project_id'));
  return {
    time: timeCell(row, 'start_time_iso'),
    agent: labelOf(cell(row, 'api_key_id')) ?? project ?? 'openai',
    user: labelOf(cell(row, 'user_id')),
    team: project,
  };
}

function tierOf(row: Row): string | undefined {
  if (/^true$/i.test(cell(row, 'batch'))) return 'batch';
  return labelOf(cell(row, 'service_tier'));
}

function usageRow(row: Row): Row | null {
  const [input, output] = [countCell(row, 'input_tokens'), countCell(row, 'output_tokens')];
  const other = otherTokens.find((name) => countCell(row, name) > 0);
  if (other !== undefined) throw new BadCell(other, 'cannot be told from the other tokens: import the cost export');
  if (input + output === 0) return null;
  const model = labelOf(cell(row, 'model'));
  if (model === undefined) throw new BadCell('model', 'is empty: export usage grouped by model');
  const cached = countCell(row, 'input_cached_tokens');
  const members = {
    ...labelsOf(row),
    provider: 'openai',
    model,
    service_tier: tierOf(row),
    input_tokens: input,
    output_tokens: output,
    cache_read_tokens: cached === 0 ? undefined : cached,
  };
  return { line: row.line, members: present(members) };
}

/** "gpt-4o-2024-08-06, input" is of a model; anything else that is sold is a tool. */
function itemOf(row: Row): Record<string, unknown> {
  const item = cell(row, 'line_item');
  const [, model] = /^([\w.:-]+), /.exec(item) ?? [];
  if (model !== undefined) return { provider: 'openai', model, input_tokens: 0, output_tokens: 0 };
  return item === '' ? {} : { tool: labelOf(item) };
}

function costRow(row: Row): Row | null {
  if (cell(row, 'amount_value') === '') return null;
  const currency = cell(row, 'amount_currency');
  if (currency.toLowerCase() !== 'usd') throw new BadCell('amount_currency', `is "${currency}", and not USD`);
  const members = { ...labelsOf(row), ...itemOf(row), cost_usd: amountCell(row, 'amount_value') };
  return { line: row.line, members: present(members) };
}

/** What makes a row of an export this row and no other, whatever its figures are. */
const identity = ['start_time', 'end_time', 'organization_id', 'project_id', 'user_id', 'api_key_id', 'model'].concat(
  'batch',
  'service_tier',
  'line_item',
);

/** The row's own name: a figure that OpenAI has corrected since is then told, and not booked beside the first. */
function nameOf(row: Row, kind: string): string {
  return [kind, ...identity.map((name) => cell(row, name))].join('|');
}

/** A row of one of the two exports: what was used in a period by one key with one model, or what was billed for it. */
export function fromOpenai(kind: 'usage' | 'cost', nowMs: number): MapRow {
  return (row) => {
    const mapped = kind === 'usage' ? usageRow(row) : costRow(row);
    if (mapped === null) return null;
    requireOver(row, nowMs);
    return { line: row.line, members: { ...mapped.members, name: nameOf(row, kind) } };
  };
}
