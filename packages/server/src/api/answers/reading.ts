import { z } from 'zod';
import { rateEntries } from '../../services/prices/rate-names.ts';
import { agent, counter, credits, nothing, restriction } from './control.ts';
import { alert } from './telling.ts';
import { count, flag, id, page, text, textOrNull, timeOrNull, timeText, usdText } from './shapes.ts';

const sums = {
  cost_usd: usdText,
  requests: count,
  tokens: count.meta({ description: 'Input and output' }),
  input_tokens: count,
  output_tokens: count,
  cache_read_tokens: count,
  cache_write_tokens: count,
  cache_write_1h_tokens: count,
  reasoning_tokens: count,
  audio_input_tokens: count,
  audio_output_tokens: count,
  image_input_tokens: count,
  image_output_tokens: count,
  records: count,
  estimated_usd: usdText,
  unpriced_records: count,
  late_records: count,
};

/** What a row is worth beside the others. */
const measures = {
  share: z.number().nullable().meta({ description: 'Of the cost in all' }),
  cost_per_request_usd: usdText.nullable(),
  change: z
    .number()
    .nullable()
    .optional()
    .meta({ description: 'Of the cost, on the period before: 0.5 is half as much again; null where it was nothing' }),
};

/** Beside a row's own sums, where the period before was asked for. */
const previous = { previous: z.object(sums).optional() };
const previousPeriod = { previous_from: timeText.optional(), previous_to: timeText.optional() };
const records = { records_url: text.meta({ description: 'The usage records that these sums are of' }) };

const period = { from: timeText, to: timeText, timezone: text };
const anyLabel = textOrNull.optional();

/** Rows carry the dimensions that were asked for, under their own names. */
const labels = {
  agent: anyLabel,
  workflow: anyLabel,
  connection: anyLabel,
  user: anyLabel,
  team: anyLabel,
  provider: anyLabel,
  model: anyLabel,
  run: anyLabel,
  type: anyLabel,
  outcome: anyLabel,
};

const standing = z.object({ budget: id, name: text, per: text, window: text }).extend(counter.shape);

const openAlerts = z.object({
  open: count,
  critical: count,
  warning: count,
  info: count,
  latest: z.array(alert),
});

const overview = z.object({
  ...sums,
  ...previous,
  refused: count,
  refused_usd: usdText,
  open_reservations: count,
  reserved_usd: usdText,
  wallet: credits.nullable(),
  alerts: openAlerts.nullable(),
  budgets: z.array(standing).nullable(),
  top_agents: z.array(z.object({ agent: textOrNull, ...sums, ...previous })),
  top_models: z.array(z.object({ model: textOrNull, ...sums })),
  ...period,
  ...previousPeriod,
});

const tasks = z.object({ tasks: count, cost_usd: usdText, unpriced_records: count });
const share = z.number().nullable();

const unitEconomics = z.object({
  cost_per_completed_task_usd: usdText.nullable(),
  failed_work_usd: usdText,
  succeeded: tasks,
  failed: tasks,
  cancelled: tasks,
  unknown: tasks,
  cost_usd: usdText,
  cost_per_1k_tokens_usd: usdText.nullable(),
  output_input_ratio: share,
  cache_hit_rate: share,
  cache_savings_usd: usdText,
  cache_unpriced_tokens: count,
  estimated_share: share,
  unpriced_share: share,
  by_agent: z.array(z.object({ agent: textOrNull, ...sums })),
  by_model: z.array(z.object({ model: textOrNull, ...sums })),
  anomalous_events: count,
  anomalous_usd: usdText,
  wallet: credits.nullable(),
  budgets: z.array(standing).nullable(),
  ...period,
});

const agentRow = agent.extend({
  ...sums,
  ...measures,
  ...previous,
  last_used_at: timeText.nullable(),
  norm_usd: usdText.nullable().meta({ description: 'What its charges are compared with' }),
  open_alerts: count,
  restrictions: z.array(restriction),
  nearest_budget: standing.nullable().meta({ description: 'Its own budget that is nearest to its limit' }),
});

const point = z.object({ time: timeText, ...labels, rest: flag.optional(), ...sums });

const refusals = { count, required_usd: usdText };
const refusal = z.object({
  code: text.optional(),
  agent: text.optional(),
  budget: textOrNull.optional(),
  day: text.optional().meta({ description: 'In UTC', examples: ['2026-11-23'] }),
  ...refusals,
});

const rate = usdText.nullable().meta({ description: 'USD per million tokens; null is unknown, not free' });

type RateName = (typeof rateEntries)[number][1];

function ratesOf<Rate extends z.ZodType>(shape: Rate): Record<RateName, Rate> {
  return Object.fromEntries(rateEntries.map(([, name]) => [name, shape])) as Record<RateName, Rate>;
}

const card = {
  ...ratesOf(rate),
  context_tiers: z.array(z.object({ above_prompt_tokens: count, ...ratesOf(rate) })),
};

const unit = z.object({ usd: usdText, per: count });
const modelName = z.object({ provider: text, model: text });

const price = z.object({
  provider: text,
  model: text,
  canonical: modelName,
  time: timeText,
  source: z.enum(['book', 'override']),
  matched: z.enum(['exact', 'alias', 'pattern']),
  price_version: text,
  ...card,
  service_tiers: z.record(z.string(), z.object(card)),
  service_tier_multipliers: z.record(z.string(), text.meta({ examples: ['1/2'] })),
  per_request: unit.nullable(),
  tools: z.record(z.string(), unit),
});

const book = page(
  z.object({
    provider: text,
    model: text,
    price_version: text,
    effective_from: timeOrNull.meta({ description: 'Null: from the beginning' }),
    effective_until: timeOrNull.meta({ description: 'When other terms are known to begin' }),
    daily_hours: z.object({ from: text, to: text }).nullable().meta({ description: 'The part of each day (UTC)' }),
    overridden: flag.meta({ description: 'The org has a price of its own, which holds instead' }),
    ...card,
    service_tiers: z.record(z.string(), z.object(card)),
    service_tier_multipliers: z.record(z.string(), text),
    per_request: unit.nullable(),
    tools: z.record(z.string(), unit),
  }),
).extend({
  version: text,
  time: timeText,
  providers: z.array(z.object({ provider: text, models: count })),
});

const unpriced = z.object({
  data: z.array(
    z.object({
      provider: textOrNull,
      model: textOrNull,
      records: count.meta({ description: 'Usage records that still have no cost' }),
      requests: count,
      input_tokens: count,
      output_tokens: count,
      refused: count.meta({ description: 'Calls that were refused for want of a price, by days (UTC)' }),
      priced: flag.meta({ description: 'It has a price now' }),
    }),
  ),
  ...period,
});

const override = z.object({
  id,
  provider: text,
  model: text,
  effective_from: timeText,
  created_at: timeText,
  ended: flag,
  ...ratesOf(usdText.optional()),
  service_tiers: z.record(z.string(), z.object(ratesOf(usdText.optional()))).optional(),
  per_request_usd: usdText.optional(),
  tools_usd: z.record(z.string(), usdText).optional(),
  alias_of: modelName.optional(),
});

const ceiling = z.object({
  id,
  input_usd_per_mtok: usdText,
  output_usd_per_mtok: usdText,
  tool_usd: usdText.nullable(),
  created_at: timeText,
});

export const readingAnswers = {
  'GET /v1/reports/overview': { 200: overview },
  'GET /v1/reports/unit-economics': { 200: unitEconomics },
  'GET /v1/reports/breakdown': {
    200: z.object({
      data: z.array(z.object({ ...labels, ...sums, ...measures, ...previous })),
      other: z.object({ groups: count, ...sums, ...measures, ...previous }).nullable(),
      totals: z.object({ ...sums, ...measures, ...previous }),
      truncated: flag,
      ...records,
      ...period,
      ...previousPeriod,
    }),
  },
  'GET /v1/reports/agents': {
    200: z.object({
      data: z.array(agentRow),
      totals: z.object({ ...sums, ...measures, ...previous }),
      found: count.meta({ description: 'How many there are, those beyond the limit included' }),
      ...period,
      ...previousPeriod,
    }),
  },
  'GET /v1/reports/series': {
    200: z.object({
      data: z.array(point),
      previous: z.array(point).optional(),
      ...records,
      ...period,
      ...previousPeriod,
    }),
  },
  'GET /v1/reports/refusals': {
    200: z.object({ data: z.array(refusal), totals: z.object(refusals), truncated: flag, ...period }),
  },
  'GET /v1/prices': { 200: price },
  'GET /v1/prices/book': { 200: book },
  'GET /v1/prices/unpriced': { 200: unpriced },
  'GET /v1/prices/overrides': {
    200: page(override.extend({ in_force: flag.meta({ description: 'It is what holds now' }) })),
  },
  'PUT /v1/prices/overrides/:provider/*': { 200: override },
  'DELETE /v1/prices/overrides/:provider/*': { 204: nothing },
  'GET /v1/prices/ceiling': { 200: ceiling },
  'PUT /v1/prices/ceiling': { 200: ceiling },
  'DELETE /v1/prices/ceiling': { 204: nothing },
  'GET /problems/:name': { 200: z.object({ type: text, code: text, status: count, title: text, advice: text }) },
  'GET /healthz': { 200: z.object({ status: text }) },
  'GET /readyz': { 200: z.object({ status: text }) },
};
