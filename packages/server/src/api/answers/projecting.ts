import { z } from 'zod';
import { count, id, limitMembers, text, textOrNull, timeText, usdText } from './shapes.ts';

const percent = z.number().meta({ description: 'Per cent, with one decimal' });
const usdOrNull = usdText.nullable();
const pastError = z.object({ predictions: count, mean_percent: percent, median_percent: percent }).nullable();
const methodErrors = z.object({ all_days: pastError, same_day: pastError });

const overrun = z.object({
  budget: id,
  name: text,
  owner: textOrNull,
  per: text,
  subject: text,
  enforcement: z.enum(['hard', 'soft']),
  window: text,
  window_start: timeText,
  window_end: timeText,
  limit_usd: usdText.optional(),
  spent_usd: usdText.optional(),
  projected_usd: usdText.optional(),
  limit_tokens: count.optional(),
  spent_tokens: count.optional(),
  projected_tokens: count.optional(),
  limit_requests: count.optional(),
  spent_requests: count.optional(),
  projected_requests: count.optional(),
  crosses_at: timeText,
});

const projection = z.object({
  from: timeText,
  to: timeText,
  timezone: text,
  as_of: timeText,
  month_start: timeText,
  month_end: timeText,
  spent_usd: usdText,
  linear: z.object({ month_end_usd: usdOrNull }),
  forecast: z.object({
    month_end_usd: usdText,
    low_usd: usdOrNull,
    high_usd: usdOrNull,
    data: z
      .array(z.object({ time: timeText, cost_usd: usdText }))
      .meta({ description: 'Each day that is still to come, the first one as far as it is left' }),
  }),
  past_error: z.object({ months: count, linear: methodErrors, forecast: methodErrors }),
  data: z.array(z.object({ time: timeText, cost_usd: usdText })),
  budgets: z.array(overrun),
});

const refusedSum = { refused_calls: count, saved_usd: usdText };
const timeOrNull = timeText.nullable();

const peak = z.object({
  utilisation: z.number().nullable().meta({ description: 'Of the limit; null where that is 0' }),
  spent_usd: usdText.optional(),
  spent_tokens: count.optional(),
  spent_requests: count.optional(),
  subject: text,
  window_start: timeText,
  time: timeText,
});

const countedNow = z.object({
  subject: text,
  window_start: timeText,
  window_end: timeOrNull,
  ...limitMembers,
  utilisation: z.number().nullable(),
});

const backtestedBudget = z.object({
  name: text,
  per: text,
  window: text,
  timezone: text,
  enforcement: z.enum(['hard', 'soft']),
  limit_usd: usdText.optional(),
  limit_tokens: count.optional(),
  limit_requests: count.optional(),
  ...refusedSum,
  tasks_lost: count,
  first_refused_at: timeOrNull,
  subjects: count,
  by_subject: z.array(z.object({ subject: text, ...refusedSum, first_refused_at: timeText })),
  agents: count,
  by_agent: z.array(z.object({ agent: text, ...refusedSum, first_refused_at: timeText })),
  daily: z.array(z.object({ time: timeText, ...refusedSum })),
  windows: count,
  by_window: z.array(
    z.object({
      subject: text,
      window_start: timeText,
      window_end: timeOrNull,
      ...refusedSum,
      first_refused_at: timeText,
    }),
  ),
  peak: peak.nullable(),
  now: z
    .object({
      subjects: count,
      passed: count.meta({ description: 'How many of them have nothing left' }),
      counters: z.array(countedNow),
    })
    .meta({ description: 'What it would count if it were made at this moment; nothing of a budget per run' }),
});

export const backtest = z.object({
  from: timeText,
  to: timeText,
  timezone: text,
  records: count,
  calls: count,
  cost_usd: usdText,
  unpriced_records: count,
  ...refusedSum,
  tasks_lost: count,
  first_refused_at: timeOrNull,
  budgets: z.array(backtestedBudget),
  notes: z.array(text),
});

const modelSwap = z.object({
  from: timeText,
  to: timeText,
  timezone: text,
  from_model: text,
  to_model: text,
  records: count,
  tokens: count,
  cost_usd: usdText,
  swapped_cost_usd: usdText,
  difference_usd: usdText,
  left_out: z.array(z.object({ reason: text, bucket: textOrNull, records: count, tokens: count, cost_usd: usdText })),
  note: text,
});

export const projectingAnswers = {
  'GET /v1/reports/model-swap': { 200: modelSwap },
  'POST /v1/backtests': { 200: backtest },
  'GET /v1/reports/projection': { 200: projection },
};
