import { execFile } from 'node:child_process';
import { mkdtemp, chown, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { DataDirectoryUnusable, PostgresBinariesUnusable, PostgresFailed, systemErrorCode } from './errors.ts';
import { isAlive } from './process.ts';
import { program, spawnOptions, type Site } from './site.ts';
import { databaseUser } from './upkeep.ts';

const run = promisify(execFile);

/** The first number of the version of the binaries: what a cluster is compatible with. */
function majorVersion(site: Site): string {
  return site.binaries.version.split('.')[0] ?? site.binaries.version;
}

/**
 * Makes the database cluster unless there is one. It is made aside and renamed into place, so that a first start that
 * is killed leaves nothing half made, and of two first starts at once one cluster wins.
 */
export async function ensureCluster(site: Site): Promise<void> {
  const found = await readClusterVersion(site);
  if (found === undefined) await makeCluster(site);
  else if (found !== majorVersion(site)) {
    const detail = `its database was made by Postgres ${found}, and this release brings Postgres ${majorVersion(site)}`;
    throw new DataDirectoryUnusable(site.dataDir, `${detail}; dump it with the old release and load it with this one`);
  }
}

async function readClusterVersion(site: Site): Promise<string | undefined> {
  try {
    return (await readFile(join(site.clusterDir, 'PG_VERSION'), 'utf8')).trim();
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function makeCluster(site: Site): Promise<void> {
  await removeAbandonedAttempts(site);
  const aside = await mkdtemp(`${attemptPrefix(site)}${process.pid}-`);
  try {
    if (site.account !== undefined) await chown(aside, site.account.uid, site.account.gid);
    site.log('creating the database', { directory: site.clusterDir });
    await initialise(site, aside);
    await rename(aside, site.clusterDir);
    await flushDirectory(site.dataDir);
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    // ENOTEMPTY: another start has put its cluster there first, and that one is as good.
    if (!['ENOTEMPTY', 'EEXIST'].includes(systemErrorCode(error) ?? '')) throw error;
  }
}

function attemptPrefix(site: Site): string {
  return `${site.clusterDir}.new-`;
}

/** Removes what killed first starts left behind; the process id in the name tells those from one that is at work. */
async function removeAbandonedAttempts(site: Site): Promise<void> {
  const prefix = basename(attemptPrefix(site));
  for (const name of await readdir(site.dataDir)) {
    const pid = Number.parseInt(name.slice(prefix.length), 10);
    if (!name.startsWith(prefix) || isAlive(pid)) continue;
    await rm(join(dirname(site.clusterDir), name), { recursive: true, force: true });
  }
}

async function initialise(site: Site, directory: string): Promise<void> {
  // The built-in C.UTF-8 locale sorts the same on every machine, whatever its libc or ICU.
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--encoding=UTF8'];
  const access = ['--auth=trust', `--username=${databaseUser}`];
  const durability = site.settings['fsync'] === 'off' ? ['--no-sync'] : [];
  const args = [`--pgdata=${directory}`, ...locale, ...access, ...durability, '--no-instructions'];
  try {
    await run(program(site, 'initdb'), args, spawnOptions(site));
  } catch (error) {
    throw explainFailure('initdb', error);
  }
}

function explainFailure(name: string, error: unknown): Error {
  if (systemErrorCode(error) === 'ENOENT') {
    return new PostgresBinariesUnusable('its programs need glibc, which this system does not have', error);
  }
  const output = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
  return new PostgresFailed(name, lastLines(output), error);
}

function lastLines(output: string): string[] {
  return output.trim().split('\n').slice(-10);
}

/** A rename is durable only once the directory that holds the name is. */
async function flushDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
