import { type ExitCode, exitCode } from '../src/exit.ts';
import { run } from '../src/program.ts';
import type { ServerModules } from '../src/session.ts';
import type { Terminal } from '../src/terminal/terminal.ts';

export interface FakeTerminal extends Terminal {
  readonly stdout: string;
  readonly stderr: string;
  /** Every pause that was asked for, in milliseconds; a pause is over at once and moves the clock. */
  readonly pausesMs: number[];
  interrupt(): void;
}

export interface FakeTerminalOptions {
  env?: Record<string, string>;
  files?: Record<string, string>;
  isTerminal?: boolean;
}

export function createFakeTerminal({
  env = {},
  files = {},
  isTerminal = false,
}: FakeTerminalOptions = {}): FakeTerminal {
  const written = { out: '', err: '' };
  const listeners = new Set<() => void>();
  const pausesMs: number[] = [];
  let nowMs = 0;
  return {
    get stdout() {
      return written.out;
    },
    get stderr() {
      return written.err;
    },
    pausesMs,
    interrupt: () => listeners.forEach((listener) => listener()),
    out: (text) => void (written.out += text),
    err: (text) => void (written.err += text),
    outAndDrain: async (text) => void (written.out += text),
    outIsTerminal: isTerminal,
    errIsTerminal: isTerminal,
    columns: 120,
    env,
    homeDir: '/home/someone',
    isRoot: false,
    nowMs: () => nowMs,
    wait: async (durationMs) => {
      pausesMs.push(durationMs);
      nowMs += durationMs;
    },
    newId: () => 'test',
    readFile: async (path) => files[path] ?? Promise.reject(new Error(`ENOENT: no such file, open '${path}'`)),
    readInput: async () => files['-'] ?? '',
    onInterrupt: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const noServer: ServerModules = {
  start: () => Promise.reject(new Error('not part of this test')),
  verify: () => Promise.reject(new Error('not part of this test')),
  rollups: () => Promise.reject(new Error('not part of this test')),
  meter: () => Promise.reject(new Error('not part of this test')),
};

/** Runs the command line; `--url` and `--key` are set unless the test sets its own environment. */
export async function runCommand(
  args: readonly string[],
  terminal: Terminal,
  server: Partial<ServerModules> = {},
): Promise<ExitCode> {
  return run(args, terminal, { ...noServer, ...server });
}

export { exitCode };
