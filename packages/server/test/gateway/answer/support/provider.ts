import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A provider that gives every call the same answer, and counts them. */
export interface FixedProvider {
  readonly url: string;
  calls(): number;
}

export interface FixedAnswer {
  readonly status?: number;
  readonly contentType: string;
  readonly body: string;
}

export async function startProvider({ status = 200, contentType, body }: FixedAnswer): Promise<FixedProvider> {
  let calls = 0;
  const server = createServer((incoming, outgoing) => {
    calls += 1;
    incoming.resume();
    outgoing.writeHead(status, { 'content-type': contentType }).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls: () => calls };
}

/** What a promise was rejected with. */
export async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => {
      throw new Error(`there was no error but ${JSON.stringify(value)}`);
    },
    (error: unknown) => error,
  );
}
