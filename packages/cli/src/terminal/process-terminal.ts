import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setMaxListeners } from 'node:events';
import { homedir } from 'node:os';
import { buffer } from 'node:stream/consumers';
import { decodeText } from './decode-text.ts';
import type { Terminal } from './terminal.ts';

const defaultColumns = 80;

/** The terminal, environment and clock of this process. */
export function createProcessTerminal(): Terminal {
  leaveWhenReaderLeaves(process.stdout);
  leaveWhenReaderLeaves(process.stderr);
  return {
    out: (output) => void process.stdout.write(output),
    err: (output) => void process.stderr.write(output),
    outAndDrain: (output) => new Promise((resolve) => process.stdout.write(output, () => resolve())),
    outIsTerminal: process.stdout.isTTY,
    errIsTerminal: process.stderr.isTTY,
    columns: process.stdout.columns || process.stderr.columns || defaultColumns,
    env: process.env,
    homeDir: homedir(),
    isRoot: process.getuid?.() === 0,
    nowMs: () => performance.now(),
    wait,
    newId: () => randomBytes(6).toString('hex'),
    readFile: async (path) => decodeText(await readFile(path)),
    readInput: async () => decodeText(await buffer(process.stdin)),
    onInterrupt: (listener) => {
      // Once: a second Ctrl-C finds no listener and ends the process as it would any other.
      process.once('SIGINT', listener);
      return () => process.off('SIGINT', listener);
    },
  };
}

/** `cofferdam report | head` closes the pipe early: that is no failure, and no reason for a stack trace. */
function leaveWhenReaderLeaves(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
}

function wait(durationMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    // Every waiting call of a replay listens to the one signal, which is no leak to be warned of.
    if (signal) setMaxListeners(0, signal);
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, durationMs);
    signal?.addEventListener('abort', end);
  });
}
