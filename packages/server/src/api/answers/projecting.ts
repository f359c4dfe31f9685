import { z } from 'zod';
import { count, id, text, textOrNull, timeText, usdText } from './shapes.ts';

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
  agent: textOrNull,
  as_of: timeText,
  month_start: timeText,
  month_end: timeText,
  spent_usd: usdText,
  linear: z.object({ month_end_usd: usdOrNull }),
  forecast: z.object({ month_end_usd: usdText, low_usd: usdOrNull, high_usd: usdOrNull }),
  past_error: z.object({ months: count, linear: methodErrors, forecast: methodErrors }),
  data: z.array(z.object({ time: timeText, cost_usd: usdText })),
  budgets: z.array(overrun),
});

export const projectingAnswers = {
  'GET /v1/reports/projection': { 200: projection },
};
