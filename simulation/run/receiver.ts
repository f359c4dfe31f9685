import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A receiver of alerts that fails now and then, as they do. */
export interface Receiver {
  readonly url: string;
  /** The ids of the messages that it took in, each as often as it came. */
  readonly taken: readonly string[];
  close(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const taken: string[] = [];
  let asked = 0;
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      asked += 1;
      // Every third attempt fails; every seventh is taken in and its answer is lost.
      if (asked % 3 === 0) return response.writeHead(500).end();
      taken.push(String(request.headers['webhook-id']));
      return asked % 7 === 0 ? request.socket.destroy() : response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    taken,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
