import { Agent } from 'node:http';
import type { ServerResponse } from 'node:http';
import { brotliCompressSync, constants, createGzip, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drained } from './support/endless-streams.ts';
import { type HostileGateway, paths, startHostile } from './support/hostile-gateway.ts';
import { bookingOf, expectEstimated, expectReleased, until } from './support/ledger.ts';
import { beginEvents, chatAnswer, chatChunk, chatEnd, gpt4oCost, sendJson, sse } from './support/provider-answers.ts';

let gateway: HostileGateway;

beforeAll(async () => {
  gateway = await startHostile();
});

afterAll(() => gateway.close());

const whole = { model: 'gpt-4o', max_tokens: 50, messages: [{ role: 'user', content: 'hello' }] };
const stream = { ...whole, stream: true };
const kinds = [
  ['whole', whole],
  ['streamed', stream],
] as const;

async function expectExact(run: string): Promise<void> {
  const { state, cost, charges } = await bookingOf(gateway.nodes, run);
  expect({ state, cost, estimated: charges.map(({ estimated }) => estimated) }).toEqual({
    state: 'settled',
    cost: gpt4oCost(7, 5),
    estimated: [false],
  });
}

function textOf(kind: 'whole' | 'streamed'): string {
  return kind === 'whole' ? chatAnswer(7, 5) : chatChunk('one', 'stop') + chatEnd(7, 5);
}

const codings = {
  gzip: gzipSync,
  br: brotliCompressSync,
  'gzip, br': (text: string) => brotliCompressSync(gzipSync(text)),
} as const;

describe.each(kinds)('%s', (kind, body) => {
  test.each(Object.entries(codings))('an answer in %s is sent and metered decoded', async (coding, encode) => {
    gateway.upstream.answer((response, { headers }) => {
      expect(headers['accept-encoding']).toBe('identity');
      const bytes = encode(textOf(kind));
      response.writeHead(200, { 'content-encoding': coding, 'content-length': String(bytes.length), etag: '"x"' });
      response.end(bytes);
    });
    const run = `coded-${kind}-${coding.length}`;
    const answer = await gateway.ask(paths.chat, run, { body, headers: { 'accept-encoding': 'gzip, br' } });
    expect(answer.text).toBe(kind === 'whole' ? chatAnswer(7, 5) : chatChunk('one', 'stop') + sse('[DONE]'));
    expect(answer.headers['content-encoding']).toBeUndefined();
    expect(answer.headers['etag']).toBeUndefined();
    await expectExact(run);
  });

  test('a coding that is not known, or not true, is a 502 and a charge', async () => {
    for (const [index, coding] of ['gzip', 'rot13'].entries()) {
      gateway.upstream.answer((response) => {
        response.writeHead(200, { 'content-encoding': coding });
        response.end(textOf(kind));
      });
      const run = `miscoded-${kind}-${index}`;
      const answer = await gateway.ask(paths.chat, run, { body });
      expect(answer.text).toContain('upstream_failed');
      await expectEstimated(gateway.nodes, run);
    }
  });

  test('a page of HTML with a 200 passes, and costs a bound', async () => {
    const page = '<!doctype html><html><body>\n\n<h1>data: hello</h1>\n</body></html>';
    gateway.upstream.answer((response) => response.writeHead(200, { 'content-type': 'text/html' }).end(page));
    const answer = await gateway.ask(paths.chat, `html-${kind}`, { body });
    expect(answer).toMatchObject({ status: 200, isWhole: true });
    expect(answer.text.startsWith(page)).toBe(true);
    await expectEstimated(gateway.nodes, `html-${kind}`);
  });

  test.each([200, 204])('a %i without a body costs a bound', async (status) => {
    gateway.upstream.answer((response) => response.writeHead(status).end());
    const run = `empty-${kind}-${status}`;
    const answer = await gateway.ask(paths.chat, run, { body });
    expect(answer.isWhole).toBe(true);
    await expectEstimated(gateway.nodes, run);
  });

  test('trailers after the body are left out', async () => {
    gateway.upstream.answer((response) => {
      response.writeHead(200, { 'content-type': 'application/json', trailer: 'x-checksum' });
      response.write(textOf(kind));
      response.addTrailers({ 'x-checksum': 'abc', 'x-cofferdam-cost-usd': '0' });
      response.end();
    });
    const answer = await gateway.ask(paths.chat, `trailers-${kind}`, { body });
    expect(answer).toMatchObject({ status: 200, isWhole: true });
    expect(answer.headers['trailer']).toBeUndefined();
    await expectExact(`trailers-${kind}`);
  });

  test.each([301, 302, 303, 307, 308])('a redirect of %i is not followed, and costs nothing', async (status) => {
    const before = gateway.upstream.calls.length;
    gateway.upstream.answer((response) => {
      response.writeHead(status, { location: `${gateway.upstream.url}/v1/elsewhere` }).end(chatAnswer(7, 5));
    });
    const run = `redirect-${kind}-${status}`;
    const answer = await gateway.ask(paths.chat, run, { body });
    expect(answer.json).toMatchObject({ status: 502, code: 'upstream_unreachable' });
    expect(answer.headers['location']).toBeUndefined();
    expect(gateway.upstream.calls).toHaveLength(before + 1);
    await expectReleased(gateway.nodes, run);
  });

  test.each([400, 401, 403, 404, 413, 422, 429, 500, 502, 503, 504, 529])(
    'an error of %i passes as it is, with what it says of trying again, and costs nothing',
    async (status) => {
      const said = JSON.stringify({ error: { message: `no: ${status}`, type: 'some_error', code: null } });
      gateway.upstream.answer((response) => {
        const retry = { 'retry-after': '17', 'retry-after-ms': '17000', 'x-should-retry': 'true' };
        response.writeHead(status, { ...retry, 'x-request-id': 'req-1', 'x-ratelimit-remaining-requests': '0' });
        response.end(said);
      });
      const run = `error-${kind}-${status}`;
      const answer = await gateway.ask(paths.chat, run, { body });
      expect(answer).toMatchObject({ status, text: said, isWhole: true });
      expect(answer.headers).toMatchObject({
        'retry-after': '17',
        'retry-after-ms': '17000',
        'x-should-retry': 'true',
        'x-request-id': 'req-1',
        'x-ratelimit-remaining-requests': '0',
        'x-cofferdam-run': run,
      });
      await expectReleased(gateway.nodes, run);
    },
  );

  test('an error that says what it used is charged that', async () => {
    gateway.upstream.answer((response) => sendJson(response, chatAnswer(7, 5), 500));
    const run = `error-usage-${kind}`;
    const answer = await gateway.ask(paths.chat, run, { body });
    expect(answer).toMatchObject({ status: 500, text: chatAnswer(7, 5) });
    expect((await bookingOf(gateway.nodes, run)).cost).toBe(gpt4oCost(7, 5));
  });

  test('an error that breaks off costs nothing', async () => {
    gateway.upstream.answer((response) => {
      response.writeHead(500, { 'content-type': 'application/json' });
      response.write('{"error":', () => response.socket?.destroy());
    });
    const run = `error-broken-${kind}`;
    expect((await gateway.ask(paths.chat, run, { body })).status).toBe(502);
    await expectReleased(gateway.nodes, run);
  });

  test.each([
    ['no HTTP', 'hello, who is there?\r\n\r\n'],
    ['a header that is none', 'HTTP/1.1 200 OK\r\nno colon here\r\n\r\n'],
    ['a status that is none', 'HTTP/1.1 2000 OK\r\n\r\n'],
    ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 7\r\n\r\nhello'],
    [
      'a length and pieces',
      'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
    ],
    ['a piece of no size', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n'],
    ['100 KB of headers', `HTTP/1.1 200 OK\r\nx-long: ${'x'.repeat(100_000)}\r\n\r\n`],
    ['another protocol', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'],
  ])('%s instead of an answer is an error and a charge', async (name, bytes) => {
    gateway.upstream.answer((response: ServerResponse) => void response.socket?.end(bytes));
    const run = `raw-${kind}-${name.replaceAll(' ', '-')}`;
    const answer = await gateway.ask(paths.chat, run, { body });
    expect(answer.text).toContain('upstream_failed');
    await expectEstimated(gateway.nodes, run);
  });

  test('what comes before the answer announces it only', async () => {
    gateway.upstream.answer((response) => {
      response.writeEarlyHints({ link: '</x>; rel=preload' });
      response.writeProcessing();
      response.writeHead(200, { 'content-type': 'application/json' }).end(textOf(kind));
    });
    expect((await gateway.ask(paths.chat, `hints-${kind}`, { body })).status).toBe(200);
    await expectExact(`hints-${kind}`);
  });
});

test('a stream that comes compressed is passed on piece by piece', async () => {
  let goOn = (): void => undefined;
  gateway.upstream.answer((response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'content-encoding': 'gzip' });
    const gzip = createGzip();
    gzip.on('data', (bytes: Buffer) => void response.write(bytes)).on('end', () => response.end());
    gzip.write(chatChunk('one'));
    gzip.flush(constants.Z_SYNC_FLUSH);
    goOn = () => gzip.end(chatChunk(' two', 'stop') + chatEnd(7, 5));
  });
  const head = await gateway.begin(paths.chat, 'coded-pieces', { body: stream }).head;
  const pieces = head[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  expect(String((await pieces.next()).value)).toBe(chatChunk('one'));
  goOn();
  let rest = '';
  for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) rest += next.value.toString();
  expect(rest).toBe(chatChunk(' two', 'stop') + sse('[DONE]'));
  await expectExact('coded-pieces');
});

test('a compressed bomb is held to what any answer may be', async () => {
  gateway.upstream.answer(async (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    const gzip = createGzip();
    gzip.pipe(response);
    const blanks = ' '.repeat(1024 * 1024);
    for (let count = 0; count < 256 && !response.destroyed; count += 1) {
      if (!gzip.write(blanks)) await new Promise((resolve) => gzip.once('drain', resolve));
    }
    gzip.end();
  });
  const { external: before } = process.memoryUsage();
  const head = await gateway.begin(paths.chat, 'bomb', { body: whole }).head;
  let bytes = 0;
  let most = 0;
  for await (const chunk of head as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    most = Math.max(most, process.memoryUsage().external - before);
  }
  expect(bytes).toBe(256 * 1024 * 1024);
  expect(most).toBeLessThan(160 * 1024 * 1024);
  await expectEstimated(gateway.nodes, 'bomb');
});

test('connections to the upstream are used again, and so are those of clients', async () => {
  gateway.upstream.answer((response) => sendJson(response, chatAnswer(7, 5)));
  await gateway.addConnection('kept');
  const path = '/gateway/kept/v1/chat/completions';
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  await gateway.ask(path, 'kept-0', { body: whole, agent });
  const before = gateway.upstream.connections.made;
  for (let count = 1; count <= 20; count += 1) {
    expect((await gateway.ask(path, `kept-${count}`, { body: whole, agent })).status).toBe(200);
  }
  expect(gateway.upstream.connections.made - before).toBeLessThanOrEqual(1);
  // A refusal, a 404 and an error keep the client's connection too.
  await gateway.ask('/gateway/kept/v1/files', 'kept', { body: whole, agent });
  await gateway.ask(path, 'kept', { body: '{', agent });
  const server = gateway.nodes.nodes[0]!.app.server;
  const clients = await new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count)));
  expect(clients).toBe(1);
  agent.destroy();
});

test('a connection on which an answer was given up is not used again', async () => {
  gateway.upstream.answer(async (response) => {
    beginEvents(response);
    for (;;) {
      if (response.destroyed) return;
      if (!response.write(chatChunk('secret of the first'))) await drained(response);
      await new Promise((resolve) => setImmediate(resolve));
    }
  });
  const first = gateway.begin(paths.chat, 'given-up', { body: stream });
  (await first.head).once('data', first.leave);
  await until(() => gateway.upstream.connections.open === 0);
  await expectEstimated(gateway.nodes, 'given-up');
  gateway.upstream.answer((response) => sendJson(response, chatAnswer(7, 5)));
  const second = await gateway.ask(paths.chat, 'after-given-up', { body: whole });
  expect(second.text).toBe(chatAnswer(7, 5));
});
