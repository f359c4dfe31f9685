import type { MeterReport, MeterRequest } from '@cofferdam/server/meter';
import type { Command } from 'commander';
import { type ApiClient, createApiClient } from './api-client/client.ts';
import { download } from './api-client/download.ts';
import type { ExitCode } from './exit.ts';
import { type GlobalOptions, resolveKey, resolveUrl } from './settings.ts';
import { type Colour, createColour } from './terminal/colour.ts';
import type { Terminal } from './terminal/terminal.ts';

/** What the commands that run inside this process need of the server's package; loaded only when one of them is called. */
export interface ServerModules {
  start(): Promise<void>;
  verify(options: VerifyOptions): Promise<VerifyReport>;
  rollups(action: 'check' | 'rebuild', options: VerifyOptions): Promise<RollupReport>;
  meter(recording: Recording): Promise<MeterReport>;
}

export interface VerifyOptions extends StoreOptions {
  /** Signed checkpoints, as text. */
  checkpoints?: readonly string[];
  /** The key that they must be signed with. */
  checkpointKey?: string;
  /** The installation's secret key, from which that key can be had. */
  secretKey?: string;
}

/** Which database a command works on. */
export interface StoreOptions {
  dataDir?: string;
  databaseUrl?: string;
}

export interface VerifyReport {
  ok: boolean;
  /** How many rows of each kind were recomputed. */
  checked: Readonly<Record<string, number>>;
  differences: readonly { kind: string; org: string; subject: string; expected: string; actual: string }[];
}

export interface RollupReport {
  orgs: number;
  rows: number;
  differences: VerifyReport['differences'];
}

/** A recorded answer; where it does not say when it was made, it is priced as of now. */
export type Recording = Omit<MeterRequest, 'timeMs'>;

/** Shared by all commands of one call of the command line. */
export interface CommandContext {
  terminal: Terminal;
  server: ServerModules;
  /** What the process ends with; without it 0. */
  endWith(code: ExitCode): void;
}

/** What a command that talks to a server works with. */
export interface Session {
  client: ApiClient;
  /** Prints an answer as it comes, whatever its size. */
  download(path: string): Promise<void>;
  terminal: Terminal;
  colour: Colour;
  json: boolean;
}

/**
 * Finds the server and a key for it, by the global options of the command that was called. A command whose answer takes
 * long says how long it waits.
 */
export async function openSession(
  command: Command,
  { terminal }: CommandContext,
  waiting: { timeoutMs?: number } = {},
): Promise<Session> {
  const options: GlobalOptions = command.optsWithGlobals();
  const url = resolveUrl(options, terminal.env);
  const key = await resolveKey(options, terminal);
  const access = { url, key: key.secret, keyOrigin: key.origin };
  return {
    client: createApiClient({ ...access, reason: options.reason, ...waiting }),
    download: (path) => download(access, path, (part) => terminal.outAndDrain(part)),
    terminal,
    colour: createColour(terminal.outIsTerminal, terminal.env),
    json: options.json === true,
  };
}

/** Prints a result as JSON for machines, else as the text that is made for people: within the width of their terminal. */
export function print(
  { terminal, json }: Pick<Session, 'terminal' | 'json'>,
  value: unknown,
  renderText: (widest: number) => string,
): void {
  terminal.out(json ? `${JSON.stringify(value, null, 2)}\n` : `${renderText(widthOf(terminal))}\n`);
}

/** A file and a pipe are as wide as it takes. */
function widthOf({ outIsTerminal, columns }: Terminal): number {
  return outIsTerminal ? columns : Number.POSITIVE_INFINITY;
}
