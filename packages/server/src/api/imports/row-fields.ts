import {
  IMPORT_COLUMNS,
  type ImportColumn,
  parseUsd,
  type Spending,
  type ToolUse,
  type UsageReport,
} from '@cofferdam/core';
import { z } from 'zod';
import { ProblemError } from '../../errors/problem.ts';
import { bindLabels, type Principal } from '../../services/keys/principal.ts';
import type { ImportProblem } from '../../services/imports/import-usage.ts';
import { importSource } from '../../services/imports/import-source.ts';
import { label, labelFields, quantity, time } from '../fields.ts';
import { fingerprint } from '../../services/fingerprint.ts';
import { attemptOf, usageFields } from '../usage/usage-fields.ts';
import { reportName } from '../usage/schemas.ts';

const count = z
  .string()
  .regex(/^\d{1,13}$/, 'must be a whole number')
  .transform(Number)
  .optional();

/** History may have costs below zero: corrections. */
const signedUsd = z.string().transform((text, context): bigint => {
  const parsed = parseUsd(text, { allowNegative: true });
  if (parsed.ok) return parsed.value;
  context.addIssue({ code: 'custom', message: parsed.reason });
  return z.NEVER;
});

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

const text = z.string().max(1_000).optional();

/** What an export has beside what is read: made anew, or of no meaning elsewhere. */
const leftAlone = {
  type: text,
  budget_time: text,
  recorded_at: text,
  tokens: text,
  requests: text,
  price_version: text,
  late: text,
  overage: text,
  prepaid: text,
  imported: text,
  reservation: text,
  correction_of: text,
  source: text,
  source_id: text,
};

const rowShape = {
  id: reportName.optional(),
  time,
  ...labelFields,
  run: label.optional(),
  provider: label.optional(),
  model: label.optional(),
  input_tokens: count,
  input_uncached_tokens: count,
  output_tokens: count,
  cache_read_tokens: count,
  cache_write_tokens: count,
  cache_write_5m_tokens: count,
  cache_write_1h_tokens: count,
  reasoning_tokens: count,
  audio_input_tokens: count,
  audio_output_tokens: count,
  image_input_tokens: count,
  image_output_tokens: count,
  service_tier: label.optional(),
  request_id: z.string().min(1).max(200).optional(),
  tool: label.optional(),
  quantity: quantity.optional(),
  cost_usd: signedUsd.optional(),
  estimated: flag.optional(),
  unpriced: flag.optional(),
  ...leftAlone,
} satisfies Record<ImportColumn, z.ZodType>;

const rowFields = z.strictObject(rowShape);

/** The columns that a file may have. */
export const importColumns: ReadonlySet<string> = new Set(IMPORT_COLUMNS);

type Row = z.output<typeof rowFields>;

interface Wholes {
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly cache_write_tokens: number | undefined;
}

/** Disjoint buckets, as an export has them, add up to the wholes that a report has. */
function wholesOf(row: Row): Wholes {
  const sum = (...parts: (number | undefined)[]): number =>
    parts.reduce<number>((total, part) => total + (part ?? 0), 0);
  if (row.input_uncached_tokens === undefined)
    return {
      input_tokens: row.input_tokens ?? 0,
      output_tokens: row.output_tokens ?? 0,
      cache_write_tokens: row.cache_write_tokens,
    };
  const cacheWrite = sum(row.cache_write_5m_tokens, row.cache_write_1h_tokens);
  return {
    input_tokens: sum(
      row.input_uncached_tokens,
      row.cache_read_tokens,
      cacheWrite,
      row.audio_input_tokens,
      row.image_input_tokens,
    ),
    output_tokens: sum(row.output_tokens, row.audio_output_tokens, row.image_output_tokens),
    cache_write_tokens: cacheWrite,
  };
}

function hasTokens(row: Row): boolean {
  return row.input_uncached_tokens !== undefined || row.input_tokens !== undefined || row.output_tokens !== undefined;
}

/** A call with its tokens; its cost is what it says, else the price of its time. Raises a problem. */
function attempts(row: Row): Spending {
  const usage = usageFields.parse({
    provider: row.provider,
    model: row.model,
    ...(row.type === 'embedding' ? { type: row.type } : {}),
    ...wholesOf(row),
    cache_read_tokens: row.cache_read_tokens,
    cache_write_1h_tokens: row.cache_write_1h_tokens,
    reasoning_tokens: row.reasoning_tokens,
    audio_input_tokens: row.audio_input_tokens,
    audio_output_tokens: row.audio_output_tokens,
    image_input_tokens: row.image_input_tokens,
    image_output_tokens: row.image_output_tokens,
    service_tier: row.service_tier,
    request_id: row.request_id,
  });
  const stated = row.cost_usd === undefined ? {} : { statedCostNanoUsd: row.cost_usd };
  return { kind: 'attempts', attempts: [{ ...attemptOf(usage), estimated: row.estimated ?? false, ...stated }] };
}

function spendingOf(row: Row): { spending: Spending; tools: readonly ToolUse[] } | Omit<ImportProblem, 'line'> {
  if (row.tool !== undefined) {
    const tool = { name: row.tool, quantity: row.quantity ?? '1', costNanoUsd: row.cost_usd ?? null };
    return { spending: { kind: 'none' }, tools: [tool] };
  }
  if (hasTokens(row)) {
    if (row.provider === undefined || row.model === undefined)
      return { field: row.provider === undefined ? 'provider' : 'model', problem: 'is required with tokens' };
    return { spending: attempts(row), tools: [] };
  }
  if (row.cost_usd !== undefined) return { spending: { kind: 'cost', costNanoUsd: row.cost_usd }, tools: [] };
  if (row.unpriced === true) return { spending: { kind: 'unknown' }, tools: [] };
  return { field: 'cost_usd', problem: 'give tokens, a cost or a tool' };
}

function problemOf(error: unknown): Omit<ImportProblem, 'line'> {
  if (error instanceof z.ZodError) {
    const issue = error.issues[0]!;
    const isUnknown = issue.code === 'unrecognized_keys';
    const field = (isUnknown ? issue.keys[0] : issue.path.join('.')) ?? 'row';
    return { field: field.slice(0, 100), problem: isUnknown ? 'is not a known field' : issue.message };
  }
  if (!(error instanceof ProblemError)) throw error;
  const field = error.problem['field'];
  return { field: typeof field === 'string' ? field : 'row', problem: error.problem.detail };
}

export interface ImportOf {
  readonly principal: Principal;
  /** The name of the source. */
  readonly name: string;
  readonly nowMs: number;
}

/** A row as a report of history, or what is wrong with it. */
export function reportOfRow(
  members: Readonly<Record<string, string>>,
  id: string,
  { principal, name, nowMs }: ImportOf,
): UsageReport | Omit<ImportProblem, 'line'> {
  try {
    const row = rowFields.parse(members);
    if (row.time > nowMs) return { field: 'time', problem: 'is in the future' };
    const spent = spendingOf(row);
    if ('problem' in spent) return spent;
    return {
      source: importSource(name),
      sourceId: id,
      hash: fingerprint(members),
      timeMs: row.time,
      dimensions: bindLabels(principal, row),
      run: row.run ?? null,
      parentRun: null,
      ...spent,
    };
  } catch (error) {
    return problemOf(error);
  }
}
