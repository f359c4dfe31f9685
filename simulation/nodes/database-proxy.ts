import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import type { ConnectionConfig } from '../../packages/server/src/store/connection.ts';

/** A database by its host, or the directory of its Unix socket. */
export interface Database {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password?: string;
  readonly database: string;
}

/** Where a lane's connection is cut: before its transaction, with its writes done, or with COMMIT on its way. */
export type CutPoint = 'before BEGIN' | 'before COMMIT' | 'after COMMIT';

/** Stands between one node and the database, and is what goes wrong between them. */
export interface DatabaseProxy {
  readonly database: ConnectionConfig;
  cutAt(point: CutPoint): void;
  /** From now on whatever the node says takes so much longer. */
  setDelay(ms: number): void;
  /** Cuts every connection, and takes no other until it is joined again. */
  part(): void;
  join(): void;
  /** What was armed and slow is over. */
  heal(): void;
  close(): Promise<void>;
}

function word(point: CutPoint): string {
  return point === 'before BEGIN' ? 'BEGIN' : 'COMMIT';
}

class Proxy {
  readonly #target: Database;
  readonly #open = new Set<Socket>();
  #armed: CutPoint | null = null;
  #delayMs = 0;
  #isParted = false;

  constructor(target: Database) {
    this.#target = target;
  }

  arm(point: CutPoint | null): void {
    this.#armed = point;
  }

  delay(ms: number): void {
    this.#delayMs = ms;
  }

  part(isParted: boolean): void {
    this.#isParted = isParted;
    if (isParted) for (const socket of this.#open) socket.destroy();
  }

  take(client: Socket): void {
    if (this.#isParted) {
      client.on('error', () => undefined).destroy();
      return;
    }
    const { host, port } = this.#target;
    const server = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
    for (const socket of [client, server]) {
      this.#open.add(socket);
      socket.on('error', () => undefined).on('close', () => this.#open.delete(socket));
    }
    client.on('close', () => server.destroy());
    server.on('close', () => client.destroy());
    server.on('data', (data) => void (client.destroyed || client.write(data)));
    this.#listen(client, server);
  }

  #listen(client: Socket, server: Socket): void {
    let isLane = false;
    let freeAtMs = 0;
    client.on('data', (data: Buffer) => {
      isLane ||= data.includes('cofferdam-lane');
      const point = this.#cutOf(data, isLane);
      if (point !== null) {
        if (point === 'after COMMIT') server.write(data);
        client.destroy();
        return;
      }
      // What is said later must not arrive earlier, also where the delay has ended meanwhile.
      const nowMs = performance.now();
      freeAtMs = Math.max(freeAtMs, nowMs + this.#delayMs);
      if (freeAtMs <= nowMs) server.write(data);
      else setTimeout(() => void (server.destroyed || server.write(data)), freeAtMs - nowMs);
    });
  }

  #cutOf(data: Buffer, isLane: boolean): CutPoint | null {
    const point = this.#armed;
    if (point === null || !isLane || !data.includes(word(point))) return null;
    this.#armed = null;
    return point;
  }
}

export async function startDatabaseProxy(target: Database): Promise<DatabaseProxy> {
  const proxy = new Proxy(target);
  const listener = createServer((client) => proxy.take(client));
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as AddressInfo;
  return {
    database: { ...target, host: '127.0.0.1', port },
    cutAt: (point) => proxy.arm(point),
    setDelay: (ms) => proxy.delay(ms),
    part: () => proxy.part(true),
    join: () => proxy.part(false),
    heal() {
      proxy.arm(null);
      proxy.delay(0);
      proxy.part(false);
    },
    async close() {
      proxy.part(true);
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}
