import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Cleanup } from '../process/cleanup.ts';
import { isOver, stopChild } from '../process/stop-child.ts';
import type { Mode } from './mode.ts';

/** A server that runs in a process of its own, with an embedded Postgres in a directory of its own. */
export interface ServerProcess {
  readonly port: number;
  readonly adminKey: string;
  readonly dataDir: string;
  /** The end of what the server wrote: where calls fail, it says why. */
  readonly output: () => string;
  /** Ends the server and its database, and removes what they stored. */
  stop(): Promise<void>;
}

const readyWithinMs = 60_000;

/** What a benchmark asks of its server besides the mode. */
export interface ServerSettings {
  /** Variables of its environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** A directory and keys that outlive the server: nothing of it is removed. */
  readonly kept?: { readonly dataDir: string; readonly adminKey: string; readonly secretKey: string };
  /** Options of Node itself, such as those of its profiler. */
  readonly nodeArguments?: readonly string[];
}

const shipped = fileURLToPath(new URL('../../packages/cli/bin/cofferdam.mjs', import.meta.url));
const compared = fileURLToPath(new URL('naive-server.ts', import.meta.url));

function argumentsOf(mode: Mode): string[] {
  if (mode.kind === 'lane') return [shipped, 'start'];
  return ['--import', import.meta.resolve('tsx'), compared, JSON.stringify(mode)];
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

function environment(dataDir: string, port: number, adminKey: string): NodeJS.ProcessEnv {
  // Nothing of the caller's own configuration may reach the servers: neither database, nor log level, nor Node options.
  const { PATH, HOME, LANG, TMPDIR } = process.env;
  return {
    PATH,
    HOME,
    LANG,
    TMPDIR,
    COFFERDAM_DATA_DIR: dataDir,
    COFFERDAM_HOST: '127.0.0.1',
    COFFERDAM_PORT: String(port),
    COFFERDAM_ADMIN_KEY: adminKey,
  };
}

/** A database whose server was killed lives on: it is stopped by its own process id file. */
async function stopOrphan(dataDir: string): Promise<void> {
  const text = await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(text.split('\n', 1)[0]);
  if (!(pid > 1)) return;
  try {
    process.kill(pid, 'SIGQUIT');
    // Signal 0 asks whether the process is there; it raises once it is not.
    while (process.kill(pid, 0)) await delay(50);
  } catch {
    // It is gone.
  }
}

/** What a killed server left of its own process group, such as a database that was just being made. */
function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // There is nobody left in it.
  }
}

async function untilReady(port: number, child: ChildProcess, errors: () => string): Promise<void> {
  const deadlineMs = Date.now() + readyWithinMs;
  while (Date.now() < deadlineMs && !isOver(child)) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
    if (answer?.ok === true) return;
    await delay(50);
  }
  throw new Error(`the server did not become ready\n${errors()}`);
}

/** Starts a server on a new, empty database. It is in a process group of its own, so that Ctrl-C reaches us first. */
export async function startServerProcess(
  mode: Mode,
  cleanup: Cleanup,
  settings: ServerSettings = {},
): Promise<ServerProcess> {
  const { kept } = settings;
  const dataDir = kept?.dataDir ?? (await mkdtemp(join(tmpdir(), 'cofferdam-bench-')));
  const port = await freePort();
  const adminKey = kept?.adminKey ?? `bench-${randomBytes(24).toString('hex')}`;
  const secretKey = kept?.secretKey ?? randomBytes(32).toString('hex');
  const child = spawn(process.execPath, [...(settings.nodeArguments ?? []), ...argumentsOf(mode)], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...environment(dataDir, port, adminKey), COFFERDAM_SECRET_KEY: secretKey, ...settings.environment },
  });
  let tail = '';
  const keepTail = (text: Buffer): void => void (tail = (tail + text.toString()).slice(-1_500));
  child.stdout.on('data', keepTail);
  child.stderr.on('data', keepTail);
  const stop = async (): Promise<void> => {
    await stopChild(child);
    endGroup(child);
    await stopOrphan(dataDir);
    if (kept === undefined) await rm(dataDir, { recursive: true, force: true });
  };
  cleanup.add(stop);
  const output = (): string => tail;
  await untilReady(port, child, output);
  return { port, adminKey, dataDir, output, stop };
}
