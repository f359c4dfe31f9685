import type { StripeSettings } from './billing/stripe-settings.ts';
import { ConfigError } from './config-error.ts';

/** Null for a server that takes no payments; `simulator` for one that plays at it. */
export type StripeConfig = StripeSettings | 'simulator' | null;

/** The variables as they stand in the environment. */
type StripeVariables = Readonly<Record<'secretKey' | 'webhookSecret' | 'apiUrl', string | undefined>>;

const names = {
  secretKey: 'COFFERDAM_STRIPE_SECRET_KEY',
  webhookSecret: 'COFFERDAM_STRIPE_WEBHOOK_SECRET',
  apiUrl: 'COFFERDAM_STRIPE_API_URL',
} as const;

/** The message never has the key in it. */
function secretKeyOf(text: string): string {
  if (/^(sk|rk)_[\x21-\x7e]{1,250}$/.test(text)) return text;
  throw new ConfigError(
    `${names.secretKey} must be a secret or restricted key of Stripe, which starts with sk_ or rk_`,
  );
}

function webhookSecretsOf(text: string): readonly string[] {
  const secrets = text.split(',').flatMap((secret) => (secret.trim() === '' ? [] : [secret.trim()]));
  if (secrets.length > 0 && secrets.every((secret) => /^whsec_[\x21-\x7e]{1,250}$/.test(secret))) return secrets;
  throw new ConfigError(
    `${names.webhookSecret} must be signing secrets of the webhook endpoint, which start with whsec_`,
  );
}

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** The secret key is sent there: in the clear only to this machine. */
function apiUrlOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && loopback.test(url.hostname));
  const isBare = url !== null && url.pathname === '/' && url.search === '' && url.username === '';
  if (isSafe && isBare) return text;
  throw new ConfigError(
    `${names.apiUrl} must be simulator, or an address without a path, of https or on this machine; left out it is Stripe's own`,
  );
}

/** Reads what payments need; all of it or nothing, since credit that is paid for must arrive. Raises ConfigError. */
export function readStripeConfig({ secretKey: key, webhookSecret: secret, apiUrl }: StripeVariables): StripeConfig {
  if (apiUrl === 'simulator') {
    if (key !== undefined || secret !== undefined)
      throw new ConfigError(
        `${names.apiUrl}=simulator has keys of its own: leave ${names.secretKey} and ${names.webhookSecret} out`,
      );
    return 'simulator';
  }
  if (key === undefined && secret === undefined && apiUrl === undefined) return null;
  if (key === undefined)
    throw new ConfigError(`${names.secretKey} is missing: the rest of COFFERDAM_STRIPE_* needs it`);
  if (secret === undefined) {
    throw new ConfigError(
      `${names.webhookSecret} is missing: without it no payment of ${names.secretKey} would arrive`,
    );
  }
  return { secretKey: secretKeyOf(key), webhookSecrets: webhookSecretsOf(secret), apiUrl: apiUrlOf(apiUrl) };
}
