import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import type { ConnectionConfig } from '../../../src/store/connection.ts';
import type { TestConnection } from '../../postgres.ts';

/**
 * Where a connection is cut: before anything of a transaction was sent; when its writes are done and COMMIT is about to
 * be; or when COMMIT is on its way and its answer is not.
 */
export type CutPoint = 'before BEGIN' | 'before COMMIT' | 'after COMMIT';

const words: { readonly [point in CutPoint]: string } = {
  'before BEGIN': 'BEGIN',
  'before COMMIT': 'COMMIT',
  'after COMMIT': 'COMMIT',
};

export interface CuttingProxy {
  readonly database: ConnectionConfig;
  /** Cuts the next connection of a lane that comes to this point, once; or, of any, one whose transaction sent `marked`. */
  cutAt(point: CutPoint, marked?: string): void;
  /** How many connections were cut. */
  readonly cuts: () => number;
  close(): Promise<void>;
}

/** Stands between a node and its Postgres. */
export async function startProxy(target: TestConnection): Promise<CuttingProxy> {
  let armed: CutPoint | null = null;
  let mark: string | null = null;
  let cuts = 0;
  const open = new Set<Socket>();

  function isCut(data: Buffer, isMeant: boolean): CutPoint | null {
    if (armed === null || !isMeant || !data.includes(words[armed])) return null;
    const point = armed;
    armed = null;
    cuts += 1;
    return point;
  }

  function join(client: Socket): void {
    const isPath = target.host.startsWith('/');
    const server = isPath ? connect(`${target.host}/.s.PGSQL.${target.port}`) : connect(target.port, target.host);
    for (const socket of [client, server]) {
      open.add(socket);
      socket.on('error', () => undefined).on('close', () => open.delete(socket));
    }
    client.on('close', () => server.end());
    server.on('close', () => client.destroy());
    server.on('data', (data) => {
      if (!client.destroyed) client.write(data);
    });
    // A connection says what it is for when it begins. Followers and jobs commit in their own time, and are not meant.
    let isLane = false;
    let isMarked = false;
    client.on('data', (data: Buffer) => {
      isLane ||= data.includes('cofferdam-lane');
      isMarked = mark !== null && !data.includes('BEGIN') && (isMarked || data.includes(mark));
      const point = isCut(data, mark === null ? isLane : isMarked);
      if (point === 'after COMMIT') server.write(data);
      if (point === null) server.write(data);
      else client.destroy();
    });
  }

  const listener = createServer(join);
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as AddressInfo;
  return {
    database: { ...target, host: '127.0.0.1', port },
    cutAt(point, marked) {
      mark = marked ?? null;
      armed = point;
    },
    cuts: () => cuts,
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}
