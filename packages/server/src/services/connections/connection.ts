import type { CallPolicy } from './call-policy.ts';

export const connectionProviders = ['openai', 'anthropic', 'gemini', 'openai-compatible'] as const;

export type ConnectionProvider = (typeof connectionProviders)[number];

/** How long each part of a call to a provider may take, in milliseconds. */
export interface CallTimeouts {
  readonly connectMs: number;
  /** From the request to the first byte of the answer: of a call that does not stream, all of the model's work. */
  readonly firstByteMs: number;
  /** Between two pieces of an answer. */
  readonly idleMs: number;
  readonly totalMs: number;
}

export const defaultTimeouts: CallTimeouts = {
  connectMs: 10_000,
  firstByteMs: 600_000,
  idleMs: 300_000,
  totalMs: 900_000,
};

/** Who made a connection: one that the environment made is kept as the environment says. */
export type ConnectionOrigin = 'api' | 'environment';

/** An account at a provider as it may be shown: never its credential. Times are epoch milliseconds. */
export interface Connection {
  readonly id: string;
  readonly name: string;
  readonly provider: ConnectionProvider;
  /** What the provider's official client takes; without a slash at its end. */
  readonly baseUrl: string;
  /** The last characters of the credential, four at most; null where there is none. */
  readonly credentialHint: string | null;
  /** Whose prices hold: a provider of the price book, or of the org's overrides. */
  readonly priceProvider: string;
  readonly timeouts: CallTimeouts;
  readonly policy: CallPolicy | null;
  readonly origin: ConnectionOrigin;
  readonly createdMs: number;
  readonly updatedMs: number;
}

/** A connection as it is stored, with its credential sealed. */
export interface SealedConnection extends Connection {
  readonly sealed: Buffer | null;
}

export const defaultBaseUrls: { readonly [provider in Exclude<ConnectionProvider, 'openai-compatible'>]: string } = {
  openai: 'https://api.openai.com/v1',
  anthropic: 'https://api.anthropic.com',
  gemini: 'https://generativelanguage.googleapis.com',
};

const bookNames: { readonly [provider in Exclude<ConnectionProvider, 'openai-compatible'>]: string } = {
  openai: 'openai',
  anthropic: 'anthropic',
  gemini: 'google',
};

/** The price book's name of a provider; a compatible one says its own. */
export function priceProviderOf(provider: ConnectionProvider, stated: string | null): string {
  return provider === 'openai-compatible' ? (stated ?? '') : bookNames[provider];
}

export interface ConnectionRow {
  id: string;
  name: string;
  provider: ConnectionProvider;
  base_url: string;
  credential: Buffer | null;
  credential_hint: string | null;
  price_provider: string | null;
  connect_ms: number;
  first_byte_ms: number;
  idle_ms: number;
  total_ms: number;
  policy: CallPolicy | null;
  origin: ConnectionOrigin;
  created_at: number;
  updated_at: number;
}

export function sealedConnectionOf(row: ConnectionRow): SealedConnection {
  const { id, name, provider, policy, origin } = row;
  const { connect_ms: connectMs, first_byte_ms: firstByteMs, idle_ms: idleMs, total_ms: totalMs } = row;
  return {
    id,
    name,
    provider,
    baseUrl: row.base_url,
    sealed: row.credential,
    credentialHint: row.credential_hint,
    priceProvider: priceProviderOf(provider, row.price_provider),
    timeouts: { connectMs, firstByteMs, idleMs, totalMs },
    policy,
    origin,
    createdMs: row.created_at,
    updatedMs: row.updated_at,
  };
}
