import type { LookupFunction } from 'node:net';
import { isIP } from 'node:net';
import { Agent, buildConnector } from 'undici';
import { createExchange, type ExchangeOutcome, type UpstreamAnswer } from './exchange.ts';
import { UpstreamFailed } from './upstream-failed.ts';

/** How long a call waits, in milliseconds. */
export interface UpstreamTimeouts {
  /** For a connection, waiting for a free one included. */
  readonly connectMs: number;
  /** For the head of the answer, from when the request is sent. */
  readonly firstByteMs: number;
  /** For more of the body; time in which the reader is the slow one does not count. */
  readonly idleMs: number;
}

export interface UpstreamRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string | null;
  readonly timeouts: UpstreamTimeouts;
  readonly signal: AbortSignal;
}

export interface UpstreamOptions {
  /** The guard's: resolves a name, and refuses what may not be reached. It is asked about literal addresses too. */
  readonly lookup: LookupFunction;
  /** Connections an origin; what needs one more waits for it. */
  readonly maxSockets?: number;
}

/** The connections to all upstreams. */
export interface Upstreams {
  /** Resolves with the head of the answer; raises `UpstreamFailed`. Follows no redirect, tries nothing twice. */
  send(request: UpstreamRequest): Promise<UpstreamAnswer>;
  /** Ends all connections, those in use too. */
  close(): Promise<void>;
}

const MAX_SOCKETS = 1024;

const MAX_HEADER_BYTES = 64 * 1024;

/** What a call waits for is its own limit; this one ends attempts that no call waits for any more. */
const CONNECT_BACKSTOP_MS = 60_000;

/** A connection that the upstream closes while it is taken up again fails a call that must count as sent: keep it short. */
const KEEP_ALIVE_MS = 4_000;

/** Names are looked up by Node as it connects; an address in the URL is not a name, and is asked about here. */
function createGuardedConnector(lookup: LookupFunction): buildConnector.connector {
  const connect = buildConnector({ lookup, timeout: CONNECT_BACKSTOP_MS });
  return (options, callback) => {
    if (isIP(options.hostname) === 0) return connect(options, callback);
    lookup(options.hostname, { all: true }, (error) => {
      if (error === null) connect(options, callback);
      else callback(error, null);
    });
  };
}

export function createUpstreams(options: UpstreamOptions): Upstreams {
  const agent = new Agent({
    connect: createGuardedConnector(options.lookup),
    connections: options.maxSockets ?? MAX_SOCKETS,
    pipelining: 1,
    allowH2: false,
    maxHeaderSize: MAX_HEADER_BYTES,
    keepAliveTimeout: KEEP_ALIVE_MS,
  });
  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        dispatch(agent, request, { answered: resolve, failed: reject });
      }),
    close: () => agent.destroy(),
  };
}

function dispatch(
  agent: Agent,
  { method, url, headers, body, timeouts, signal }: UpstreamRequest,
  outcome: ExchangeOutcome,
): void {
  const abort = (): void => exchange.end(new UpstreamFailed('aborted', 'the call was given up', exchange.isStarted()));
  const giveUp = (): void => {
    if (!exchange.isStarted()) exchange.end(new UpstreamFailed('connect', 'no connection in time', false));
  };
  const connectTimer = setTimeout(giveUp, timeouts.connectMs);
  const exchange = createExchange(outcome, () => {
    clearTimeout(connectTimer);
    signal.removeEventListener('abort', abort);
  });
  if (signal.aborted) return abort();
  signal.addEventListener('abort', abort, { once: true });
  const target = { origin: url.origin, path: url.pathname + url.search, method, headers: { ...headers }, body };
  agent.dispatch(
    { ...target, headersTimeout: timeouts.firstByteMs, bodyTimeout: timeouts.idleMs, blocking: false },
    exchange.handler,
  );
}
