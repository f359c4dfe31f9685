import type pg from 'pg';
import { expect } from 'vitest';
import { openPool, type ConnectionConfig } from '../../../src/store/connection.ts';
import { verifyDatabase } from '../../../src/verify.ts';
import { createLogger, createNode, type NodeOptions, type ServerNode } from '../../../src/wire.ts';
import { createTestDatabase } from '../../postgres.ts';

/** An answer, with the seq that it speaks of where it came through a lane. */
export interface Reply {
  readonly status: number;
  /** The body, byte for byte. */
  readonly text: string;
  readonly body: Record<string, unknown>;
  readonly code: string | null;
  readonly seq: number | null;
  readonly retryAfter: string | null;
}

export type Post = (path: string, body: unknown, headers?: Record<string, string>) => Promise<Reply>;

export const adminKey = 'test-admin-key-0123456789abcdef';
const secretKey = 'test-secret-key-0123456789abcdef-0123456789';

const json = { 'content-type': 'application/json' };

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Calls a node as the holder of its first admin key. */
export async function call(
  node: ServerNode,
  method: Method,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const answer = await node.app.inject({
    method,
    url: path,
    headers: { authorization: `Bearer ${adminKey}`, ...(body === undefined ? {} : json), ...headers },
    ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
  });
  const isJson = answer.payload !== '' && /json/.test(String(answer.headers['content-type']));
  const parsed: unknown = isJson ? JSON.parse(answer.payload) : {};
  const fields = parsed as Record<string, unknown>;
  const { 'x-cofferdam-seq': seq, 'retry-after': retryAfter } = answer.headers;
  return {
    status: answer.statusCode,
    text: answer.payload,
    body: fields,
    code: typeof fields['code'] === 'string' ? fields['code'] : null,
    seq: seq === undefined ? null : Number(seq),
    retryAfter: retryAfter ?? null,
  };
}

/** Starts a node as the server does, but for its log. */
export async function startNode(database: ConnectionConfig, options: Partial<NodeOptions> = {}): Promise<ServerNode> {
  return createNode({ database, adminKey, secretKey, logger: createLogger('silent'), ...options });
}

export interface Nodes {
  readonly nodes: readonly ServerNode[];
  readonly database: ConnectionConfig;
  /** Posts to the nodes in turn. */
  readonly post: Post;
  /** Posts what must be answered with 2xx. */
  readonly must: Post;
  get(path: string): Promise<Reply>;
  /** The nodes' database, for questions that do not go through them. */
  readonly pool: pg.Pool;
  /** Fails with every figure that is not what the rows add up to. */
  expectVerified(): Promise<void>;
  close(): Promise<void>;
}

/** So many nodes on one database of their own. */
export async function startNodes(count: number, options: Partial<NodeOptions> = {}): Promise<Nodes> {
  const database = await createTestDatabase();
  const nodes: ServerNode[] = [];
  for (let index = 0; index < count; index += 1) nodes.push(await startNode(database.connection, options));
  const pool = openPool(database.connection, 4);
  let turn = 0;
  const post: Post = (path, body, headers) => {
    turn += 1;
    return call(nodes[turn % nodes.length]!, 'POST', path, body, headers);
  };
  return {
    nodes,
    database: database.connection,
    post,
    async must(path, body, headers) {
      const reply = await post(path, body, headers);
      if (reply.status >= 300) throw new Error(`${path}: ${reply.text}`);
      return reply;
    },
    get: (path) => call(nodes[0]!, 'GET', path),
    pool,
    async expectVerified() {
      expect((await verifyDatabase(pool)).differences).toEqual([]);
    },
    async close() {
      await Promise.all(nodes.map((node) => node.close()));
      await pool.end();
      await database.drop();
    },
  };
}

/** How often each answer was given: by its code, or by its status where it has none. */
export function tally(replies: readonly Reply[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, code } of replies) {
    const name = code === null ? String(status) : `${status} ${code}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
