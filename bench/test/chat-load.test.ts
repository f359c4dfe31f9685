import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { type ChatFigures, runChatLoad } from '../gateway/chat-load.ts';
import { chatBody } from '../gateway/chat-request.ts';

let server: Server | null = null;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

type Respond = (response: ServerResponse, request: IncomingMessage) => void;

interface Asked {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

/** Makes as many calls as there are answers, from one client, each answered by the next. */
async function load(stream: boolean, answers: readonly Respond[]): Promise<{ asked: Asked[]; figures: ChatFigures }> {
  const asked: Asked[] = [];
  const next = answers.values();
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (text: Buffer) => (body += text.toString()));
    request.on('end', () => {
      asked.push({ path: request.url ?? '', authorization: request.headers.authorization, body });
      next.next().value?.(response, request);
    });
  });
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const once = { clients: 1, durationMs: 60_000, maxPerClient: answers.length };
  const figures = await runChatLoad({ ...once, port, path: '/v1/chat/completions', key: 'key', stream });
  return { asked, figures };
}

const whole = '{"choices":[{"message":{"content":"é 🙂"},"finish_reason":"stop"}]}';
const events = [
  'data: {"choices":[{"delta":{"content":"水门"},"finish_reason":null}]}\n\n',
  'data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\n',
  'data: [DONE]\n\n',
];

const withLength: Respond = (response) =>
  void response.writeHead(200, { 'content-length': Buffer.byteLength(whole) }).end(whole);

const refusal =
  (status: number): Respond =>
  (response) =>
    void response.writeHead(status, { 'content-length': 2 }).end('{}');

/** Chunked, with each piece in a packet of its own where the sizes of chunks and packets do not agree. */
const inChunks =
  (pieces: readonly string[]): Respond =>
  (response, request) => {
    const body = pieces.map((piece) => `${Buffer.byteLength(piece).toString(16)}\r\n${piece}\r\n`).join('');
    const bytes = Buffer.from(`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${body}0\r\n\r\n`);
    const { socket } = request;
    response.detachSocket(socket);
    const middle = Math.floor(bytes.length / 2);
    socket.write(bytes.subarray(0, middle));
    setImmediate(() => socket.write(bytes.subarray(middle)));
  };

test('whole answers are counted over one connection, however many bytes their characters have', async () => {
  const { asked, figures } = await load(false, [withLength, withLength, withLength]);
  expect(figures).toMatchObject({ answered: 3, refused: 0, refusedInFlight: 0, failed: 0, firstFailure: null });
  const call = { path: '/v1/chat/completions', authorization: 'Bearer key', body: chatBody(false) };
  expect(asked).toEqual([call, call, call]);
});

test('a chunked answer is read to its last chunk, also where it comes in pieces', async () => {
  const { figures } = await load(true, [inChunks(events)]);
  expect(figures).toMatchObject({ answered: 1, failed: 0, firstFailure: null });
  expect(figures.firstByte.p50Ms).toBeLessThanOrEqual(figures.whole.p50Ms);
});

test('a stream that is cut off is a failure, though its status is 200', async () => {
  const { figures } = await load(true, [inChunks(events.slice(0, 1))]);
  expect(figures).toMatchObject({ answered: 0, failed: 1 });
});

test('a refusal for good, one in flight and a failure are each told apart, and no answer', async () => {
  const { figures } = await load(false, [refusal(402), refusal(429), refusal(503), withLength]);
  expect(figures).toMatchObject({ answered: 1, refused: 1, refusedInFlight: 1, failed: 1 });
  expect(figures.firstFailure).toMatch(/^503 /);
});

test('a connection that the server cuts is a failure, not a wait without end', async () => {
  const { figures } = await load(false, [(_, request) => request.socket.destroy()]);
  expect(figures).toMatchObject({ answered: 0, failed: 1 });
});
