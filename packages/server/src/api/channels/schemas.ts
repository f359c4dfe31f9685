import { z } from 'zod';
import { alertTypes, severities } from '../../services/alerts/alert.ts';
import { type ChannelSecrets, type ChannelSettings, smtpSecurities } from '../../services/channels/channel.ts';
import type { ChannelChange } from '../../services/channels/change-channel.ts';
import type { NewChannel } from '../../services/channels/create-channel.ts';
import { hostOf, parseReceiver } from '../../services/channels/target-address.ts';
import { displayName, label, uuidForm } from '../fields.ts';
import { pageFields } from '../page.ts';

/** A channel is found by its name or its id, so no name may look like an id. */
const name = label.refine((text) => !uuidForm.test(text), 'may not look like an id');

export const url = z.string().transform((text, context): string => {
  const parsed = parseReceiver(text);
  if (parsed.ok) return parsed.url;
  context.addIssue({ code: 'custom', message: parsed.reason });
  return z.NEVER;
});

/** It goes into a header or a login: a blank or a line break in it would write another one. */
export const secret = z
  .string()
  .regex(/^[\x21-\x7e]{1,1000}$/, 'must be 1 to 1000 printable ASCII characters without blanks');

const password = z
  .string()
  .min(1)
  .max(1_000)
  .regex(/^[^\p{Cc}]+$/u, 'may not have control characters');

const address = z.email('must be an e-mail address').max(254);

const host = z
  .string()
  .max(253)
  .regex(/^([A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|[0-9A-Fa-f:.]+)$/, 'must be the name or the address of a host');

const route = z.strictObject({
  budget: displayName.optional(),
  owner: displayName.optional(),
  team: label.optional(),
  severity: z.enum(severities).optional(),
  type: z.enum(alertTypes).optional(),
});

const common = {
  name,
  routes: z.array(route).max(50).default([]),
  rate_limit_per_minute: z.number().int().min(1).max(6_000).default(60),
};

const port = z.number().int().min(1).max(65_535);
const recipients = z.array(address).min(1).max(50);

/** Where PagerDuty takes events; the service region of the EU has its own. */
const pagerDutyUrl = 'https://events.pagerduty.com/v2/enqueue';

export const webhook = z.strictObject({ ...common, kind: z.literal('webhook'), url });
export const slack = z.strictObject({ ...common, kind: z.literal('slack'), url });
export const pagerduty = z.strictObject({
  ...common,
  kind: z.literal('pagerduty'),
  routing_key: secret,
  url: url.default(pagerDutyUrl),
});
export const email = z.strictObject({
  ...common,
  kind: z.literal('email'),
  host,
  port: port.default(465),
  security: z.enum(smtpSecurities).default('tls'),
  user: displayName.optional(),
  password: password.optional(),
  from: address,
  to: recipients,
});

export const createChannelBody = z.discriminatedUnion('kind', [webhook, slack, pagerduty, email]);

export const changeChannelBody = z
  .strictObject({
    url: url.optional(),
    routing_key: secret.optional(),
    host: host.optional(),
    port: port.optional(),
    security: z.enum(smtpSecurities).optional(),
    user: displayName.nullable().optional(),
    password: password.nullable().optional(),
    from: address.optional(),
    to: recipients.optional(),
    routes: z.array(route).max(50).optional(),
    rate_limit_per_minute: z.number().int().min(1).max(6_000).optional(),
    disabled: z.boolean().optional(),
  })
  .refine((body) => Object.values(body).some((member) => member !== undefined), 'give what is to change');

export const channelParams = z.strictObject({ channel: z.string().min(1).max(128) });
export const listChannelsQuery = z.strictObject(pageFields);
export const noBody = z.strictObject({}).nullish();

type CreateBody = z.output<typeof createChannelBody>;

interface Target {
  readonly settings: ChannelSettings;
  readonly secrets: ChannelSecrets;
}

function targetOf(body: CreateBody): Target {
  switch (body.kind) {
    case 'webhook':
      return { settings: { kind: body.kind, url: body.url }, secrets: {} };
    case 'slack':
      return { settings: { kind: body.kind, host: hostOf(body.url) }, secrets: { url: body.url } };
    case 'pagerduty':
      return { settings: { kind: body.kind, url: body.url }, secrets: { routing_key: body.routing_key } };
    case 'email': {
      const { kind, host: server, port: at, security, user = null, from, to } = body;
      const settings = { kind, host: server, port: at, security, user, from, to };
      return { settings, secrets: body.password === undefined ? {} : { password: body.password } };
    }
  }
}

export function newChannelOf(body: CreateBody): NewChannel {
  const { routes, rate_limit_per_minute: rateLimitPerMinute } = body;
  return { name: body.name, ...targetOf(body), routes, rateLimitPerMinute };
}

export function channelChangeOf(body: z.output<typeof changeChannelBody>): ChannelChange {
  const { routes, rate_limit_per_minute: rateLimitPerMinute, disabled, ...target } = body;
  return { target, routes, rateLimitPerMinute, disabled };
}
