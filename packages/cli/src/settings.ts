import path from 'node:path';
import type { Terminal } from './terminal/terminal.ts';
import { CommandFailure, UsageError } from './exit.ts';

export interface GlobalOptions {
  url?: string;
  key?: string;
  json?: boolean;
  reason?: string;
}

const defaultPort = '4600';

/** The server's address (an empty variable is one that is not set, as for the server): `--url`, COFFERDAM_URL, or this machine at COFFERDAM_PORT. Throws a UsageError where it is no http(s) address. */
export function resolveUrl(options: GlobalOptions, env: Terminal['env']): string {
  const text = options.url ?? (env.COFFERDAM_URL || `http://127.0.0.1:${env.COFFERDAM_PORT || defaultPort}`);
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new UsageError(`the server's address must start with http:// or https://, not "${text}"`);
  }
  return text.replace(/\/+$/, '');
}

/** Where the server keeps its data unless told otherwise: the same rule as the server's own. */
export function resolveDataDir(terminal: Pick<Terminal, 'env' | 'homeDir' | 'isRoot'>): string {
  if (terminal.env.COFFERDAM_DATA_DIR) return terminal.env.COFFERDAM_DATA_DIR;
  return terminal.isRoot ? '/var/lib/cofferdam' : path.join(terminal.homeDir, '.cofferdam');
}

/** A key, and what to say of where it came from when the server refuses it. */
export interface ResolvedKey {
  secret: string;
  origin: string;
}

const keyVariables = ['COFFERDAM_KEY', 'COFFERDAM_ADMIN_KEY'];

/** The key to call with: `--key`, COFFERDAM_KEY, COFFERDAM_ADMIN_KEY, or the file that the server made on its first start. */
export async function resolveKey(options: GlobalOptions, terminal: Terminal): Promise<ResolvedKey> {
  if (options.key) return { secret: options.key, origin: 'The key is from --key.' };
  for (const name of keyVariables) {
    const secret = terminal.env[name];
    if (secret) return { secret, origin: `The key is from ${name}; unset it, or give --key.` };
  }
  const file = path.join(resolveDataDir(terminal), 'admin-key');
  try {
    return {
      secret: (await terminal.readFile(file)).trim(),
      origin: `The key is from ${file}; another is given with --key.`,
    };
  } catch (error) {
    throw new CommandFailure(
      `no key: ${file} cannot be read (${error instanceof Error ? error.message : String(error)})`,
      'Give one with --key or COFFERDAM_KEY. The server writes its first admin key to that file; as another user, or on another machine, you need a key of your own.',
    );
  }
}
