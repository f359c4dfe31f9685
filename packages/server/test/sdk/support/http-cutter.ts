import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Before any of a request arrives; when half of it has; or when it was carried out, and its answer is on the way. */
export type CutPoint = 'before' | 'during' | 'after';

export interface HttpCutter {
  readonly url: string;
  /** Cuts each of the next connections that carry requests like these, once for each. */
  cut(requests: readonly RegExp[], point: CutPoint): void;
  /** How many were cut. */
  readonly cuts: () => number;
  close(): Promise<void>;
}

/** Stands between a client and the server that listens at this port. */
export async function startCutter(targetPort: number): Promise<HttpCutter> {
  let armed: RegExp[] = [];
  let point: CutPoint = 'before';
  let cuts = 0;
  const open = new Set<Socket>();
  function join(client: Socket): void {
    const server = connect(targetPort, '127.0.0.1');
    let isDoomed = false;
    for (const socket of [client, server]) {
      open.add(socket);
      socket.on('error', () => undefined).on('close', () => open.delete(socket));
    }
    client.on('close', () => server.destroy());
    server.on('close', () => client.destroy());
    server.on('data', (data) => {
      if (isDoomed) client.destroy();
      else client.write(data);
    });
    client.on('data', (data: Buffer) => {
      const found = armed.find((request) => request.test(data.toString('latin1')));
      if (found === undefined) {
        server.write(data);
        return;
      }
      armed = armed.filter((request) => request !== found);
      cuts += 1;
      if (point === 'after') {
        isDoomed = true;
        server.write(data);
      } else if (point === 'during') server.write(data.subarray(0, data.length / 2), () => client.destroy());
      else client.destroy();
    });
  }
  const listener = createServer(join);
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    cut(requests, where) {
      armed = [...requests];
      point = where;
    },
    cuts: () => cuts,
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}
