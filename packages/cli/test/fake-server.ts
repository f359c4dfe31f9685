import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RecordedCall {
  method: string;
  path: string;
  authorization: string | undefined;
  idempotencyKey: string | undefined;
  /** What `--reason` says: bytes of UTF-8, which Node reads as Latin-1. */
  reason: string | undefined;
  body: unknown;
}

export interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** `drop` ends the connection without an answer. */
export type Reaction = Answer | 'drop';

export interface FakeServer {
  url: string;
  calls: RecordedCall[];
  /** The calls of one method and path prefix, in the order of their coming. */
  callsOf(method: string, prefix: string): RecordedCall[];
  close(): Promise<void>;
}

/** An HTTP server in this process that records calls and answers as the test says; 404 where the test says nothing. */
export async function startFakeServer(
  react: (call: RecordedCall, earlier: readonly RecordedCall[]) => Reaction | undefined,
): Promise<FakeServer> {
  const calls: RecordedCall[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const call = await readCall(request);
    const reaction = react(call, calls) ?? {
      status: 404,
      body: { code: 'not_found', detail: `${call.method} ${call.path}` },
    };
    calls.push(call);
    if (reaction === 'drop') return void request.socket.destroy();
    response.writeHead(reaction.status, { 'content-type': 'application/json', ...reaction.headers });
    return void response.end(reaction.body === undefined ? '' : JSON.stringify(reaction.body));
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    callsOf: (method, prefix) => calls.filter((call) => call.method === method && call.path.startsWith(prefix)),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

/** Answers what every replay asks before and after: a postpaid wallet and no budgets. */
export function answerQuietly(call: RecordedCall): Answer | undefined {
  if (call.path === '/v1/credits')
    return { status: 200, body: { mode: 'postpaid', balance_usd: '0', reserved_usd: '0', available_usd: '0' } };
  if (call.method === 'GET' && call.path.startsWith('/v1/budgets'))
    return { status: 200, body: { data: [], next_cursor: null } };
  return undefined;
}

/** What is sent as lines is kept as text. */
function bodyOf(request: IncomingMessage, text: string): unknown {
  return request.headers['content-type'] === 'application/json' ? (JSON.parse(text) as unknown) : text;
}

async function readCall(request: IncomingMessage): Promise<RecordedCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  const key = request.headers['idempotency-key'];
  const reason = request.headers['x-cofferdam-reason'];
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    authorization: request.headers.authorization,
    reason: typeof reason === 'string' ? Buffer.from(reason, 'latin1').toString('utf8') : undefined,
    idempotencyKey: typeof key === 'string' ? key : undefined,
    body: text === '' ? undefined : bodyOf(request, text),
  };
}
