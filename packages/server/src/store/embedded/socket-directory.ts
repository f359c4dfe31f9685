import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Account } from './account.ts';
import { makePrivateDirectory } from './data-directory.ts';

/** The number in the socket's file name. Nothing listens on a TCP port. */
export const socketPort = 5432;

/** The kernel cuts socket addresses at 104 (macOS) or 108 (Linux) bytes. */
const socketPathLimitBytes = 100;

/** The path that a client connects to, given the socket directory. */
export function socketPath(directory: string): string {
  return `${directory}/.s.PGSQL.${socketPort}`;
}

/**
 * The directory of the database's socket: inside the data directory, or, where that path is too long for a socket
 * address, a private one under the system's temporary directory whose name follows from the data directory's.
 * The mode 0700 is what guards the database, which asks for no password.
 */
export async function makeSocketDirectory(dataDir: string, account: Account | undefined): Promise<string> {
  const directory = chooseSocketDirectory(dataDir);
  await makePrivateDirectory(directory, account);
  return directory;
}

/** Where the socket of a data directory is, given its real path. */
export function chooseSocketDirectory(dataDir: string): string {
  const name = `cofferdam-${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}`;
  const choices = [join(dataDir, 'socket'), join(tmpdir(), name)];
  return choices.find((choice) => Buffer.byteLength(socketPath(choice)) <= socketPathLimitBytes) ?? join('/tmp', name);
}
