import { entryKindNames } from '@cofferdam/core';
import { z } from 'zod';
import { connectionProviders } from '../../services/connections/connection.ts';
import { count, flag, id, limitMembers, page, text, textOrNull, timeOrNull, timeText, usdText } from './shapes.ts';
import { per } from './spending.ts';

const actionKinds = ['throttle', 'pause', 'block'] as const;

const budget = z.object({
  id,
  name: text,
  owner: textOrNull,
  per,
  match: z.record(z.string(), z.union([text, z.array(text)])),
  window: textOrNull,
  timezone: text,
  limit_usd: limitMembers.limit_usd,
  limit_tokens: limitMembers.limit_tokens,
  limit_requests: limitMembers.limit_requests,
  limit_concurrent: limitMembers.limit_concurrent,
  enforcement: z.enum(['hard', 'soft']),
  allow_free: flag,
  wind_down: z.number().nullable().meta({ description: 'The part of the limit that is kept for a last call' }),
  thresholds: z.array(z.number()),
  actions: z.array(
    z.object({ at: z.number(), do: z.enum(['alert', ...actionKinds]), requests_per_minute: count.optional() }),
  ),
  notify: z.array(text),
  counts_from: timeText,
  created_at: timeText,
});

/** Where a counter stands: its window, its figures, and what holds whom it counts. */
export const counter = z.object({
  subject: text,
  window_start: timeText,
  window_end: timeOrNull,
  ...limitMembers,
  utilisation: z.number().nullable().meta({ description: 'The part of the limit that is spent and reserved' }),
  restrictions: z
    .array(z.object({ id, at: z.number(), do: z.enum(actionKinds), requests_per_minute: count.optional() }))
    .meta({ description: 'The actions that hold' }),
});

const standing = budget.extend({
  subjects: count.meta({ description: 'How many counters it has in the window that is open' }),
  nearest: counter.nullable().meta({ description: 'The one that is nearest to the limit' }),
  restrictions: count.meta({ description: 'How many of its restrictions hold' }),
});

export const restriction = z.object({
  id,
  budget: id,
  budget_name: text,
  subject: text,
  window_start: timeText,
  window_end: timeOrNull,
  do: z.enum(actionKinds),
  at: z.number(),
  requests_per_minute: count.nullable(),
  agent: textOrNull.meta({ description: 'Who is paused' }),
  active: flag,
  taken_at: timeText,
  lifted_at: timeOrNull,
  lifted_by: textOrNull.meta({ description: 'The id of a key or a person, or resume, limit, actions, deletion' }),
});

const mode = z.enum(['postpaid', 'prepaid', 'overdraft']);

export const credits = z.object({ mode, balance_usd: usdText, reserved_usd: usdText, available_usd: usdText });

const reachingCredits = credits.extend({
  overdraft_usd: usdText.meta({
    description: 'How far below zero the balance may be held; counts in the mode overdraft',
  }),
  frozen: flag.meta({ description: 'A payment is disputed and its debt not paid: nothing is admitted' }),
  next_expiry: z.object({ at: timeText, amount_usd: usdText }).nullable(),
  burn_per_day_usd: usdText.nullable().meta({ description: 'The mean of the last 7 full days' }),
  runway_days: z.number().nullable().meta({ description: 'For how long what is unspent lasts at that pace' }),
  runs_out_at: timeOrNull.meta({ description: 'When it is empty then' }),
  takes_payments: flag.meta({ description: 'Credit can be paid for here' }),
  low_balance_usd: usdText.nullable(),
  low_runway_days: count.nullable(),
});

const topUp = z.object({
  id,
  amount_usd: usdText,
  reference: textOrNull,
  balance_usd: usdText,
  mode,
  time: timeText,
  seq: count,
});

export const entry = z.object({
  seq: count,
  id,
  kind: z.enum(entryKindNames),
  amount_usd: usdText,
  balance_usd: usdText,
  time: timeText,
  usage_record: id.nullable(),
  reservation: id.nullable(),
  reference: textOrNull,
  reason: textOrNull,
});

const lotSource = z.enum(['purchase', 'grant', 'promotion', 'reinstatement', 'adjustment']);

const drawnEntry = entry.extend({
  lots: z
    .array(z.object({ lot: id, source: lotSource, reference: textOrNull, amount_usd: usdText }))
    .meta({ description: 'What it took from each lot; below zero where it gave back' }),
  agent: textOrNull.meta({
    description: 'Whose charge it is; null for what no usage brought about, as are those below',
  }),
  run: textOrNull,
  provider: textOrNull,
  model: textOrNull,
  payment: id.nullable().meta({ description: 'The payment that brought it about' }),
});

const lot = z.object({
  id,
  source: lotSource,
  priority: count,
  amount_usd: usdText,
  remaining_usd: usdText,
  expires_at: timeOrNull,
  reference: textOrNull,
  created_at: timeText,
});

const creditMove = z.object({
  id,
  kind: z.enum(entryKindNames),
  amount_usd: usdText,
  reference: textOrNull,
  reason: textOrNull,
  lot: lot.nullable(),
  balance_usd: usdText,
  mode,
  time: timeText,
  seq: count,
});

const policy = z
  .object({
    mode: z.enum(['strict', 'fit']).nullable(),
    max_output_tokens: count.nullable(),
    min_output_tokens: count.nullable(),
  })
  .nullable();

const connection = z.object({
  id,
  name: text,
  provider: z.enum([...connectionProviders, 'simulator']),
  base_url: text,
  api_key_hint: textOrNull.meta({ description: 'Its last characters; the key itself is never shown' }),
  price_provider: textOrNull.meta({ description: 'Null where it follows from the protocol of the call' }),
  timeouts: z.object({ connect_ms: count, first_byte_ms: count, idle_ms: count, total_ms: count }),
  policy,
  origin: z.enum(['api', 'environment', 'built-in']),
  created_at: timeOrNull,
  updated_at: timeOrNull,
});

const keyKind = z.enum(['admin', 'service', 'agent']);
const pins = z.record(z.string(), text);

const createdKey = z.object({
  id,
  name: text,
  kind: keyKind,
  agent: textOrNull,
  pins,
  prefix: text,
  secret: text.meta({ description: 'Shown this once' }),
  created_at: timeText,
});

const key = createdKey
  .omit({ secret: true })
  .extend({ operator: flag, last_used_at: timeOrNull, revoked_at: timeOrNull });

const org = z.object({ id, name: text, created_at: timeText });

const label = z.object({ id: text, name: text, created_at: timeText });
export const agent = label.extend({
  team: textOrNull,
  policy,
  paused: flag,
  paused_at: timeOrNull,
  paused_until: timeOrNull.meta({ description: 'When it ends by itself' }),
  paused_by: textOrNull,
  paused_reason: textOrNull,
});

const holdsAll = flag.meta({ description: 'Whether it counts all that the agent does, or a part: see `match`' });

const facts = z.record(z.string(), z.unknown()).nullable();

const change = z.object({
  id,
  time: timeText,
  actor: z.object({
    kind: z.enum(['key', 'person', 'system']),
    id: textOrNull.meta({ description: 'Of the key or the person, or of what caused it' }),
    name: text,
  }),
  action: text.meta({ description: 'What is changed and how', examples: ['budget.changed'] }),
  target: z.object({ kind: text, id: text, name: textOrNull }),
  before: facts.meta({ description: 'What differs, as it was; null for what was not there' }),
  after: facts.meta({ description: 'What differs, as it is; null for what is gone' }),
  reason: textOrNull,
});

/** No body at all. */
export const nothing = z.null().meta({ description: 'Done' });

const labels = { 200: page(label) };
const oneLabel = { 200: label };

type LabelAnswers<Name extends string> = { readonly [Route in `GET /v1/${Name}`]: typeof labels } & {
  readonly [Route in `${'GET' | 'PATCH'} /v1/${Name}/:id`]: typeof oneLabel;
};

/** What every kind of label other than an agent has. */
function labelAnswers<Name extends 'workflows' | 'users' | 'teams'>(name: Name): LabelAnswers<Name> {
  return {
    [`GET /v1/${name}`]: labels,
    [`GET /v1/${name}/:id`]: oneLabel,
    [`PATCH /v1/${name}/:id`]: oneLabel,
  } as LabelAnswers<Name>;
}

export const controlAnswers = {
  'POST /v1/budgets': { 201: budget },
  'GET /v1/budgets': { 200: page(budget) },
  'GET /v1/budgets/standings': { 200: page(standing) },
  'GET /v1/budgets/:id': { 200: budget },
  'PATCH /v1/budgets/:id': { 200: budget },
  'DELETE /v1/budgets/:id': { 204: nothing },
  'GET /v1/budgets/:id/counters': { 200: page(counter) },
  'GET /v1/credits': { 200: reachingCredits },
  'PATCH /v1/credits': { 200: reachingCredits },
  'POST /v1/credits/top-ups': { 201: topUp },
  'POST /v1/credits/grants': { 201: creditMove },
  'POST /v1/credits/refunds': { 201: creditMove },
  'POST /v1/credits/adjustments': { 201: creditMove },
  'POST /v1/credits/write-offs': { 201: creditMove },
  'GET /v1/credits/lots': { 200: page(lot) },
  'GET /v1/credits/ledger': { 200: page(drawnEntry) },
  'POST /v1/connections': { 201: connection },
  'GET /v1/connections': { 200: page(connection) },
  'GET /v1/connections/:name': { 200: connection },
  'PATCH /v1/connections/:name': { 200: connection },
  'DELETE /v1/connections/:name': { 204: nothing },
  'POST /v1/keys': { 201: createdKey },
  'GET /v1/keys': { 200: page(key) },
  'POST /v1/keys/:id/revoke': { 200: key },
  'DELETE /v1/keys/:id': { 204: nothing },
  'POST /v1/orgs': { 201: org.extend({ admin_key: createdKey }) },
  'GET /v1/orgs': { 200: page(org) },
  'GET /v1/agents': { 200: page(agent) },
  'POST /v1/agents': { 201: agent },
  'GET /v1/agents/:id': { 200: agent },
  'GET /v1/agents/:id/budgets': {
    200: z.object({ data: z.array(budget.extend(counter.shape).extend({ holds_all: holdsAll })) }),
  },
  'PATCH /v1/agents/:id': { 200: agent },
  'POST /v1/agents/:id/pause': { 200: agent },
  'POST /v1/agents/:id/resume': { 200: agent },
  'GET /v1/restrictions': { 200: page(restriction) },
  'POST /v1/restrictions/:id/lift': { 200: restriction },
  'GET /v1/audit': { 200: page(change) },
  ...labelAnswers('workflows'),
  ...labelAnswers('users'),
  ...labelAnswers('teams'),
};
