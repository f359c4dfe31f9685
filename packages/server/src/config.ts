import { ConfigError } from './config-error.ts';
import { readStripeConfig, type StripeConfig } from './stripe-config.ts';
import type { EnvironmentKeys } from './services/connections/environment-connections.ts';
import { isCredential } from './services/connections/credential.ts';
import { InvalidRange, readRanges } from './services/outbound/address-ranges.ts';
import { defaultDataDir } from './store/embedded/index.ts';

export interface Config {
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  /** Null for the embedded Postgres. */
  readonly databaseUrl: string | null;
  readonly secretKey: string | null;
  readonly adminKey: string | null;
  readonly logLevel: string;
  /** Ranges of addresses in CIDR notation that the server may call though they are not of the public internet. */
  readonly allowedPrivate: readonly string[];
  /** Keys of providers, of which connections are made at start. */
  readonly providerKeys: EnvironmentKeys;
  /** Where people reach the server, as links name it; null where each request says so itself. */
  readonly publicUrl: string | null;
  /** Whether there is a connection `sim` to simulated providers. */
  readonly simulator: boolean;
  readonly stripe: StripeConfig;
}

export { ConfigError };

function portOf(text: string | undefined): number {
  if (text === undefined) return 4600;
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535)
    throw new ConfigError(`COFFERDAM_PORT must be a port from 0 to 65535, not "${text}"`);
  return port;
}

function databaseUrlOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  if (!/^postgres(ql)?:\/\//.test(text)) throw new ConfigError('COFFERDAM_DATABASE_URL must start with postgres://');
  return text;
}

function adminKeyOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  if (text.length < 24 || text.length > 200 || !/^[\x21-\x7e]+$/.test(text)) {
    throw new ConfigError('COFFERDAM_ADMIN_KEY must be 24 to 200 printable characters without blanks');
  }
  return text;
}

function secretKeyOf(text: string | undefined, databaseUrl: string | null): string | null {
  if (text === undefined && databaseUrl !== null) {
    throw new ConfigError(
      'COFFERDAM_SECRET_KEY is required with COFFERDAM_DATABASE_URL: all nodes need the same key to read what is sealed',
    );
  }
  if (text !== undefined && text.length < 32)
    throw new ConfigError('COFFERDAM_SECRET_KEY must be at least 32 characters');
  return text ?? null;
}

function rangesOf(text: string | undefined): readonly string[] {
  const ranges = (text ?? '').split(',').flatMap((range) => (range.trim() === '' ? [] : [range.trim()]));
  try {
    readRanges(ranges);
  } catch (error) {
    if (error instanceof InvalidRange) throw new ConfigError(`COFFERDAM_ALLOW_PRIVATE_TARGETS: ${error.message}`);
    throw error;
  }
  return ranges;
}

/** The message never has the key in it. */
function providerKeyOf(name: string, text: string | undefined): string | undefined {
  if (text === undefined || isCredential(text)) return text;
  throw new ConfigError(`${name} must be at most 4096 printable ASCII characters without blanks`);
}

function simulatorOf(text: string | undefined): boolean {
  if (text !== undefined && text !== 'on' && text !== 'off')
    throw new ConfigError(`COFFERDAM_SIMULATOR must be on or off, not "${text}"`);
  return text !== 'off';
}

function publicUrlOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  const isPlain = url !== null && url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '';
  if (!isPlain || !/^https?:$/.test(url.protocol))
    throw new ConfigError(
      'COFFERDAM_PUBLIC_URL must be an http or https address without a path, such as https://spend.example.com',
    );
  return url.origin;
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

function logLevelOf(text: string | undefined): string {
  if (text === undefined) return 'info';
  if (!logLevels.includes(text)) throw new ConfigError(`COFFERDAM_LOG_LEVEL must be one of ${logLevels.join(', ')}`);
  return text;
}

/** Reads the configuration from the environment; an empty variable is one that is not set. Raises `ConfigError`. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const get = (name: string): string | undefined => environment[name] || undefined;
  const databaseUrl = databaseUrlOf(get('COFFERDAM_DATABASE_URL'));
  return {
    host: get('COFFERDAM_HOST') ?? '127.0.0.1',
    port: portOf(get('COFFERDAM_PORT')),
    dataDir: get('COFFERDAM_DATA_DIR') ?? defaultDataDir(),
    databaseUrl,
    secretKey: secretKeyOf(get('COFFERDAM_SECRET_KEY'), databaseUrl),
    adminKey: adminKeyOf(get('COFFERDAM_ADMIN_KEY')),
    logLevel: logLevelOf(get('COFFERDAM_LOG_LEVEL')),
    allowedPrivate: rangesOf(get('COFFERDAM_ALLOW_PRIVATE_TARGETS')),
    publicUrl: publicUrlOf(get('COFFERDAM_PUBLIC_URL')),
    simulator: simulatorOf(get('COFFERDAM_SIMULATOR')),
    stripe: readStripeConfig({
      secretKey: get('COFFERDAM_STRIPE_SECRET_KEY'),
      webhookSecret: get('COFFERDAM_STRIPE_WEBHOOK_SECRET'),
      apiUrl: get('COFFERDAM_STRIPE_API_URL'),
    }),
    providerKeys: {
      openai: providerKeyOf('OPENAI_API_KEY', get('OPENAI_API_KEY')),
      anthropic: providerKeyOf('ANTHROPIC_API_KEY', get('ANTHROPIC_API_KEY')),
      gemini: providerKeyOf('GEMINI_API_KEY', get('GEMINI_API_KEY')),
    },
  };
}
