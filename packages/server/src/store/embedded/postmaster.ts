import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { socketPort } from './socket-directory.ts';
import { readPostmasterFile } from './postmaster-file.ts';
import { programOf } from './process.ts';
import { settingArguments } from './settings.ts';
import { program, spawnOptions, type Site } from './site.ts';

/** How a server process ended. */
export interface PostmasterExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Its last lines of output. */
  readonly output: readonly string[];
  /** It refused to start, since another server, or memory of a dead one, still holds the cluster. */
  readonly clusterHeld: boolean;
}

/** A server process that is our own child. */
export interface Postmaster {
  readonly pid: number | undefined;
  /** Resolves when it accepts connections, or with how it ended before that. */
  readonly started: Promise<'ready' | PostmasterExit>;
  readonly exited: Promise<PostmasterExit>;
  /** Stops it (fast: open transactions are rolled back) and waits for its end. */
  stop(): Promise<void>;
}

/** How long each way of stopping may take before the next, harder one. */
const escalation: readonly { readonly signal: NodeJS.Signals; readonly patienceMs: number; readonly name: string }[] = [
  { signal: 'SIGINT', patienceMs: 30_000, name: 'fast' },
  { signal: 'SIGQUIT', patienceMs: 10_000, name: 'immediate' },
  { signal: 'SIGKILL', patienceMs: 10_000, name: 'by kill' },
];

const readyPollMs = 15;
const keptLines = 20;
/** `lock_file_exists`, the SQLSTATE of a start that finds the cluster held. */
const lockFileExists = 'F0001';

/**
 * Starts a server on the site's cluster. It gets a session of its own, so that Ctrl-C in the terminal reaches only us,
 * and the database outlives the commands that are still being answered.
 */
export async function startPostmaster(site: Site): Promise<Postmaster> {
  const options = spawnOptions(site);
  const child = spawn(program(site, 'postgres'), serverArguments(site), {
    ...options,
    env: { ...options.env, ...(await excuseReusedProcessId(site)) },
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const output = collectOutput(child, site);
  const exited = exitOf(child, output);
  // Whatever ends this process short of kill -9 takes the database down in order.
  const onExit = (): void => void child.kill('SIGINT');
  process.once('exit', onExit);
  void exited.then(() => process.off('exit', onExit));
  return {
    pid: child.pid,
    started: untilReady(site, child).then(async (ready) => (ready ? 'ready' : await exited)),
    exited,
    stop: () => stop(child, exited, site),
  };
}

/**
 * After a crash, `postmaster.pid` may name a process id that some other program has by now (in a container the ids start
 * over), and Postgres would refuse to start for ever. This variable names an id that it need not fear; its check for
 * shared memory that is still in use stays in force.
 */
async function excuseReusedProcessId(site: Site): Promise<NodeJS.ProcessEnv> {
  const file = await readPostmasterFile(site);
  const holder = file === undefined ? undefined : await programOf(file.pid);
  return file === undefined || holder === undefined || holder === 'postgres'
    ? {}
    : { PG_GRANDPARENT_PID: `${file.pid}` };
}

function serverArguments(site: Site): string[] {
  const place = { unix_socket_directories: quoteListItem(site.socketDir), port: String(socketPort) };
  return ['-D', site.clusterDir, ...settingArguments({ ...site.settings, ...place })];
}

/** The setting is a list, so a comma or space in the path must not split it. */
function quoteListItem(path: string): string {
  return `"${path.replaceAll('"', '""')}"`;
}

function collectOutput(child: ChildProcess, site: Site): string[] {
  const lines: string[] = [];
  if (child.stderr === null) return lines;
  createInterface({ input: child.stderr }).on('line', (line) => {
    lines.push(line);
    if (lines.length > keptLines) lines.shift();
    site.log(`postgres: ${line.replace(/^[0-9A-Z]{5} /, '')}`);
  });
  return lines;
}

async function exitOf(child: ChildProcess, output: readonly string[]): Promise<PostmasterExit> {
  return await new Promise((resolve) => {
    child.once('error', (error) => {
      resolve({ code: null, signal: null, output: [error.message], clusterHeld: false });
    });
    // Not `exit`: the pipe closes with the last backend, and until then the memory they share keeps a successor out.
    child.once('close', (code, signal) => {
      resolve({ code, signal, output, clusterHeld: output.some((line) => line.startsWith(`${lockFileExists} `)) });
    });
  });
}

/** Waits as long as the process lives: recovery after a crash takes as long as it takes. */
async function untilReady(site: Site, child: ChildProcess): Promise<boolean> {
  while (child.exitCode === null && child.signalCode === null) {
    const file = await readPostmasterFile(site);
    if (file?.ready === true && file.pid === child.pid) return true;
    await pause(readyPollMs);
  }
  return false;
}

async function stop(child: ChildProcess, exited: Promise<PostmasterExit>, site: Site): Promise<void> {
  for (const { signal, patienceMs, name } of escalation) {
    if (signal !== 'SIGINT')
      site.log(`Postgres does not stop; stopping it again (${name})`, { databasePid: child.pid });
    child.kill(signal);
    if (await endsWithin(exited, patienceMs)) return;
  }
}

async function endsWithin(exited: Promise<unknown>, patienceMs: number): Promise<boolean> {
  const patience = new AbortController();
  const ended = exited.then(() => true);
  const late = pause(patienceMs, false, { signal: patience.signal }).catch(() => false);
  return await Promise.race([ended, late]).finally(() => patience.abort());
}
