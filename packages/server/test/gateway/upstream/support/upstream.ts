import { once } from 'node:events';
import { lookup as systemLookup } from 'node:dns';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type LookupFunction, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import {
  type AnswerBody,
  createUpstreams,
  type UpstreamRequest,
  type Upstreams,
} from '../../../../src/gateway/upstream/index.ts';

/** A listening server: where it is, and the connections that it took. */
export interface Upstream {
  readonly url: string;
  readonly sockets: readonly Socket[];
}

/** An HTTP server on loopback, gone when the test is. */
export async function startUpstream(listener: RequestListener): Promise<Upstream> {
  const server = createServer(listener);
  const sockets: Socket[] = [];
  server.on('connection', (socket) => sockets.push(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, sockets };
}

/** A server that answers a connection with bytes, which need not be HTTP. */
export async function startRawUpstream(onData: (socket: Socket) => void): Promise<Upstream> {
  const sockets: Socket[] = [];
  const server = createTcpServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => onData(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, sockets };
}

const anyLookup: LookupFunction = (hostname, options, callback) => systemLookup(hostname, options, callback);

export function openUpstreams(lookup: LookupFunction = anyLookup, maxSockets = 64): Upstreams {
  const upstreams = createUpstreams({ lookup, maxSockets });
  onTestFinished(() => upstreams.close());
  return upstreams;
}

export function request(url: string, changes: Partial<UpstreamRequest> = {}): UpstreamRequest {
  return {
    method: 'POST',
    url: new URL(url),
    headers: { 'content-type': 'application/json' },
    body: '{}',
    timeouts: { connectMs: 10_000, firstByteMs: 10_000, idleMs: 10_000 },
    signal: new AbortController().signal,
    ...changes,
  };
}

/** All that could be read of a body, and what reading it ended with. */
export async function readAll(body: AnswerBody): Promise<{ bytes: Buffer; error: unknown }> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of body) chunks.push(chunk);
  } catch (error) {
    return { bytes: Buffer.concat(chunks), error };
  }
  return { bytes: Buffer.concat(chunks), error: null };
}
