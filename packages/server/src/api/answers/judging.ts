import { z } from 'zod';
import { nothing } from './control.ts';
import { count, flag, text, timeText, usdText } from './shapes.ts';

const rules = z.object({
  enabled: flag,
  factor: count.meta({ description: 'More than so many times the norm is out of character' }),
  min_charges: count.meta({ description: 'So many charges make a norm' }),
  min_runs: count.meta({ description: 'So many runs that are over make a norm of runs' }),
  min_amount_usd: usdText.meta({ description: 'What costs less is not told of' }),
  loop_requests: count.meta({ description: 'So many identical requests within the window are a loop' }),
  loop_window_seconds: count,
  pause: flag.meta({ description: 'The agent is paused until an operator resumes it' }),
});

const orgRules = rules.extend({ agents: z.array(text).meta({ description: 'Agents with rules of their own' }) });
const agentRules = z.object({ agent: text, own: rules.partial(), rules });

const usdSpread = z.object({ median: usdText, p95: usdText, high: usdText }).nullable();
const tokenSpread = z.object({ median: count, p95: count, high: count }).nullable();

const norm = z.object({
  count,
  since: timeText,
  last: timeText,
  norm_usd: usdText.meta({ description: 'What charges are compared with' }),
  cost_usd: usdSpread,
  input_tokens: tokenSpread,
  output_tokens: tokenSpread,
  rate_usd_per_minute: usdSpread,
});

export const judgingAnswers = {
  'GET /v1/anomaly-rules': { 200: orgRules },
  'PUT /v1/anomaly-rules': { 200: orgRules },
  'GET /v1/agents/:id/anomaly-rules': { 200: agentRules },
  'PUT /v1/agents/:id/anomaly-rules': { 200: agentRules },
  'DELETE /v1/agents/:id/anomaly-rules': { 204: nothing },
  'GET /v1/agents/:id/norm': {
    200: z.object({
      agent: text,
      charges: norm.nullable(),
      runs: norm.nullable(),
      series: z.array(norm.extend({ series: text.meta({ description: 'A model, `tool NAME`, or `cost`' }) })),
    }),
  },
};
