import { setTimeout as pause } from 'node:timers/promises';
import { backoffMs, claimDirectory, type Claim } from './claim.ts';
import { takeDirectoryLock, type DirectoryLock } from './directory-lock.ts';
import { DataDirectoryInUse, type EmbeddedPostgresError } from './errors.ts';
import type { PostmasterExit } from './postmaster.ts';
import type { Site } from './site.ts';
import { isPassing } from './upkeep.ts';

/** Keeps the database running until it is told to stop, or until the data directory is somebody else's. */
export interface Supervisor {
  /** Resolves, with the reason, if the data directory was lost for good; never after `stop`. */
  readonly lost: Promise<EmbeddedPostgresError>;
  readonly pid: () => number | undefined;
  stop(): Promise<void>;
}

/** The state of one supervision; only this file changes it. */
interface Watch {
  readonly site: Site;
  claim: Claim;
  readonly stopping: AbortController;
}

/** Watches over a claim. The database is restarted when it dies, and the lock re-taken when its connection drops. */
export function supervise(site: Site, claim: Claim): Supervisor {
  const watch: Watch = { site, claim, stopping: new AbortController() };
  const done = run(watch);
  return {
    lost: done.then((reason) => reason ?? new Promise<never>(() => undefined)),
    pid: () => watch.claim.postmaster.pid,
    stop: async () => {
      watch.stopping.abort();
      await done;
      await watch.claim.postmaster.stop();
      await watch.claim.lock.close();
    },
  };
}

async function run(watch: Watch): Promise<EmbeddedPostgresError | undefined> {
  try {
    while (!watch.stopping.signal.aborted) await watchOnce(watch);
    return undefined;
  } catch (error) {
    if (!(error instanceof DataDirectoryInUse)) throw error;
    watch.site.log('the data directory was taken over by another server', { reason: error.message });
    return error;
  }
}

async function watchOnce(watch: Watch): Promise<void> {
  const { postmaster, lock } = watch.claim;
  const event = await Promise.race([
    postmaster.exited,
    lock.lost.then(() => 'lock lost' as const),
    aborted(watch.stopping.signal),
  ]);
  if (watch.stopping.signal.aborted || event === 'stopping') return;
  // A database that dies drops the lock's connection first; whether it died is then still to be seen.
  const exit = event === 'lock lost' ? await relock(watch) : event;
  if (exit !== undefined) await restart(watch, exit);
}

async function aborted(signal: AbortSignal): Promise<'stopping'> {
  return await new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve('stopping'), { once: true });
    if (signal.aborted) resolve('stopping');
  });
}

/** Takes the lock again on a database that is alive; returns how it ended if it is not. */
async function relock(watch: Watch): Promise<PostmasterExit | undefined> {
  const { postmaster } = watch.claim;
  await watch.claim.lock.close();
  for (let attempt = 0; !watch.stopping.signal.aborted; attempt += 1) {
    const outcome = await Promise.race([postmaster.exited, tryLock(watch.site)]);
    if (outcome !== undefined && 'clusterHeld' in outcome) return outcome;
    if (outcome !== undefined) {
      watch.claim = { postmaster, lock: outcome };
      return undefined;
    }
    await Promise.race([postmaster.exited, pause(backoffMs(attempt))]);
  }
  return undefined;
}

/** Undefined where the database does not answer now. */
async function tryLock(site: Site): Promise<DirectoryLock | undefined> {
  const lock = await takeDirectoryLock(site).catch((error: unknown) => {
    if (isPassing(error)) return 'not now' as const;
    throw error;
  });
  if (lock === undefined) throw new DataDirectoryInUse(site.dataDir, 'another Cofferdam server took it over');
  return lock === 'not now' ? undefined : lock;
}

/** Tries until it works: a full disk may be freed, and meanwhile the server answers that its store is unavailable. */
async function restart(watch: Watch, exit: PostmasterExit): Promise<void> {
  watch.site.log('Postgres ended by itself; starting it again', { code: exit.code, signal: exit.signal });
  await watch.claim.lock.close();
  for (let attempt = 0; !watch.stopping.signal.aborted; attempt += 1) {
    try {
      watch.claim = await claimDirectory(watch.site);
      watch.site.log('Postgres runs again', { databasePid: watch.claim.postmaster.pid });
      return;
    } catch (error) {
      if (error instanceof DataDirectoryInUse) throw error;
      watch.site.log('Postgres does not start; trying again', { reason: String(error) });
    }
    await Promise.race([pause(backoffMs(attempt)), aborted(watch.stopping.signal)]);
  }
}
