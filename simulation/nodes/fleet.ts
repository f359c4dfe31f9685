import type { AddressInfo } from 'node:net';
import { createLogger, createNode, type NodeOptions, type ServerNode } from '../../packages/server/src/wire.ts';
import { type Database, type DatabaseProxy, startDatabaseProxy } from './database-proxy.ts';

export const operatorKey = 'simulation-operator-key-0123456789';
const secretKey = 'simulation-secret-key-0123456789-0123456789';

export interface RunningNode {
  readonly node: ServerNode;
  readonly proxy: DatabaseProxy;
  readonly url: string;
}

/** The time that all nodes would agree on, and how far each is from it. */
export class Clocks {
  nowMs: number;
  readonly skewsMs: number[];

  constructor(nowMs: number, nodes: number) {
    this.nowMs = nowMs;
    this.skewsMs = Array.from({ length: nodes }, () => 0);
  }

  of(node: number): number {
    return this.nowMs + this.skewsMs[node]!;
  }
}

/** Several server nodes on one database, each behind a proxy of its own, which die and are started again. */
export class Fleet {
  readonly #database: Database;
  readonly #nodes: (RunningNode | null)[];
  readonly #graves: Promise<unknown>[] = [];
  readonly #options: Partial<NodeOptions>;
  readonly clocks: Clocks;

  constructor(database: Database, count: number, clocks: Clocks, options: Partial<NodeOptions> = {}) {
    this.#database = database;
    this.#options = options;
    this.#nodes = Array.from({ length: count }, () => null);
    this.clocks = clocks;
  }

  get size(): number {
    return this.#nodes.length;
  }

  /** The node, or the next one that is alive. */
  near(index: number): RunningNode {
    for (let step = 0; step < this.size; step += 1) {
      const found = this.#nodes[(index + step) % this.size];
      if (found !== null && found !== undefined) return found;
    }
    throw new Error('no node is alive');
  }

  at(index: number): RunningNode | null {
    return this.#nodes[index] ?? null;
  }

  get alive(): RunningNode[] {
    return this.#nodes.filter((one) => one !== null);
  }

  async start(index: number): Promise<void> {
    if (this.#nodes[index] !== null) return;
    const proxy = await startDatabaseProxy(this.#database);
    const node = await createNode({
      database: proxy.database,
      adminKey: operatorKey,
      secretKey,
      logger: createLogger('silent'),
      clock: () => this.clocks.of(index),
      allowedPrivate: ['127.0.0.0/8'],
      ...this.#options,
    });
    await node.app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = node.app.server.address() as AddressInfo;
    this.#nodes[index] = { node, proxy, url: `http://127.0.0.1:${port}` };
  }

  async startAll(): Promise<void> {
    // One after the other: the first one migrates.
    for (let index = 0; index < this.size; index += 1) await this.start(index);
  }

  /**
   * To the database and to its callers the node is gone from one moment to the next. What is left of it in this process
   * reaches neither, and is cleared away behind.
   */
  kill(index: number): void {
    const dead = this.#nodes[index];
    if (dead === null || dead === undefined || this.alive.length === 1) return;
    this.#nodes[index] = null;
    dead.proxy.part();
    dead.node.app.server.closeAllConnections();
    const cleared = dead.node.close().catch(() => undefined);
    this.#graves.push(cleared.then(() => dead.proxy.close()));
  }

  heal(): void {
    for (const { proxy } of this.alive) proxy.heal();
  }

  async close(): Promise<void> {
    this.heal();
    await Promise.all(this.alive.map(({ node }) => node.close()));
    await Promise.all(this.#graves);
    await Promise.all(this.alive.map(({ proxy }) => proxy.close()));
  }
}
