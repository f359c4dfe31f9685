import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { runLoad, type LoadResult } from '../ledger/load.ts';

const id = '0193f0aa-0000-7000-8000-00000000000a';
let server: Server | null = null;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

interface Asked {
  readonly path: string;
  readonly body: string;
}

/** A server that answers each reservation and each settle as the next of its list says. */
async function load(answers: readonly number[], respond = answer): Promise<{ asked: Asked[]; result: LoadResult }> {
  const asked: Asked[] = [];
  const statuses = answers.values();
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (text: Buffer) => (body += text.toString()));
    request.on('end', () => {
      asked.push({ path: request.url ?? '', body });
      respond(request, response, statuses.next().value ?? 500);
    });
  });
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const options = { port, key: 'key', clients: 1, durationMs: 60_000, maxPerClient: 4 };
  const result = await runLoad({ ...options, reserveBody: (client) => `reserve ${client}`, settleBody: 'settle' });
  return { asked, result };
}

function answer(request: IncomingMessage, response: ServerResponse, status: number): void {
  const text = `{"id":"${id}","of":"${request.headers.authorization}"}`;
  response.writeHead(status, { 'content-length': text.length }).end(text);
}

test('a lifecycle is a reservation and the settle of its id, in full', async () => {
  const { asked, result } = await load([201, 200, 201, 200, 201, 200, 201, 200]);
  const reserve = { path: '/v1/reservations', body: 'reserve 0' };
  const settle = { path: `/v1/reservations/${id}/settle`, body: 'settle' };
  expect(asked).toEqual([reserve, settle, reserve, settle, reserve, settle, reserve, settle]);
  expect(result).toMatchObject({ lifecycles: 4, refused: 0, refusedInFlight: 0, failed: 0, firstFailure: null });
  expect([result.reserveMs.length, result.settleMs.length]).toEqual([4, 4]);
});

test('a refusal for good, one in flight and a failure are each told apart, and no lifecycle', async () => {
  const { result } = await load([402, 429, 503, 201, 409]);
  expect(result).toMatchObject({ lifecycles: 0, refused: 1, refusedInFlight: 1, failed: 2 });
  expect(result.firstFailure).toMatch(/^503 /);
});

test('a connection that the server cuts is a failure, not a wait without end', async () => {
  const { result } = await load([201], (request) => request.socket.destroy());
  expect(result).toMatchObject({ lifecycles: 0, failed: 1 });
});

test('an answer that comes in pieces is read whole', async () => {
  const inPieces = (_: IncomingMessage, response: ServerResponse, status: number): void => {
    const text = `{"id":"${id}"}`;
    response.writeHead(status, { 'content-length': text.length });
    response.write(text.slice(0, 20));
    setImmediate(() => response.end(text.slice(20)));
  };
  const { result } = await load([201, 200, 201, 200, 201, 200, 201, 200], inPieces);
  expect(result).toMatchObject({ lifecycles: 4, failed: 0 });
});
