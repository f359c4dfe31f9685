import { type Clock, systemClock } from './clock.ts';

/** What is used of `fetch`. */
export type Fetch = (input: string, init: RequestInit) => Promise<Response>;

export interface ConnectionOptions {
  /** Where the server is; `COFFERDAM_URL`, or this machine at port 4600. */
  readonly baseUrl?: string | undefined;
  /** Whose money is spent; `COFFERDAM_KEY`. Null sends none, as where a cookie says who calls. */
  readonly apiKey?: string | null | undefined;
  readonly fetch?: Fetch | undefined;
  /** For one attempt; 30 seconds. */
  readonly timeoutMs?: number | undefined;
  /** How often a call is sent again; 3. */
  readonly maxRetries?: number | undefined;
  readonly clock?: Clock | undefined;
  /** From 0 up to 1, for pauses and for keys. */
  readonly random?: (() => number) | undefined;
}

export interface Settings {
  readonly baseUrl: string;
  readonly apiKey: string | null;
  readonly fetch: Fetch;
  readonly timeoutMs: number;
  readonly maxRetries: number;
  readonly clock: Clock;
  readonly random: (() => number) | null;
}

const defaultUrl = 'http://127.0.0.1:4600';

/** A variable of the environment, where there is one; an empty one is not set. */
function variable(name: string): string | undefined {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  return process?.env?.[name] || undefined;
}

/** Raises TypeError for what can be no server's address. */
export function readSettings(options: ConnectionOptions = {}): Settings {
  const baseUrl = (options.baseUrl ?? variable('COFFERDAM_URL') ?? defaultUrl).replace(/\/+$/, '');
  if (!/^https?:\/\/[^/]/.test(baseUrl))
    throw new TypeError(`baseUrl must start with http:// or https://, not "${baseUrl}"`);
  const { apiKey = variable('COFFERDAM_KEY') ?? null } = options;
  return {
    baseUrl,
    apiKey,
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    timeoutMs: options.timeoutMs ?? 30_000,
    maxRetries: options.maxRetries ?? 3,
    clock: options.clock ?? systemClock,
    random: options.random ?? null,
  };
}
