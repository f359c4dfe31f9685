import { z } from 'zod';
import { backtest } from './projecting.ts';
import { flag, text, timeText } from './shapes.ts';

const facts = z.record(z.string(), z.unknown());

const change = z.object({
  section: z.enum(['budgets', 'channels', 'agents', 'teams', 'prices', 'ceiling', 'anomaly_rules']),
  name: text,
  action: z.enum(['create', 'change', 'replace', 'delete']),
  before: facts.nullable(),
  after: facts.nullable(),
  drifted: flag.meta({ description: 'Somebody changed it since a file was last applied' }),
});

const planned = z.object({
  plan: text.meta({ description: 'What to apply, if it is still that' }),
  changes: z.array(change),
  last_applied: z.object({ at: timeText, by: text, reason: text.nullable() }).nullable(),
});

export const policyAnswers = {
  'GET /v1/policy': {
    200: z.object({
      version: z.literal(1),
      budgets: z.array(facts),
      channels: z.array(facts),
      teams: z.array(facts),
      agents: z.array(facts),
      prices: z.array(facts),
      ceiling: facts.nullable(),
      anomaly_rules: facts,
    }),
  },
  'POST /v1/policy/plan': {
    200: planned.extend({
      backtest: backtest.nullable(),
      not_replayed: z.array(text).meta({ description: 'Budgets of the file of which the replay says nothing' }),
    }),
  },
  'POST /v1/policy/apply': {
    200: planned.extend({
      applied_at: timeText,
      signing_secrets: z
        .record(z.string(), text)
        .meta({ description: 'Of webhooks that were made, by name; shown this once' }),
    }),
  },
};
