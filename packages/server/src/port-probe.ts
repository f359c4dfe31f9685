import { createServer } from 'node:net';
import { ConfigError, type Config } from './config.ts';

type Address = Pick<Config, 'host' | 'port'>;

/** What keeps a server from an address, in words that name what to change; null for any other failure. */
export function describeListenError(error: unknown, { host, port }: Address): ConfigError | null {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'EADDRINUSE':
      return new ConfigError(`port ${port} of ${host} is in use; choose another with COFFERDAM_PORT`);
    case 'EACCES': {
      const why = port > 0 && port < 1024 ? ': ports below 1024 need root' : '; choose another with COFFERDAM_PORT';
      return new ConfigError(`may not listen on ${host}:${port}${why}`);
    }
    case 'EADDRNOTAVAIL':
      return new ConfigError(`${host} is no address of this machine: COFFERDAM_HOST`);
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new ConfigError(`${host} has no address: COFFERDAM_HOST`);
    default:
      return null;
  }
}

/**
 * Whether the server may listen where it is told to, before a database is made that nobody would use. The port may still
 * be taken between this and the listening itself. Raises `ConfigError`.
 */
export async function probePort({ host, port }: Address): Promise<void> {
  const probe = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      probe.once('error', reject);
      probe.listen({ host, port }, resolve);
    });
  } catch (error) {
    throw describeListenError(error, { host, port }) ?? error;
  }
  await new Promise<void>((resolve) => probe.close(() => resolve()));
}
