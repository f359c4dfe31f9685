import { z } from 'zod';
import { rulesBody } from '../anomalies/schemas.ts';
import { createBody } from '../budgets/schemas.ts';
import { policyField } from '../call-policy.ts';
import { email, pagerduty, secret, slack, url, webhook } from '../channels/schemas.ts';
import { displayName, label } from '../fields.ts';
import { ceilingBody, modelOrAny, overrideBody } from '../prices/schemas.ts';

const disabled = z.boolean().default(false);

/** As they are made, but that what is secret may be left out where the channel is there already. */
const channel = z.discriminatedUnion('kind', [
  webhook.extend({ disabled }),
  slack.extend({ url: url.optional(), disabled }),
  pagerduty.extend({ routing_key: secret.optional(), disabled }),
  email.extend({ disabled }),
]);

const agent = z.strictObject({
  id: label,
  name: displayName.optional(),
  team: label.nullable().optional(),
  policy: policyField.optional(),
  anomaly_rules: rulesBody.nullable().optional(),
});

const team = z.strictObject({ id: label, name: displayName });

const price = overrideBody.omit({ effective_from: true }).extend({ provider: label, model: modelOrAny });

/** A name stands for one thing: the second of two would silently win. */
function unique<Thing extends z.ZodType>(
  thing: Thing,
  most: number,
  nameOf: (thing: z.output<Thing>) => [string, string],
) {
  return z
    .array(thing)
    .max(most)
    .superRefine((things, context) => {
      const seen = new Set<string>();
      for (const [index, one] of things.entries()) {
        const [field, name] = nameOf(one);
        if (seen.has(name))
          context.addIssue({ code: 'custom', path: [index, field], message: `${name} is there twice` });
        seen.add(name);
      }
    });
}

export const policyDocument = z.strictObject({
  version: z.literal(1),
  budgets: unique(createBody, 1_000, ({ name }) => ['name', name]).optional(),
  channels: unique(channel, 100, ({ name }) => ['name', name]).optional(),
  agents: unique(agent, 10_000, ({ id }) => ['id', id]).optional(),
  teams: unique(team, 1_000, ({ id }) => ['id', id]).optional(),
  prices: unique(price, 1_000, ({ provider, model }) => ['model', `${provider}/${model}`]).optional(),
  ceiling: ceilingBody.nullable().optional(),
  anomaly_rules: rulesBody.optional(),
});

export type PolicyDocument = z.output<typeof policyDocument>;
export type ChannelDocument = NonNullable<PolicyDocument['channels']>[number];

/** Nobody looks back further, and what is to be quick should not by itself. */
const maxBacktestDays = 90;

export const planBody = z.strictObject({
  policy: policyDocument,
  backtest_days: z.number().int().min(0).max(maxBacktestDays).default(30),
});

export const applyBody = z.strictObject({
  policy: policyDocument,
  plan: z
    .string()
    .regex(/^[0-9a-f]{16}$/, 'must be the id of a plan')
    .optional(),
});
