import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { adminKey } from '../../lane/support/nodes.ts';

/** A server in a process of its own, as `npm start` runs it, on its embedded database. */
export interface ServerProcess {
  readonly url: string;
  /** Ends it at once, as a crash would, and its database is left to itself. */
  kill(): Promise<void>;
  /** Ends it in order. */
  stop(): Promise<void>;
}

async function addressOf(child: ChildProcess): Promise<string> {
  let said = '';
  const ended = once(child, 'exit').then(() => Promise.reject(new Error(`the server did not start:\n${said}`)));
  const found = new Promise<string>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (data: Buffer) => {
        said += data.toString();
        const address = /Address\s+(http:\S+)/.exec(said)?.[1];
        if (address !== undefined) resolve(address);
      });
    }
  });
  ended.catch(() => undefined);
  return Promise.race([found, ended]);
}

/** Starts a server with these arguments for Node, and waits until it listens. */
export async function startServerProcess(command: readonly string[], dataDir: string): Promise<ServerProcess> {
  const child = spawn(process.execPath, command, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      COFFERDAM_PORT: '0',
      COFFERDAM_DATA_DIR: dataDir,
      COFFERDAM_ADMIN_KEY: adminKey,
      COFFERDAM_LOG_LEVEL: 'silent',
    },
  });
  const exited = once(child, 'exit');
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await exited;
  };
  try {
    return { url: await addressOf(child), kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}

/** The process id of the database that runs in a data directory. */
export async function databasePid(dataDir: string): Promise<number> {
  const [line] = (await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n');
  return Number(line);
}
