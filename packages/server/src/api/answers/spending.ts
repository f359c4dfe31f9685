import { z } from 'zod';
import {
  count,
  dimensionMembers,
  flag,
  id,
  limitMembers,
  page,
  text,
  textOrNull,
  timeOrNull,
  timeText,
  usdText,
} from './shapes.ts';

const perValues = ['org', 'team', 'agent', 'workflow', 'connection', 'user', 'model', 'run'] as const;
export const per = z.enum(perValues);

const wallet = z.object({ balance_usd: usdText, reserved_usd: usdText, available_usd: usdText });

const reserved = z.object({
  id,
  state: z.literal('held'),
  amount_usd: usdText,
  expires_at: timeText,
  run: text,
  final: flag.meta({ description: 'It is a last call: it took the allowance of a budget' }),
  budgets: z.array(
    z.object({
      id,
      name: text,
      per,
      subject: text,
      window_start: timeText,
      enforcement: z.enum(['hard', 'soft']),
      ...limitMembers,
    }),
  ),
  wallet: wallet.nullable(),
});

const reservation = z.object({
  id,
  state: z.enum(['held', 'settled', 'released', 'expired']),
  amount_usd: usdText,
  created_at: timeText,
  expires_at: timeText,
  on_expiry: z.enum(['release', 'charge']),
  closed_at: timeOrNull,
  cost_usd: usdText.nullable(),
  ...dimensionMembers,
});

const recordType = z.enum(['model_call', 'embedding', 'tool', 'cost', 'correction']);

const settled = z.object({
  id,
  state: z.literal('settled'),
  cost_usd: usdText.nullable().meta({ description: 'Null where no part of it could be priced' }),
  usage_records: z.array(
    z.object({ id, type: recordType, provider: textOrNull, model: textOrNull, cost_usd: usdText.nullable() }),
  ),
  overage: flag,
  late: flag,
  estimated: flag,
  unpriced: flag,
});

const buckets = z.object({
  input_uncached_tokens: count,
  cache_read_tokens: count,
  cache_write_5m_tokens: count,
  cache_write_1h_tokens: count,
  output_tokens: count,
  reasoning_tokens: count,
  audio_input_tokens: count,
  audio_output_tokens: count,
  image_input_tokens: count,
  image_output_tokens: count,
});

const usageRecord = z.object({
  id,
  type: recordType,
  reservation: id.nullable(),
  correction_of: id.nullable(),
  source: textOrNull,
  source_id: textOrNull,
  time: timeText,
  budget_time: timeText,
  recorded_at: timeText,
  ...dimensionMembers,
  buckets: buckets.nullable(),
  tokens: count,
  requests: count,
  tool: textOrNull,
  quantity: textOrNull,
  service_tier: textOrNull,
  request_id: textOrNull,
  cost_usd: usdText.nullable(),
  price_version: textOrNull,
  estimated: flag,
  late: flag,
  overage: flag,
  unpriced: flag,
  prepaid: flag,
  imported: flag,
});

/** The first record of a report, with the cost of all of them; the others beside it where there are more. */
const reported = usageRecord.extend({ records: z.array(usageRecord).optional() });

const run = z.object({
  id: text,
  agent: text,
  workflow: textOrNull,
  parent_run: textOrNull,
  ancestors: z.array(text),
  limit_usd: usdText.nullable(),
  status: text,
  created_at: timeText,
  finished_at: timeOrNull,
  last_seen_at: timeText,
});

/** The members beyond these are those of the problem with this code, as the caller was told. */
const runStop = z.object({
  code: text.meta({ description: 'A code of a refusal that does not pass by itself, or run_cancelled' }),
  at: timeText.meta({ description: 'When it came to a halt: nothing was admitted since' }),
  last_refused_at: timeOrNull,
  refusals: count.meta({ description: 'How often it was refused for this, in all its time' }),
  detail: text,
  budget: id.optional(),
  budget_name: text.optional(),
  per: text.optional(),
  subject: text.optional(),
  ...limitMembers,
  required_usd: usdText.optional(),
  required_tokens: count.optional(),
  required_requests: count.optional(),
  required_concurrent: count.optional(),
  resets_at: timeOrNull.optional(),
  restriction: id.optional().meta({ description: 'The action of a budget that held it, or paused its agent' }),
  action: text.optional(),
  agent: text.optional(),
  resumes_at: timeOrNull.optional(),
  alert: id.optional().meta({ description: 'The alert that paused its agent' }),
  provider: text.optional(),
  model: text.optional(),
  balance_usd: usdText.optional(),
});

const stoppedBy = { stopped_by: runStop.nullable() };
const runSpend = { spent_usd: usdText, reserved_usd: usdText, own_spent_usd: usdText, unpriced_records: count };

const imported = z.object({
  source: text,
  rows: count,
  imported: count,
  repeated: count.meta({ description: 'Rows that an earlier import had booked' }),
  left_out: count.meta({ description: 'Rows of chunks that have an error' }),
  unpriced: count,
  cost_usd: usdText,
  stopped: flag.meta({ description: 'The rest of the file was not read' }),
  errors: z.array(z.object({ line: count, field: text, problem: text })),
});
const listedRun = run.extend({ ...runSpend, ...stoppedBy, requests: count, descendants: count });

export const spendingAnswers = {
  'POST /v1/reservations': { 201: reserved },
  'GET /v1/reservations/:id': { 200: reservation },
  'POST /v1/reservations/:id/settle': { 200: settled },
  'POST /v1/reservations/:id/release': { 200: reservation },
  'POST /v1/reservations/:id/extend': { 200: reservation },
  'POST /v1/usage': { 201: z.union([reported, z.object({ data: z.array(reported) })]) },
  'POST /v1/imports/usage': { 200: imported },
  'GET /v1/usage': { 200: page(usageRecord) },
  'GET /v1/runs/:id/usage': {
    200: page(usageRecord.extend({ spent_usd: usdText.meta({ description: 'What the tree had spent by then' }) })),
  },
  'POST /v1/runs': { 201: run },
  'POST /v1/runs/:id/finish': { 200: run },
  'GET /v1/runs': { 200: page(listedRun) },
  'GET /v1/runs/:id/tree': {
    200: run.extend({ ...runSpend, ...stoppedBy, data: z.array(listedRun.extend({ depth: count })), truncated: flag }),
  },
  'GET /v1/runs/:id': { 200: run.extend({ ...runSpend, ...stoppedBy }) },
};
