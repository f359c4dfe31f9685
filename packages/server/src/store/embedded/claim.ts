import { setTimeout as pause } from 'node:timers/promises';
import { takeDirectoryLock, type DirectoryLock } from './directory-lock.ts';
import { DataDirectoryInUse, PostgresFailed } from './errors.ts';
import { evictIncumbent } from './incumbent.ts';
import { startPostmaster, type Postmaster, type PostmasterExit } from './postmaster.ts';
import type { Site } from './site.ts';
import { isPassing } from './upkeep.ts';

/** A running database that is ours: our child, on which we hold the data directory's lock. */
export interface Claim {
  readonly postmaster: Postmaster;
  readonly lock: DirectoryLock;
}

const firstPauseMs = 50;
const longestPauseMs = 1_000;
/** About a minute: the last backends of a killed database may take that long to notice. */
const attemptLimit = 60;

/** The pause before the next attempt, doubling up to a second. */
export function backoffMs(attempt: number): number {
  return Math.min(firstPauseMs * 2 ** attempt, longestPauseMs);
}

/**
 * Starts the database and takes its lock, whatever was there before: nothing, an orphan, memory of a dead database,
 * another starter. Of several starters at once exactly one gets through, since Postgres lets one server on a cluster
 * and that server gives the lock to one of them; the others raise `DataDirectoryInUse`.
 */
export async function claimDirectory(site: Site): Promise<Claim> {
  for (let attempt = 0; attempt < attemptLimit; attempt += 1) {
    await evictIncumbent(site);
    const postmaster = await startPostmaster(site);
    const started = await postmaster.started;
    if (started === 'ready') {
      const lock = await lockOwn(site, postmaster);
      if (lock !== undefined) return { postmaster, lock };
    } else if (!mayPass(started)) {
      throw new PostgresFailed('postgres', started.output);
    }
    await pause(backoffMs(attempt));
  }
  throw new DataDirectoryInUse(site.dataDir, 'another server, or what a killed one left, keeps Postgres from starting');
}

/** A start may be tried again if the cluster was held, or if somebody who held the lock asked our child to stop. */
function mayPass(exit: PostmasterExit): boolean {
  return exit.clusterHeld || exit.code === 0;
}

async function lockOwn(site: Site, postmaster: Postmaster): Promise<DirectoryLock | undefined> {
  try {
    const lock = await takeDirectoryLock(site);
    if (lock !== undefined) return lock;
  } catch (error) {
    if (isPassing(error)) return undefined;
    await postmaster.stop();
    throw error;
  }
  // Another starter took our child for an orphan, and stops it.
  throw new DataDirectoryInUse(site.dataDir, 'another Cofferdam server started on it at the same moment');
}
