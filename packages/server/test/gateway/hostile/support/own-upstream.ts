import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { once } from 'node:events';

/** A request as it came to the upstream, whole. */
export interface SeenCall {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** Answers one request. What it throws breaks the connection. */
export type Answering = (response: ServerResponse, call: SeenCall) => unknown;

/** An upstream that does what a test says, down to the bytes on its socket. */
export interface OwnUpstream {
  readonly url: string;
  readonly port: number;
  /** Every request that came whole, in order. */
  readonly calls: readonly SeenCall[];
  /** Connections that were made, and those that are open now. */
  readonly connections: { made: number; open: number };
  /** How requests are answered from now on. */
  answer(answering: Answering): void;
  close(): Promise<void>;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export async function startUpstream(): Promise<OwnUpstream> {
  const calls: SeenCall[] = [];
  const sockets = new Set<Socket>();
  const connections = { made: 0, open: 0 };
  let answering: Answering = (response) => response.writeHead(500).end();

  const server = createServer((request, response) => {
    response.on('error', () => undefined);
    bodyOf(request)
      .then(async (body) => {
        const call = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body };
        calls.push(call);
        await answering(response, call);
      })
      .catch(() => response.destroy());
  });
  server.on('connection', (socket) => {
    connections.made += 1;
    connections.open += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      connections.open -= 1;
      sockets.delete(socket);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    calls,
    connections,
    answer: (next) => void (answering = next),
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
