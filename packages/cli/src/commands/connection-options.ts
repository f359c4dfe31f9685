import { UsageError } from '../exit.ts';
import { readCount } from './read-count.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** What may be said of a connection on the command line, as it stands there. */
export interface ConnectionOptions {
  baseUrl?: string;
  priceProvider?: string;
  connectMs?: string;
  firstByteMs?: string;
  idleMs?: string;
  totalMs?: string;
  mode?: string;
  maxOutputTokens?: string;
  minOutputTokens?: string;
}

/** Where the provider's key is. */
export interface KeySource {
  apiKeyEnv?: string;
  apiKeyStdin?: boolean;
}

/** The provider's key from where it was said to be; undefined where that was not said. Throws a UsageError. */
export async function readApiKey(
  { apiKeyEnv, apiKeyStdin }: KeySource,
  { env, readInput }: Pick<Terminal, 'env' | 'readInput'>,
): Promise<string | undefined> {
  if (apiKeyEnv !== undefined && apiKeyStdin === true)
    throw new UsageError('the key comes from one place: --api-key-env or --api-key-stdin');
  if (apiKeyStdin === true) return present((await readInput()).trim(), 'the standard input is empty');
  if (apiKeyEnv === undefined) return undefined;
  // It may be the key itself, which must not reach a terminal's history of what was printed.
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(apiKeyEnv))
    throw new UsageError('--api-key-env takes the NAME of a variable, such as OPENAI_API_KEY, not the key itself');
  const shown = /^[A-Z_][A-Z0-9_]*$/.test(apiKeyEnv) ? apiKeyEnv : 'the variable that --api-key-env names';
  return present(env[apiKeyEnv], `${shown} is not set`);
}

function present(key: string | undefined, otherwise: string): string {
  if (key === undefined || key === '') throw new UsageError(`there is no key: ${otherwise}`);
  if (key.startsWith('cfd_'))
    throw new UsageError("this is a key of Cofferdam (cfd_…); a connection takes the provider's own key");
  return key;
}

type Named = readonly [field: string, option: string, text: string | undefined];

/** The figures that were given, by their names on the wire. Throws a UsageError that names the option. */
function figures(named: readonly Named[]): Record<string, number> {
  return Object.fromEntries(
    named.flatMap(([field, option, text]) => (text === undefined ? [] : [[field, readCount(option, text)]])),
  );
}

function unlessEmpty(field: string, members: Record<string, unknown>): Record<string, unknown> {
  return Object.keys(members).length === 0 ? {} : { [field]: members };
}

/** The fields of the API's body, and none that was not given. Throws a UsageError. */
export function toFields(options: ConnectionOptions, apiKey: string | undefined): Record<string, unknown> {
  const { baseUrl, priceProvider, mode } = options;
  const timeouts = figures([
    ['connect_ms', '--connect-ms', options.connectMs],
    ['first_byte_ms', '--first-byte-ms', options.firstByteMs],
    ['idle_ms', '--idle-ms', options.idleMs],
    ['total_ms', '--total-ms', options.totalMs],
  ]);
  const caps = figures([
    ['max_output_tokens', '--max-output-tokens', options.maxOutputTokens],
    ['min_output_tokens', '--min-output-tokens', options.minOutputTokens],
  ]);
  return {
    ...(baseUrl === undefined ? {} : { base_url: baseUrl }),
    ...(apiKey === undefined ? {} : { api_key: apiKey }),
    ...(priceProvider === undefined ? {} : { price_provider: priceProvider }),
    ...unlessEmpty('timeouts', timeouts),
    ...unlessEmpty('policy', mode === undefined ? caps : { mode, ...caps }),
  };
}
