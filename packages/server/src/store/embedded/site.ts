import { join } from 'node:path';
import { postgresAccount, type Account } from './account.ts';
import { findBinaries, type BinaryTree } from './binaries.ts';
import { asUnusable, makeDataDirectory, openDataDirectory } from './data-directory.ts';
import type { Log } from './log.ts';
import { defaultSettings, type Settings } from './settings.ts';
import { runnableBinaries, sharedBinariesRoot } from './shared-binaries.ts';
import { makeSocketDirectory } from './socket-directory.ts';

/** Everything that stays the same while one embedded Postgres lives: where it is, who runs it, and how. */
export interface Site {
  readonly dataDir: string;
  readonly clusterDir: string;
  readonly socketDir: string;
  readonly binaries: BinaryTree;
  /** Who runs Postgres; undefined means ourselves. */
  readonly account: Account | undefined;
  readonly settings: Settings;
  readonly log: Log;
}

export interface SiteOptions {
  readonly dataDir: string;
  readonly log: Log;
  /** Laid over the default settings, for tests that can do without the disk. */
  readonly settings?: Settings;
}

/** Makes the directories and finds a user and binaries that can run there; starts nothing. */
export async function prepareSite(options: SiteOptions): Promise<Site> {
  const binaries = await findBinaries();
  const dataDir = await makeDataDirectory(options.dataDir);
  try {
    const clusterDir = join(dataDir, 'postgres');
    const account = await postgresAccount(clusterDir, options.log);
    if (account !== undefined) await openDataDirectory(dataDir, account);
    return {
      dataDir,
      clusterDir,
      socketDir: await makeSocketDirectory(dataDir, account),
      binaries: await runnableBinaries(binaries, account, account ? sharedBinariesRoot : join(dataDir, 'binaries')),
      account,
      settings: { ...defaultSettings, ...options.settings },
      log: options.log,
    };
  } catch (error) {
    throw asUnusable(dataDir, error);
  }
}

/** What `spawn` needs to run a Postgres program at this site: its user, a directory it can enter, a bare environment. */
export function spawnOptions(site: Site): { uid?: number; gid?: number; cwd: string; env: NodeJS.ProcessEnv } {
  const identity = site.account === undefined ? {} : { uid: site.account.uid, gid: site.account.gid };
  return { ...identity, cwd: '/', env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' } };
}

/** The path of one of the site's programs. */
export function program(site: Site, name: 'initdb' | 'postgres'): string {
  return join(site.binaries.directory, 'bin', name);
}
