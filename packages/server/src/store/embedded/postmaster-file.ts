import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemErrorCode } from './errors.ts';
import type { Site } from './site.ts';

/** What a running server says of itself in `postmaster.pid` (its lines are fixed by Postgres' `pidfile.h`). */
export interface PostmasterFile {
  readonly pid: number;
  readonly ready: boolean;
}

function pathOf(site: Site): string {
  return join(site.clusterDir, 'postmaster.pid');
}

/** Reads the file; undefined where there is none or it is not complete yet. */
export async function readPostmasterFile(site: Site): Promise<PostmasterFile | undefined> {
  try {
    const lines = (await readFile(pathOf(site), 'utf8')).split('\n');
    const pid = Number.parseInt(lines[0] ?? '', 10);
    // A standalone backend writes its process id as a negative number.
    return Number.isInteger(pid) ? { pid: Math.abs(pid), ready: lines[7]?.trim() === 'ready' } : undefined;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
