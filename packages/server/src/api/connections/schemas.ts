import { z } from 'zod';
import { parseBaseUrl } from '../../services/connections/base-url.ts';
import { connectionProviders, defaultBaseUrls, type CallTimeouts } from '../../services/connections/connection.ts';
import { isCredential } from '../../services/connections/credential.ts';
import type { ConnectionChange } from '../../services/connections/change-connection.ts';
import type { NewConnection } from '../../services/connections/create-connection.ts';
import { policyField, policyOf } from '../call-policy.ts';
import { label } from '../fields.ts';
import { pageFields } from '../page.ts';

/** A connection's name is a part of the path of every call through it. */
const name = label.regex(/^[^/]*$/, 'may not have a slash: it is a part of a path');

const baseUrl = z.string().transform((text, context): string => {
  const parsed = parseBaseUrl(text);
  if (parsed.ok) return parsed.url;
  context.addIssue({ code: 'custom', message: parsed.reason });
  return z.NEVER;
});

/** A provider would be shown a key of this server, and refuse every call. */
const isOurKey = (text: string): boolean => text.startsWith('cfd_');

const apiKey = z
  .string()
  .refine(isCredential, 'must be 1 to 4096 printable ASCII characters without blanks')
  .refine((text) => !isOurKey(text), "must be the provider's key, not one of Cofferdam (cfd_…)");

/** A timeout in milliseconds, up to the longest that any call may take. */
function timeout(maxMs: number) {
  return z.number().int().min(50).max(maxMs).optional();
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

const timeouts = z.strictObject({
  connect_ms: timeout(minuteMs),
  first_byte_ms: timeout(hourMs),
  idle_ms: timeout(hourMs),
  total_ms: timeout(hourMs),
});

const connectionFields = z.strictObject({
  name,
  provider: z.enum(connectionProviders),
  base_url: baseUrl.optional(),
  api_key: apiKey.optional(),
  price_provider: label.optional(),
  timeouts: timeouts.default({}),
  policy: policyField.optional(),
});

interface FieldIssue {
  readonly field: string;
  readonly message: string;
}

/** Fields that are needed, or meaningless, because of the provider. */
function providerIssues(body: z.output<typeof connectionFields>): FieldIssue[] {
  const { provider } = body;
  const isMissing = (field: 'base_url' | 'api_key' | 'price_provider'): boolean => body[field] === undefined;
  const missing = (fields: readonly ('base_url' | 'api_key' | 'price_provider')[]): FieldIssue[] =>
    fields.filter(isMissing).map((field) => ({ field, message: `is required where provider is "${provider}"` }));
  if (provider === 'openai-compatible') return missing(['base_url', 'price_provider']);
  const surplus = { field: 'price_provider', message: 'belongs to openai-compatible connections only' };
  return [...missing(['api_key']), ...(isMissing('price_provider') ? [] : [surplus])];
}

export const createConnectionBody = connectionFields.superRefine((body, context) => {
  for (const { field, message } of providerIssues(body)) context.addIssue({ code: 'custom', path: [field], message });
});

export const changeConnectionBody = z
  .strictObject({
    base_url: baseUrl.optional(),
    api_key: apiKey.nullable().optional(),
    price_provider: label.optional(),
    timeouts: timeouts.optional(),
    policy: policyField.optional(),
  })
  .refine((body) => Object.values(body).some((member) => member !== undefined), 'give what is to change');

export const connectionParams = z.strictObject({ name });

export const listConnectionsQuery = z.strictObject(pageFields);

function timeoutsOf(wire: z.output<typeof timeouts>): Partial<CallTimeouts> {
  const { connect_ms: connectMs, first_byte_ms: firstByteMs, idle_ms: idleMs, total_ms: totalMs } = wire;
  return {
    ...(connectMs === undefined ? {} : { connectMs }),
    ...(firstByteMs === undefined ? {} : { firstByteMs }),
    ...(idleMs === undefined ? {} : { idleMs }),
    ...(totalMs === undefined ? {} : { totalMs }),
  };
}

export function newConnectionOf(body: z.output<typeof createConnectionBody>): NewConnection {
  const { provider } = body;
  // The schema requires a compatible one to say where it is.
  const usual = provider === 'openai-compatible' ? '' : defaultBaseUrls[provider];
  return {
    name: body.name,
    provider,
    baseUrl: body.base_url ?? usual,
    credential: body.api_key ?? null,
    priceProvider: body.price_provider ?? null,
    timeouts: timeoutsOf(body.timeouts),
    policy: policyOf(body.policy) ?? null,
    origin: 'api',
  };
}

export function connectionChangeOf(body: z.output<typeof changeConnectionBody>): ConnectionChange {
  return {
    baseUrl: body.base_url,
    credential: body.api_key,
    priceProvider: body.price_provider,
    timeouts: body.timeouts === undefined ? undefined : timeoutsOf(body.timeouts),
    policy: policyOf(body.policy),
  };
}
