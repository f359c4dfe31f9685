import type { ServerResponse } from 'node:http';
import type { Problem } from '../../errors/problem.ts';
import { refusalFor } from '../answer/index.ts';
import type { Protocol } from '../upstream/index.ts';

export type ReplyHeaders = Readonly<Record<string, string | string[]>>;

/** The client's side of a call. */
export interface ClientReply {
  /** The head is sent: what follows can only be more of the body. */
  readonly isBegun: boolean;
  /** The client went away before its answer was whole. */
  readonly isLeft: boolean;
  /** Tells at once where it has left already. */
  onLeft(listener: () => void): void;
  begin(status: number, headers: ReplyHeaders): void;
  /**
   * Resolves at once, or when a client that reads slowly has caught up, has left, or is not to be waited for any more: one
   * that does not read at all must not keep a call from its end.
   */
  write(bytes: Uint8Array | string, signal: AbortSignal): Promise<void> | undefined;
  end(): void;
  /** Breaks off, so that the client can tell that the answer is not whole. */
  abort(): void;
  /** Sends a whole answer at once. */
  send(status: number, headers: ReplyHeaders, body: Uint8Array): void;
  /** Says no in the protocol's own words; nothing where the answer has begun. */
  refuse(problem: Problem, headers?: ReplyHeaders): void;
}

// Official clients try these again unless they are told that it is of no use.
const finalStatuses: ReadonlySet<number> = new Set([402, 403, 409, 422]);

export function createClientReply(raw: ServerResponse, protocol: Protocol): ClientReply {
  const isLeft = (): boolean => raw.destroyed || (raw.closed && !raw.writableFinished);
  const caughtUp = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const done = (): void => {
        raw.off('drain', done);
        raw.off('close', done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      raw.on('drain', done);
      raw.on('close', done);
      signal.addEventListener('abort', done);
    });
  const send = (status: number, headers: ReplyHeaders, body: Uint8Array | string): void => {
    if (raw.headersSent || isLeft()) return;
    raw.writeHead(status, { ...headers, 'content-length': String(Buffer.byteLength(body)) });
    raw.end(body);
  };
  return {
    get isBegun() {
      return raw.headersSent;
    },
    get isLeft() {
      return isLeft();
    },
    onLeft(listener) {
      if (isLeft()) return listener();
      raw.once('close', () => {
        if (!raw.writableFinished) listener();
      });
    },
    begin(status, headers) {
      if (isLeft()) return;
      // What comes in the same turn of the loop leaves with the head in one packet; a head alone leaves when it ends.
      const { socket } = raw;
      socket?.cork();
      raw.writeHead(status, headers);
      raw.flushHeaders();
      setImmediate(() => socket?.uncork());
    },
    write(bytes, signal) {
      if (isLeft() || bytes.length === 0) return undefined;
      return raw.write(bytes) || isLeft() || signal.aborted ? undefined : caughtUp(signal);
    },
    end() {
      if (!isLeft()) raw.end();
    },
    abort: () => void raw.destroy(),
    send,
    refuse(problem, headers = {}) {
      const { contentType, body } = refusalFor(protocol, problem);
      const final: ReplyHeaders = finalStatuses.has(problem.status) ? { 'x-should-retry': 'false' } : {};
      const challenge: ReplyHeaders = problem.status === 401 ? { 'www-authenticate': 'Bearer' } : {};
      send(problem.status, { ...final, ...challenge, ...headers, 'content-type': contentType }, body);
    },
  };
}
