import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { takeDirectoryLock, type DirectoryLock } from './directory-lock.ts';
import { DataDirectoryInUse } from './errors.ts';
import { readPostmasterFile } from './postmaster-file.ts';
import { programOf, signal } from './process.ts';
import type { Site } from './site.ts';
import { socketPath } from './socket-directory.ts';
import { isPassing } from './upkeep.ts';

const pollMs = 50;
/** How often an incumbent that starts up or shuts down is asked again before it counts as somebody's. */
const patienceInPolls = 600;

/**
 * Makes way on the data directory: a database that a killed server left running is stopped. Raises
 * `DataDirectoryInUse`, having touched nothing, if a live server has it.
 */
export async function evictIncumbent(site: Site): Promise<void> {
  for (let poll = 0; poll < patienceInPolls; poll += 1) {
    if (!(await isListening(site))) return;
    const lock = await takeDirectoryLock(site).catch((error: unknown) => {
      if (isPassing(error)) return 'not now' as const;
      throw error;
    });
    if (lock === undefined) throw new DataDirectoryInUse(site.dataDir, 'another Cofferdam server is running on it');
    if (lock !== 'not now') return await stopOrphan(site, lock);
    await pause(pollMs);
  }
  throw new DataDirectoryInUse(site.dataDir, 'a Postgres is running on it that answers nobody');
}

/** Whether anything accepts connections on the site's socket; a dead server leaves the file behind, but refuses. */
async function isListening(site: Site): Promise<boolean> {
  return await new Promise((resolve, reject) => {
    const socket = connect(socketPath(site.socketDir));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (error) => {
      if (isPassing(error)) resolve(false);
      else reject(error);
    });
  });
}

async function stopOrphan(site: Site, lock: DirectoryLock): Promise<void> {
  const file = await readPostmasterFile(site);
  try {
    if (file === undefined) return;
    await checkProcess(site, file.pid);
    site.log('stopping the Postgres that a killed server left behind', { databasePid: file.pid });
    signal(file.pid, 'SIGINT');
    await untilGone(site, file.pid);
  } finally {
    await lock.close();
  }
}

/** Makes sure that the signal meets a Postgres: seen from another container, the same number is another process. */
async function checkProcess(site: Site, pid: number): Promise<void> {
  const program = await programOf(pid);
  const known = process.platform !== 'linux' || program === 'postgres';
  if (!known || signal(pid, 0) === 'forbidden') {
    throw new DataDirectoryInUse(site.dataDir, `a Postgres runs on it outside this server's reach (process ${pid})`);
  }
}

async function untilGone(site: Site, pid: number): Promise<void> {
  for (let poll = 0; signal(pid, 0) !== 'gone'; poll += 1) {
    if (poll === patienceInPolls) {
      site.log('the Postgres that a killed server left behind does not stop; stopping it at once', {
        databasePid: pid,
      });
      signal(pid, 'SIGQUIT');
    }
    if (poll > 2 * patienceInPolls) {
      throw new DataDirectoryInUse(site.dataDir, `a Postgres runs on it that does not stop (process ${pid})`);
    }
    await pause(pollMs);
  }
}
