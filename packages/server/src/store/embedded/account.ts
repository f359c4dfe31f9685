import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { PostgresBinariesUnusable, systemErrorCode } from './errors.ts';
import type { Log } from './log.ts';

const run = promisify(execFile);

/** A system user by its numbers; `name` is for messages only. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
  readonly name: string;
}

const serviceUser = 'cofferdam';

/** Each way of adding a system user without home or login: shadow-utils first, then busybox. */
const userCreations: readonly (readonly [program: string, ...args: string[]])[] = [
  [
    'useradd',
    '--system',
    '--user-group',
    '--no-create-home',
    '--home-dir',
    '/nonexistent',
    '--shell',
    '/usr/sbin/nologin',
    serviceUser,
  ],
  ['adduser', '-S', '-D', '-H', '-h', '/nonexistent', '-s', '/sbin/nologin', serviceUser],
];

/**
 * The account that must run Postgres: undefined means ourselves, since only root is refused by Postgres.
 * A cluster that exists keeps its owner: numbers of system users differ from one container image to the next,
 * and Postgres refuses a cluster that its user does not own.
 */
export async function postgresAccount(clusterDir: string, log: Log): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  return (await ownerOf(clusterDir)) ?? (await findUser(serviceUser)) ?? (await createUser(log)) ?? (await nobody(log));
}

async function ownerOf(clusterDir: string): Promise<Account | undefined> {
  try {
    const { uid, gid } = await stat(clusterDir);
    return uid === 0 ? undefined : { uid, gid, name: `with uid ${uid}` };
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function findUser(name: string): Promise<Account | undefined> {
  try {
    const [user, group] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { uid: Number(user.stdout), gid: Number(group.stdout), name };
  } catch {
    return undefined;
  }
}

async function createUser(log: Log): Promise<Account | undefined> {
  for (const [program, ...args] of userCreations) {
    // A failure may mean that another server made the user a moment earlier, so the look-up decides, not the exit code.
    await run(program, args).catch(() => undefined);
    const account = await findUser(serviceUser);
    if (account !== undefined) {
      log(`Postgres does not run as root: made the system user ${serviceUser} for it`, { uid: account.uid });
      return account;
    }
  }
  return undefined;
}

async function nobody(log: Log): Promise<Account> {
  const account = await findUser('nobody');
  if (account === undefined) {
    throw new PostgresBinariesUnusable('Postgres does not run as root, and no other user could be made or found');
  }
  log('Postgres does not run as root and no system user could be made: running it as nobody', { uid: account.uid });
  return account;
}
