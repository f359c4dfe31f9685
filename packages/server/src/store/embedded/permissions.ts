import { stat } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { dirname } from 'node:path';
import type { Account } from './account.ts';

/** Which permission is asked of a file, in the bits that Unix uses for each of owner, group and others. */
const readBit = 0o4;
const enterBit = 0o1;

function allowed(stats: Stats, account: Account, bit: number): boolean {
  if (stats.uid === account.uid) return (stats.mode & (bit << 6)) !== 0;
  if (stats.gid === account.gid) return (stats.mode & (bit << 3)) !== 0;
  return (stats.mode & bit) !== 0;
}

/** Whether the account may pass through this directory, by its mode bits. */
export function canEnter(stats: Stats, account: Account): boolean {
  return allowed(stats, account, enterBit);
}

/** Whether the account may read this file, by its mode bits. */
export function canRead(stats: Stats, account: Account): boolean {
  return allowed(stats, account, readBit);
}

/** The outermost directory above `path` (a real path) that the account cannot enter; undefined if it can enter all. */
export async function findClosedAncestor(path: string, account: Account): Promise<string | undefined> {
  const ancestors: string[] = [];
  for (let at = dirname(path); ; at = dirname(at)) {
    ancestors.unshift(at);
    if (at === dirname(at)) break;
  }
  for (const ancestor of ancestors) {
    if (!canEnter(await stat(ancestor), account)) return ancestor;
  }
  return undefined;
}
