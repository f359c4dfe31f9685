import type { LightMyRequestResponse } from 'fastify';
import pg from 'pg';
import { createLogger, createNode, type NodeOptions, type ServerNode } from '../../../src/wire.ts';
import { createTestDatabase } from '../../postgres.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** An answer as a client sees it. */
export interface Reply {
  readonly status: number;
  readonly headers: LightMyRequestResponse['headers'];
  /** The body, byte for byte. */
  readonly text: string;
  /** The body as JSON; null where it is empty. */
  readonly json: unknown;
}

/** Calls the node as one key's holder; a string body is sent as it is, anything else as JSON. */
export type Call = (method: Method, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Reply>;

export interface TestNode {
  /** As the operator, who is admin of the first org. */
  readonly call: Call;
  /** As the holder of another key; null for nobody. */
  as(secret: string | null): Call;
  readonly node: ServerNode;
  /** The node's database, for questions that do not go through the node. */
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

export const testAdminKey = 'test-admin-key-0123456789abcdef';

function callerOf(node: ServerNode, secret: string | null): Call {
  return async (method, path, body, headers = {}) => {
    const isText = typeof body === 'string';
    const authorization = secret === null ? {} : { authorization: `Bearer ${secret}` };
    const contentType = body === undefined ? {} : { 'content-type': 'application/json' };
    const answer = await node.app.inject({
      method,
      url: path,
      headers: { ...authorization, ...contentType, ...headers },
      ...(body === undefined ? {} : { payload: isText ? body : JSON.stringify(body) }),
    });
    const isJson = /\bjson\b/.test(String(answer.headers['content-type']));
    const json: unknown = isJson && answer.payload !== '' ? JSON.parse(answer.payload) : null;
    return { status: answer.statusCode, headers: answer.headers, text: answer.payload, json };
  };
}

type TestNodeOptions = Partial<
  Pick<
    NodeOptions,
    | 'clock'
    | 'logger'
    | 'pagesFolder'
    | 'allowedPrivate'
    | 'docsFolder'
    | 'providerKeys'
    | 'builtInConnections'
    | 'stripe'
  >
>;

/** A node of its own on a database of its own. `clock` stands in for the database's clock. */
export async function startTestNode(options: TestNodeOptions = {}): Promise<TestNode> {
  const database = await createTestDatabase();
  const node = await createNode({
    database: database.connection,
    adminKey: testAdminKey,
    secretKey: 'test-secret-key-0123456789abcdef-0123456789',
    logger: createLogger('silent'),
    ...options,
  });
  const pool = new pg.Pool({ ...database.connection, max: 2 });
  // A test may cut the database off: the next query says so.
  pool.on('error', () => undefined);
  return {
    call: callerOf(node, testAdminKey),
    as: (secret) => callerOf(node, secret),
    node,
    pool,
    async close() {
      await node.close();
      await pool.end();
      await database.drop();
    },
  };
}
