import { afterAll, beforeAll, expect, test } from 'vitest';
import { readUntil, readWhole } from './support/caller.ts';
import { drained } from './support/endless-streams.ts';
import { type HostileGateway, paths, startHostile } from './support/hostile-gateway.ts';
import { bookingOf, expectEstimated, openCount, until } from './support/ledger.ts';
import { beginEvents, chatAnswer, chatChunk, chatEnd, gpt4oCost, sendJson, sse } from './support/provider-answers.ts';

let gateway: HostileGateway;

const ttlMs = 1_500;

beforeAll(async () => {
  gateway = await startHostile({ node: { timing: { ttlMs, heartbeatMs: 100 } } });
});

afterAll(() => gateway.close());

const says = [{ role: 'user', content: 'hello' }];
const body = { model: 'gpt-4o', max_tokens: 50, stream: true, messages: says };
const withUsage = { ...body, stream_options: { include_usage: true } };

/** Asks about something else, a few times: everything that can go on meanwhile has gone on. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) {
    await gateway.ask('/gateway/openai/v1/files', 'turns', { method: 'GET' });
  }
}

/** What the upstream is rid of, once it has not moved for a while. */
async function untilStill(bytes: () => number): Promise<number> {
  for (let last = -1; ;) {
    if (bytes() === last) return last;
    last = bytes();
    await turns(20);
  }
}

test.each([
  ['a chat stream whose usage chunk is taken out', body],
  ['a chat stream that passes as it is', withUsage],
])('%s: a slow client slows the upstream down, and what is held is bounded', async (_, question) => {
  const run = question === body ? 'slow-filtered' : 'slow-plain';
  const total = 256 * 1024 * 1024;
  const piece = `: ${'x'.repeat(64 * 1024 - 4)}\n\n`;
  let written = 0;
  gateway.upstream.answer(async (response) => {
    beginEvents(response);
    while (written < total && !response.destroyed) {
      written += piece.length;
      if (!response.write(piece)) await drained(response);
    }
    response.end(chatChunk('hello') + chatEnd(7, 5));
  });
  const { external: before } = process.memoryUsage();
  const answer = await gateway.begin(paths.chat, run, { body: question }).head;
  const pulled = await untilStill(() => written);
  // The buffers of two sockets on this machine, whose size is the system's, and what the gateway holds.
  expect(pulled).toBeLessThan(32 * 1024 * 1024);
  expect(process.memoryUsage().external - before).toBeLessThan(32 * 1024 * 1024);
  expect(await openCount(gateway.nodes.pool)).toBe(1);

  let read = 0;
  let tail = '';
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    read += chunk.length;
    tail = (tail + chunk.subarray(-1000).toString()).slice(-1000);
  }
  const end = chatChunk('hello') + (question === body ? sse('[DONE]') : chatEnd(7, 5));
  expect(read).toBe(total + end.length);
  expect(tail.endsWith(end)).toBe(true);
  const booking = await bookingOf(gateway.nodes, run);
  expect(booking).toMatchObject({
    state: 'settled',
    cost: gpt4oCost(7, 5),
    charges: [{ estimated: false, late: false }],
  });
});

const hugeLine = chatChunk('a'.repeat(10 * 1024 * 1024));

test('a line of 10 MB passes unchanged, and the usage after it is read', async () => {
  const sent = chatChunk('one') + hugeLine + chatChunk('two', 'stop');
  gateway.upstream.answer((response) => {
    beginEvents(response);
    response.end(sent + chatEnd(7, 5));
  });
  const answer = await gateway.ask(paths.chat, 'huge-line', { body });
  expect(answer.text === sent + sse('[DONE]')).toBe(true);
  const { cost, charges } = await bookingOf(gateway.nodes, 'huge-line');
  expect({ cost, estimated: charges[0]!.estimated }).toEqual({ cost: gpt4oCost(7, 5), estimated: false });
});

test('after a line that was too long to read, an answer that breaks off costs at least its cap', async () => {
  gateway.upstream.answer((response) => {
    beginEvents(response);
    response.write(chatChunk('one') + hugeLine + chatChunk('two'), () => response.destroy());
  });
  const answer = await gateway.ask(paths.chat, 'huge-broken', { body });
  expect(answer.text).toContain('upstream_failed');
  const { charges } = await expectEstimated(gateway.nodes, 'huge-broken');
  expect(charges[0]!.output).toBe(50n);
});

const oddEvents = [
  'data: {broken\n\n',
  'data: [1,2\n\n',
  'data: null\n\n',
  'data: 5\n\ndata: "text"\n\n',
  'data: {"choices":null}\n\n',
  'data: {"choices":[null,5,{"delta":null}]}\n\n',
  'data: {"usage":"none","choices":[]}\n\n',
  'data: {"choices":[{"delta":{"content":5}}]}\n\n',
  'nonsense without a colon\n\n',
  ': a comment\n\n',
  'event: ping\n\n',
  'id: 1\nretry: 5\n\n',
  '\n\n\n\n',
  'data:\n\n',
  `data: ${'['.repeat(50_000)}\n\n`,
];

test('what is no event passes unchanged, and hides no usage', async () => {
  const bad = Buffer.concat([
    ...oddEvents.map((event) => Buffer.from(event)),
    Buffer.from('64617461 3a20fffe00c3280a0a'.replace(' ', ''), 'hex'),
  ]);
  const sent = Buffer.concat([Buffer.from(chatChunk('one')), bad, Buffer.from(chatChunk('two', 'stop'))]);
  gateway.upstream.answer((response) => {
    beginEvents(response);
    response.write(sent);
    response.end(chatEnd(7, 5));
  });
  for (const question of [body, withUsage]) {
    const run = question === body ? 'odd-filtered' : 'odd-plain';
    const head = await gateway.begin(paths.chat, run, { body: question }).head;
    const chunks: Buffer[] = [];
    for await (const chunk of head as AsyncIterable<Buffer>) chunks.push(chunk);
    const end = question === body ? sse('[DONE]') : chatEnd(7, 5);
    expect(Buffer.concat(chunks).equals(Buffer.concat([sent, Buffer.from(end)]))).toBe(true);
    const { cost, charges } = await bookingOf(gateway.nodes, run);
    expect({ cost, estimated: charges[0]!.estimated }).toEqual({ cost: gpt4oCost(7, 5), estimated: false });
  }
});

test('a long stream keeps its reservation alive, and is charged in time', async () => {
  let finish = (): void => undefined;
  gateway.upstream.answer((response) => {
    beginEvents(response);
    response.write(chatChunk('one'));
    finish = () => response.end(chatEnd(7, 5));
  });
  const head = await gateway.begin(paths.chat, 'alive', { body }).head;
  await readUntil(head, 'one');
  const { pool } = gateway.nodes;
  const expiry = async (): Promise<Date> =>
    (await pool.query<{ expires_at: Date }>('SELECT expires_at FROM open_reservations')).rows[0]!.expires_at;
  const first = new Date(await expiry());
  // The clock of the database has passed the first expiry by a whole lifetime: the sweeper has been there in between.
  await until(async () => {
    const { rows } = await pool.query<{ later: boolean }>(
      "SELECT now() > $1::timestamptz + $2 * interval '1 millisecond' AS later",
      [first, ttlMs],
    );
    return rows[0]!.later;
  });
  expect(new Date(await expiry()).getTime()).toBeGreaterThan(first.getTime());
  finish();
  expect((await readWhole(head)).isWhole).toBe(true);
  const { state, cost, charges } = await bookingOf(gateway.nodes, 'alive');
  expect({ state, cost }).toEqual({ state: 'settled', cost: gpt4oCost(7, 5) });
  expect(charges).toMatchObject([{ estimated: false, late: false }]);
});

test('an answer that is too long to be held is passed on while it is read, and still metered', async () => {
  const long = JSON.stringify({ padding: 'x'.repeat(20 * 1024 * 1024), ...(JSON.parse(chatAnswer(7, 5)) as object) });
  gateway.upstream.answer((response) => sendJson(response, long));
  const answer = await gateway.ask(paths.chat, 'long-answer', { body: { ...body, stream: false } });
  expect(answer.text === long).toBe(true);
  const { cost, charges } = await bookingOf(gateway.nodes, 'long-answer');
  expect({ cost, estimated: charges[0]!.estimated }).toEqual({ cost: gpt4oCost(7, 5), estimated: false });
});

test('an answer that is too long to be held and breaks off is seen to be broken', async () => {
  gateway.upstream.answer((response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(40 * 1024 * 1024) });
    response.write(`{"padding":"${'x'.repeat(20 * 1024 * 1024)}`, () => response.destroy());
  });
  const answer = await gateway.ask(paths.chat, 'long-broken', { body: { ...body, stream: false } });
  expect(answer).toMatchObject({ status: 200, isWhole: false });
  await expectEstimated(gateway.nodes, 'long-broken');
});

test('a stream that states its length may still be shortened, or ended with an error', async () => {
  const sent = chatChunk('one');
  gateway.upstream.answer((response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'content-length': '100000' });
    response.write(sent, () => response.destroy());
  });
  for (const question of [body, withUsage]) {
    const run = question === body ? 'length-filtered' : 'length-plain';
    const answer = await gateway.ask(paths.chat, run, { body: question });
    expect(answer.isWhole).toBe(true);
    expect(answer.headers['content-length']).toBeUndefined();
    expect(answer.text.startsWith(sent)).toBe(true);
    expect(answer.text).toContain('"code":"upstream_failed"');
    await expectEstimated(gateway.nodes, run);
  }
});
