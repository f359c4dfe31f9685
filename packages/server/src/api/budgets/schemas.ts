import { type BudgetAction, type Unit, WINDOW_KINDS, type Match, perOrder } from '@cofferdam/core';
import { z } from 'zod';
import type { BudgetTerms } from '../../services/budgets/create-budget.ts';
import type { BudgetChanges } from '../../services/budgets/change-budget.ts';
import { displayName, label, timeZone, usd, uuid } from '../fields.ts';
import { pageFields } from '../page.ts';

const matchValue = z.union([label, z.array(label).min(1).max(100)]).optional();

const matchFields = z.strictObject({
  agent: matchValue,
  team: matchValue,
  workflow: matchValue,
  connection: matchValue,
  user: matchValue,
  provider: matchValue,
  model: matchValue,
});

/** A limit that is a count; the largest is far beyond any fleet. */
const count = z.number().int().min(0).max(1e15);

const ppm = 1_000_000;

const threshold = z
  .number()
  .gt(0)
  .max(10)
  .refine((share) => Math.round(share * ppm) / ppm === share, 'may have at most 6 decimals');

const thresholds = z
  .array(threshold)
  .max(10)
  .refine(
    (shares) => shares.every((share, index) => index === 0 || share > shares[index - 1]!),
    'must be ascending, each once',
  );

const action = z
  .strictObject({
    at: threshold,
    do: z.enum(['alert', 'throttle', 'pause', 'block']),
    requests_per_minute: z.number().int().min(1).max(1e6).optional(),
  })
  .superRefine(({ do: kind, requests_per_minute: rate }, context) => {
    const isWrong = (kind === 'throttle') !== (rate !== undefined);
    const message = kind === 'throttle' ? 'is required for a throttle' : 'belongs to a throttle only';
    if (isWrong) context.addIssue({ code: 'custom', path: ['requests_per_minute'], message });
  });

/** What a budget does, and where: each thing once at a share. */
const actions = z
  .array(action)
  .max(10)
  .refine((all) => new Set(all.map((one) => `${one.do} ${one.at}`)).size === all.length, 'must have each once');

/** The part of the limit that is kept for a last call. */
const windDown = z
  .number()
  .gt(0)
  .max(0.5)
  .refine((share) => Math.round(share * ppm) / ppm === share, 'may have at most 6 decimals')
  .nullable();

/** Names of channels; that they exist is looked up when the budget is written. */
const notify = z.array(label).max(20);

const limitFields = {
  limit_usd: usd.optional(),
  limit_tokens: count.optional(),
  limit_requests: count.optional(),
  limit_concurrent: count.optional(),
};

const units: readonly Unit[] = ['usd', 'tokens', 'requests', 'concurrent'];

type Limits = z.output<z.ZodObject<typeof limitFields>>;

interface Limit {
  readonly unit: Unit;
  readonly amount: bigint;
}

function limitsOf(body: Limits): Limit[] {
  return units.flatMap((unit) => {
    const amount = body[`limit_${unit}`];
    return amount === undefined ? [] : [{ unit, amount: BigInt(amount) }];
  });
}

interface FieldIssue {
  readonly field: string;
  readonly message: string;
}

function surplusLimit(limits: readonly Limit[]): FieldIssue[] {
  const [, second] = limits;
  return second === undefined ? [] : [{ field: `limit_${second.unit}`, message: 'a budget has one limit' }];
}

const everyUnit = units.map((unit) => `limit_${unit}`).join(', ');

function windowIssues(per: string, window: string | undefined, unit: Unit): FieldIssue[] {
  if (unit === 'concurrent') {
    return window === undefined ? [] : [{ field: 'window', message: 'limit_concurrent has no window' }];
  }
  if (window === undefined) return [{ field: 'window', message: 'is required' }];
  if (per === 'run' && window !== 'run') return [{ field: 'window', message: 'must be "run" where per is "run"' }];
  if (per !== 'run' && window === 'run') return [{ field: 'window', message: 'may be "run" only where per is "run"' }];
  return [];
}

function windDownIssues(share: number | null, unit: Unit, enforcement: string): FieldIssue[] {
  if (share === null) return [];
  if (unit !== 'usd') return [{ field: 'wind_down', message: 'goes with limit_usd only' }];
  return enforcement === 'hard' ? [] : [{ field: 'wind_down', message: 'needs enforcement "hard"' }];
}

function actionIssues(given: readonly unknown[], unit: Unit): FieldIssue[] {
  if (unit !== 'concurrent' || given.length === 0) return [];
  return [{ field: 'actions', message: 'do not go with limit_concurrent: nothing of it is ever spent' }];
}

const budgetFields = z.strictObject({
  name: displayName,
  owner: displayName.nullable().default(null),
  per: z.enum(perOrder as readonly [BudgetTerms['per'], ...BudgetTerms['per'][]]),
  match: matchFields.default({}),
  window: z.enum(WINDOW_KINDS).optional(),
  timezone: timeZone.default('UTC'),
  ...limitFields,
  enforcement: z.enum(['hard', 'soft']).default('hard'),
  allow_free: z.boolean().default(false),
  wind_down: windDown.default(null),
  thresholds: thresholds.default([0.7, 0.9]),
  actions: actions.default([]),
  notify: notify.default([]),
});

export const createBody = budgetFields.superRefine((body, context) => {
  const limits = limitsOf(body);
  const [limit] = limits;
  const issues =
    limit === undefined
      ? [{ field: 'limit_usd', message: `give one of ${everyUnit}` }]
      : [
          ...surplusLimit(limits),
          ...windowIssues(body.per, body.window, limit.unit),
          ...windDownIssues(body.wind_down, limit.unit, body.enforcement),
          ...actionIssues(body.actions, limit.unit),
        ];
  for (const { field, message } of issues) context.addIssue({ code: 'custom', path: [field], message });
});

export const patchBody = z
  .strictObject({
    name: displayName.optional(),
    owner: displayName.nullable().optional(),
    ...limitFields,
    enforcement: z.enum(['hard', 'soft']).optional(),
    allow_free: z.boolean().optional(),
    wind_down: windDown.optional(),
    thresholds: thresholds.optional(),
    actions: actions.optional(),
    notify: notify.optional(),
  })
  .superRefine((body, context) => {
    for (const { field, message } of surplusLimit(limitsOf(body))) {
      context.addIssue({ code: 'custom', path: [field], message });
    }
  });

export const budgetParams = z.strictObject({ id: uuid });
export const budgetQuery = z.strictObject(pageFields);

/** A subject can be two labels long, so the cursor that names one is longer than others. */
export const counterQuery = z.strictObject({
  ...pageFields,
  cursor: z.string().max(500).optional(),
  subject: z.string().min(1).max(300).optional(),
  windows: z.enum(['open', 'closed']).optional(),
  sort: z.enum(['newest', 'nearest']).default('newest'),
});

function ppmOf(shares: readonly number[]): number[] {
  return shares.map((share) => Math.round(share * ppm));
}

/** In the order in which a growing counter comes by them. */
function actionsOf(given: z.output<typeof actions>): BudgetAction[] {
  return given
    .map(({ at, do: kind, requests_per_minute: rate = null }) => ({
      atPpm: Math.round(at * ppm),
      kind,
      requestsPerMinute: rate,
    }))
    .toSorted((a, b) => a.atPpm - b.atPpm);
}

function windDownOf(share: number | null): number | null {
  return share === null ? null : Math.round(share * ppm);
}

function matchOf(match: z.output<typeof matchFields>): Match {
  return Object.fromEntries(
    Object.entries(match).flatMap(([dimension, value]) =>
      value === undefined ? [] : [[dimension, typeof value === 'string' ? [value] : value]],
    ),
  );
}

/** Windows of open reservations never end, so they need none; `run` keeps to runs all the same. */
function windowOf(body: z.output<typeof createBody>): BudgetTerms['window'] {
  return body.window ?? (body.per === 'run' ? 'run' : 'lifetime');
}

export function termsOf(body: z.output<typeof createBody>): BudgetTerms {
  const { unit, amount } = limitsOf(body)[0]!;
  return {
    name: body.name,
    owner: body.owner,
    per: body.per,
    match: matchOf(body.match),
    window: windowOf(body),
    timeZone: body.timezone,
    unit,
    limit: amount,
    enforcement: body.enforcement,
    allowFree: body.allow_free,
    windDownPpm: windDownOf(body.wind_down),
    thresholdsPpm: ppmOf(body.thresholds),
    actions: actionsOf(body.actions),
    notify: body.notify,
  };
}

export function changesOf(body: z.output<typeof patchBody>): BudgetChanges {
  const {
    name,
    owner,
    enforcement,
    allow_free: allowFree,
    thresholds: shares,
    actions: asked,
    notify: channels,
    wind_down: share,
  } = body;
  const [limit] = limitsOf(body);
  return {
    ...(name === undefined ? {} : { name }),
    ...(owner === undefined ? {} : { owner }),
    ...(enforcement === undefined ? {} : { enforcement }),
    ...(allowFree === undefined ? {} : { allowFree }),
    ...(share === undefined ? {} : { windDownPpm: windDownOf(share) }),
    ...(shares === undefined ? {} : { thresholdsPpm: ppmOf(shares) }),
    ...(asked === undefined ? {} : { actions: actionsOf(asked) }),
    ...(channels === undefined ? {} : { notify: channels }),
    ...(limit === undefined ? {} : { limit }),
  };
}
