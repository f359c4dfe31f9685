import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPool } from '../../../src/store/connection.ts';
import { readUntil } from './support/caller.ts';
import { type HostileGateway, paths, startHostile } from './support/hostile-gateway.ts';
import { bookingOf, expectEstimated, expectReleased, until } from './support/ledger.ts';
import { beginEvents, chatAnswer, chatChunk, chatEnd, gpt4oCost, sendJson } from './support/provider-answers.ts';

let gateway: HostileGateway;

beforeAll(async () => {
  gateway = await startHostile({ node: { timing: { drainMs: 20 } } });
});

afterAll(() => gateway.close());

const whole = { model: 'gpt-4o', max_tokens: 50, messages: [{ role: 'user', content: 'hello' }] };
const stream = { ...whole, stream: true };

/** The upstream's hand on the answer of the next call. */
interface Held {
  readonly asked: Promise<ServerResponse>;
}

function holdAnswers(): Held {
  let resolve: (response: ServerResponse) => void;
  const asked = new Promise<ServerResponse>((take) => (resolve = take));
  gateway.upstream.answer((response) => resolve(response));
  return { asked };
}

/** The gateway has seen that its client is gone. */
async function nobodyConnected(): Promise<void> {
  const { server } = gateway.nodes.nodes[0]!.app;
  const count = (): Promise<number> => new Promise((resolve) => server.getConnections((_, found) => resolve(found)));
  await until(async () => (await count()) === 0);
}

const noConnectionLeft = (): Promise<void> => until(() => gateway.upstream.connections.open === 0);

describe('a client that leaves', () => {
  test('while money is being set aside: nothing is sent, nothing is charged', async () => {
    const blocker = openPool(gateway.nodes.database, 1);
    const client = await blocker.connect();
    const before = gateway.upstream.calls.length;
    try {
      await client.query('BEGIN');
      await client.query('SELECT FROM org_lanes FOR UPDATE');
      const call = gateway.begin(paths.chat, 'left-reserving', { body: stream });
      await until(async () => {
        const { rows } = await gateway.nodes.pool.query(
          "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
        );
        return rows.length > 0;
      });
      call.leave();
      await nobodyConnected();
    } finally {
      await client.query('ROLLBACK');
      client.release();
      await blocker.end();
    }
    await expectReleased(gateway.nodes, 'left-reserving');
    expect(gateway.upstream.calls).toHaveLength(before);
  });

  test('before the first byte of a stream: the provider is stopped, and a bound is charged', async () => {
    const { asked } = holdAnswers();
    const call = gateway.begin(paths.chat, 'left-early', { body: stream });
    await asked;
    call.leave();
    await noConnectionLeft();
    const { charges } = await expectEstimated(gateway.nodes, 'left-early');
    expect(Number(charges[0]!.input)).toBeGreaterThan(0);
  });

  test('after the head of a stream: the same', async () => {
    const { asked } = holdAnswers();
    const call = gateway.begin(paths.chat, 'left-head', { body: stream });
    beginEvents(await asked);
    await call.head;
    call.leave();
    await noConnectionLeft();
    await expectEstimated(gateway.nodes, 'left-head');
  });

  test('in the middle of a stream: what was delivered is charged, and the input', async () => {
    const { asked } = holdAnswers();
    const call = gateway.begin(paths.chat, 'left-middle', { body: stream });
    const response = await asked;
    beginEvents(response);
    response.write(chatChunk('one') + chatChunk(' two'));
    await readUntil(await call.head, ' two');
    call.leave();
    await noConnectionLeft();
    const { charges } = await expectEstimated(gateway.nodes, 'left-middle');
    expect(Number(charges[0]!.output)).toBeGreaterThanOrEqual(2);
    expect(Number(charges[0]!.input)).toBeGreaterThan(0);
  });

  test('in the middle of a stream that is about to say its usage: that is charged', async () => {
    const { asked } = holdAnswers();
    const call = gateway.begin(paths.chat, 'left-late', { body: stream });
    const response = await asked;
    beginEvents(response);
    response.write(chatChunk('one'));
    await readUntil(await call.head, 'one');
    response.write(chatChunk(' two', 'stop'));
    response.end(chatEnd(7, 2));
    call.leave();
    const { cost, charges } = await bookingOf(gateway.nodes, 'left-late');
    expect({ cost, estimated: charges[0]!.estimated }).toEqual({ cost: gpt4oCost(7, 2), estimated: false });
  });

  test('after the last byte of a stream: it is charged as the provider says', async () => {
    const { asked } = holdAnswers();
    const call = gateway.begin(paths.chat, 'left-done', { body: stream });
    const response = await asked;
    beginEvents(response);
    response.end(chatChunk('one', 'stop') + chatEnd(7, 2));
    await readUntil(await call.head, '[DONE]');
    call.leave();
    const { cost, charges } = await bookingOf(gateway.nodes, 'left-done');
    expect({ cost, estimated: charges[0]!.estimated }).toEqual({ cost: gpt4oCost(7, 2), estimated: false });
  });

  test('without its whole answer: it is made all the same, and charged exactly', async () => {
    const { asked } = holdAnswers();
    const call = gateway.begin(paths.chat, 'left-whole', { body: whole });
    const response = await asked;
    call.leave();
    await nobodyConnected();
    sendJson(response, chatAnswer(7, 5));
    const { cost, charges } = await bookingOf(gateway.nodes, 'left-whole');
    expect({ cost, estimated: charges[0]!.estimated }).toEqual({ cost: gpt4oCost(7, 5), estimated: false });
  });
});

const kinds = [
  ['streamed', stream],
  ['whole', whole],
] as const;

describe.each(kinds)('an upstream that resets a %s answer', (kind, body) => {
  test('before its first byte: 502, and a bound is charged', async () => {
    gateway.upstream.answer((response) => response.socket?.resetAndDestroy());
    const answer = await gateway.ask(paths.chat, `reset-early-${kind}`, { body });
    expect(answer.json).toMatchObject({ status: 502, code: 'upstream_failed' });
    await expectEstimated(gateway.nodes, `reset-early-${kind}`);
  });

  test('after its head: the client can tell, and a bound is charged', async () => {
    gateway.upstream.answer((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.flushHeaders();
      response.write(' ', () => response.socket?.resetAndDestroy());
    });
    const answer = await gateway.ask(paths.chat, `reset-head-${kind}`, { body });
    expect(answer.text).toContain('upstream_failed');
    expect(answer.status).toBe(kind === 'streamed' ? 200 : 502);
    await expectEstimated(gateway.nodes, `reset-head-${kind}`);
  });

  test('in the middle: the client can tell, and what came is charged at least', async () => {
    gateway.upstream.answer((response) => {
      const text = kind === 'streamed' ? chatChunk('one') + chatChunk(' two') : chatAnswer(7, 5).slice(0, 90);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(text, () => response.socket?.destroy());
    });
    const answer = await gateway.ask(paths.chat, `reset-middle-${kind}`, { body });
    expect(answer.text).toContain('upstream_failed');
    if (kind === 'streamed') expect(answer.text.startsWith(chatChunk('one') + chatChunk(' two'))).toBe(true);
    const { charges } = await expectEstimated(gateway.nodes, `reset-middle-${kind}`);
    if (kind === 'streamed') expect(Number(charges[0]!.output)).toBeGreaterThanOrEqual(2);
  });

  test('in the middle of a word: what came of it is charged', async () => {
    gateway.upstream.answer((response) => {
      const text = chatChunk('a'.repeat(400)).slice(0, -20);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(text, () => response.socket?.destroy());
    });
    const run = `reset-word-${kind}`;
    await gateway.ask(paths.chat, run, { body: { ...body, max_tokens: 1_000 } });
    const { charges } = await expectEstimated(gateway.nodes, run);
    if (kind === 'streamed') expect(Number(charges[0]!.output)).toBeGreaterThanOrEqual(400);
  });

  test('after all of it: nothing is amiss', async () => {
    gateway.upstream.answer((response) => {
      const text = kind === 'streamed' ? chatChunk('one', 'stop') + chatEnd(7, 5) : chatAnswer(7, 5);
      const socket = response.socket!;
      response.writeHead(200, { 'content-length': String(Buffer.byteLength(text)) });
      response.end(text, () => socket.destroy());
    });
    const answer = await gateway.ask(paths.chat, `reset-after-${kind}`, { body });
    expect(answer).toMatchObject({ status: 200, isWhole: true });
    const { cost, charges } = await bookingOf(gateway.nodes, `reset-after-${kind}`);
    expect({ cost, estimated: charges[0]!.estimated }).toEqual({ cost: gpt4oCost(7, 5), estimated: false });
  });
});

describe.each(kinds)('an upstream that is late with a %s answer', (kind, body) => {
  const path = `/gateway/late-${kind}/v1/chat/completions`;

  beforeAll(() =>
    gateway.addConnection(`late-${kind}`, { timeouts: { first_byte_ms: 100, idle_ms: 100, connect_ms: 100 } }),
  );

  test('no first byte: 504, and a bound is charged', async () => {
    gateway.upstream.answer(() => undefined);
    const answer = await gateway.ask(path, `late-first-${kind}`, { body });
    expect(answer.json).toMatchObject({ status: 504, code: 'upstream_timeout' });
    await noConnectionLeft();
    await expectEstimated(gateway.nodes, `late-first-${kind}`);
  });

  test('no more bytes: the client is told, and a bound is charged', async () => {
    gateway.upstream.answer((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(kind === 'streamed' ? chatChunk('one') : chatAnswer(7, 5).slice(0, 50));
    });
    const answer = await gateway.ask(path, `late-more-${kind}`, { body });
    expect(answer.text).toContain('upstream_timeout');
    expect(answer.isWhole).toBe(true);
    await noConnectionLeft();
    await expectEstimated(gateway.nodes, `late-more-${kind}`);
  });
});

test('an upstream that cannot be reached: 502 at once, and nothing is charged', async () => {
  await gateway.addConnection('closed', { base_url: 'http://127.0.0.1:1/v1' });
  const answer = await gateway.ask('/gateway/closed/v1/chat/completions', 'closed', { body: stream });
  expect(answer.json).toMatchObject({ status: 502, code: 'upstream_unreachable' });
  await expectReleased(gateway.nodes, 'closed');
});
