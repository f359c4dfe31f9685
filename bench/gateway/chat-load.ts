import { performance } from 'node:perf_hooks';
import { percentile } from '../report/statistics.ts';
import { chatBody, isWhole } from './chat-request.ts';
import { type ChatAnswer, ChatConnection } from './chat-connection.ts';

/** What is asked, of whom, and for how long. */
export interface ChatLoad {
  readonly port: number;
  readonly path: string;
  readonly key: string;
  readonly stream: boolean;
  /** Each is one connection, which asks again once it was answered. */
  readonly clients: number;
  /** No call begins after this. */
  readonly durationMs: number;
  /** No client begins more calls than this. */
  readonly maxPerClient: number;
}

/** In milliseconds, as the caller saw them. */
export interface Times {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface ChatFigures {
  /** Answers that came whole. */
  readonly answered: number;
  /** Refused for money, for good (402) or while others hold it (429). */
  readonly refused: number;
  readonly refusedInFlight: number;
  /** Everything else, which in a sound run is nothing. */
  readonly failed: number;
  readonly firstFailure: string | null;
  readonly elapsedMs: number;
  readonly callsPerSecond: number;
  /** Of the whole answers: until their last byte, and until the first of their body. */
  readonly whole: Times;
  readonly firstByte: Times;
  /** Processor time that the load generator took for itself. */
  readonly cpuMs: number;
}

class Tally {
  refused = 0;
  refusedInFlight = 0;
  failed = 0;
  firstFailure: string | null = null;
  readonly wholeMs: number[] = [];
  readonly firstByteMs: number[] = [];

  count({ status, body, wholeMs, firstByteMs }: ChatAnswer, stream: boolean): void {
    if (status === 402) this.refused += 1;
    else if (status === 429) this.refusedInFlight += 1;
    else if (status !== 200 || !isWhole(body, stream)) this.fail(`${status} ${body.slice(-300)}`);
    else {
      this.wholeMs.push(wholeMs);
      this.firstByteMs.push(firstByteMs);
    }
  }

  fail(what: string): void {
    this.failed += 1;
    this.firstFailure ??= what;
  }
}

async function callOver(connection: ChatConnection, load: ChatLoad, endMs: number, tally: Tally): Promise<void> {
  try {
    for (let n = 0; n < load.maxPerClient && performance.now() < endMs; n += 1) {
      tally.count(await connection.call(), load.stream);
    }
  } catch (error) {
    tally.fail(String(error));
  }
}

function timesOf(values: readonly number[]): Times {
  return { p50Ms: percentile(values, 0.5), p99Ms: percentile(values, 0.99) };
}

/** One call after the other from every client at once, until the time or the number given is reached. */
export async function runChatLoad(load: ChatLoad): Promise<ChatFigures> {
  const body = chatBody(load.stream);
  const opening = Array.from({ length: load.clients }, () => ChatConnection.open(load.port, load.path, load.key, body));
  const connections = await Promise.all(opening);
  const tally = new Tally();
  const cpuBefore = process.cpuUsage();
  const startMs = performance.now();
  const endMs = startMs + load.durationMs;
  await Promise.all(connections.map((connection) => callOver(connection, load, endMs, tally)));
  const elapsedMs = performance.now() - startMs;
  const { user, system } = process.cpuUsage(cpuBefore);
  for (const connection of connections) connection.close();
  const { refused, refusedInFlight, failed, firstFailure, wholeMs, firstByteMs } = tally;
  return {
    answered: wholeMs.length,
    refused,
    refusedInFlight,
    failed,
    firstFailure,
    elapsedMs,
    callsPerSecond: (wholeMs.length * 1_000) / elapsedMs,
    whole: timesOf(wholeMs),
    firstByte: timesOf(firstByteMs),
    cpuMs: (user + system) / 1_000,
  };
}
