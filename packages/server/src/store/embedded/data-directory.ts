import { chmod, chown, lstat, mkdir, realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Account } from './account.ts';
import { DataDirectoryUnreachable, DataDirectoryUnusable, systemErrorCode } from './errors.ts';
import { canEnter, findClosedAncestor } from './permissions.ts';

/** Where data is kept when nothing is configured: `~/.cofferdam`, for root `/var/lib/cofferdam`. */
export function defaultDataDir(): string {
  return process.getuid?.() === 0 ? '/var/lib/cofferdam' : join(homedir(), '.cofferdam');
}

/**
 * Makes the directory if it is missing (0700, its parents with the usual modes) and returns its real path.
 * Raises `DataDirectoryUnusable`.
 */
export async function makeDataDirectory(dataDir: string): Promise<string> {
  const wanted = resolve(dataDir);
  try {
    await mkdir(dirname(wanted), { recursive: true });
    await mkdir(wanted, { mode: 0o700 }).catch((error: unknown) => {
      if (systemErrorCode(error) !== 'EEXIST') throw error;
    });
    if (!(await stat(wanted)).isDirectory()) throw new DataDirectoryUnusable(wanted, 'it is not a directory');
    return await realpath(wanted);
  } catch (error) {
    throw asUnusable(wanted, error);
  }
}

/** Explains a failed file operation in the data directory in terms of what to do about it. */
export function asUnusable(dataDir: string, error: unknown): Error {
  const hints: Readonly<Record<string, string>> = {
    EACCES: 'this user may not write there',
    EPERM: 'this user may not write there',
    EROFS: 'the file system is read-only',
    ENOSPC: 'the disk is full',
    ENOTDIR: 'a part of its path is not a directory',
    ENOENT: 'it cannot be made there',
  };
  const hint = hints[systemErrorCode(error) ?? ''];
  if (hint !== undefined) return new DataDirectoryUnusable(dataDir, hint, error);
  return error instanceof Error ? error : new DataDirectoryUnusable(dataDir, String(error));
}

/**
 * Lets the account pass through the data directory, and no more: it stays its owner's, and the keys beside the
 * database stay unreadable. Only a mode without group permissions is changed, since anything else was somebody's
 * intent. Raises `DataDirectoryUnreachable`.
 */
export async function openDataDirectory(dataDir: string, account: Account): Promise<void> {
  const closed = await findClosedAncestor(dataDir, account);
  if (closed !== undefined) throw new DataDirectoryUnreachable(dataDir, closed, account.name);
  const stats = await stat(dataDir);
  if (canEnter(stats, account)) return;
  if ((stats.mode & 0o070) !== 0) throw new DataDirectoryUnreachable(dataDir, dataDir, account.name);
  await chown(dataDir, stats.uid, account.gid);
  await chmod(dataDir, (stats.mode & 0o700) | 0o010);
}

/** Makes a 0700 directory that belongs to the account (undefined: to us). One that exists keeps its content. */
export async function makePrivateDirectory(directory: string, account: Account | undefined): Promise<void> {
  await mkdir(directory, { mode: 0o700 }).catch((error: unknown) => {
    if (systemErrorCode(error) !== 'EEXIST') throw error;
  });
  const stats = await lstat(directory);
  const owner = account?.uid ?? process.getuid?.() ?? stats.uid;
  const mayChown = account !== undefined;
  // In a shared place such as /tmp somebody else may have put a directory of this name there to listen in.
  const foreign = stats.uid !== owner && !(mayChown && stats.uid === 0);
  if (!stats.isDirectory() || foreign) {
    throw new DataDirectoryUnusable(directory, 'it exists and belongs to somebody else');
  }
  await chmod(directory, 0o700);
  if (mayChown) await chown(directory, account.uid, account.gid);
}
