import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as a receiver got it. */
export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** How a receiver answers the n-th request, counted from 1. */
export type Answer = (response: ServerResponse, count: number, received: Received) => void;

export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  answer: Answer;
  /** Resolves once that many requests came. */
  until(count: number): Promise<Received[]>;
  close(): Promise<void>;
}

export const ok: Answer = (response) => response.writeHead(200).end('ok');

export function answering(status: number, headers: Record<string, string> = {}): Answer {
  return (response) => response.writeHead(status, headers).end(`status ${status}`);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

/** A real server of HTTP on this machine, which keeps what it is sent. */
export async function startReceiver(answer: Answer = ok): Promise<Receiver> {
  const received: Received[] = [];
  let waiting: (() => void)[] = [];
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const one = { headers: request.headers, body };
      received.push(one);
      for (const wake of waiting) wake();
      receiver.answer(response, received.length, one);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}/hook?token=t`,
    received,
    answer,
    async until(count) {
      while (received.length < count) {
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
        });
      }
      waiting = [];
      return received;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return receiver;
}
