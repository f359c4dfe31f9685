import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPool } from '../../../src/store/connection.ts';
import type { ServerNode } from '../../../src/wire.ts';
import { startNode } from '../../lane/support/nodes.ts';
import { type Asking, begin, readUntil, readWhole } from '../hostile/support/caller.ts';
import { drained } from '../hostile/support/endless-streams.ts';
import { type HostileGateway, paths, startHostile } from '../hostile/support/hostile-gateway.ts';
import { bookingOf, type Booking, openCount, until } from '../hostile/support/ledger.ts';
import {
  beginEvents,
  chatAnswer,
  chatChunk,
  chatEnd,
  gpt4oCost,
  sendJson,
} from '../hostile/support/provider-answers.ts';

let gateway: HostileGateway;

/** The node that is told to stop, beside the one that watches. */
let node: ServerNode;
let url: string;

/** Longer than any test: what ends before that ends by itself. */
const patientMs = 600_000;

async function start(closingMs: number): Promise<void> {
  const timing = { closingMs, drainMs: 20 };
  node = await startNode(gateway.nodes.database, { allowedPrivate: ['127.0.0.0/8'], timing });
  await node.app.listen({ host: '127.0.0.1', port: 0 });
  url = `http://127.0.0.1:${(node.app.server.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  gateway = await startHostile();
});

afterAll(() => gateway.close());

function ask(run: string, body: unknown): Asking {
  const headers = { authorization: `Bearer ${gateway.key}`, 'x-cofferdam-run': run };
  return begin(url, paths.chat, { headers, body });
}

const whole = { model: 'gpt-4o', max_tokens: 50, messages: [{ role: 'user', content: 'hello' }] };
const stream = { ...whole, stream: true };

function hold(): Promise<ServerResponse> {
  return new Promise((resolve) => gateway.upstream.answer((response) => resolve(response)));
}

/** What is in the ledger as soon as the node is gone. */
async function booked(run: string): Promise<Pick<Booking, 'state' | 'cost'> & { estimated: boolean[] }> {
  expect(await openCount(gateway.nodes.pool)).toBe(0);
  const { state, cost, charges } = await bookingOf(gateway.nodes, run);
  return { state, cost, estimated: charges.map(({ estimated }) => estimated) };
}

test('a stream that ends in time ends by itself, and the node after it', async () => {
  await start(patientMs);
  const asked = hold();
  const call = ask('in-time', stream);
  const response = await asked;
  beginEvents(response);
  response.write(chatChunk('one'));
  const head = await call.head;
  const first = await readUntil(head, 'one');
  const closed = node.close();
  // It takes nothing new meanwhile.
  await until(() => !node.app.server.listening);
  await expect(ask('too-late', whole).head).rejects.toThrow('ECONNREFUSED');
  response.end(chatChunk(' two', 'stop') + chatEnd(7, 5));
  const rest = await readWhole(head);
  expect(first + rest.text).toContain(' two');
  expect(rest.isWhole).toBe(true);
  await closed;
  expect(await booked('in-time')).toEqual({ state: 'settled', cost: gpt4oCost(7, 5), estimated: [false] });
}, 30_000);

test('a stream that does not end is stopped in the words of its protocol, and booked before the node is gone', async () => {
  await start(50);
  const asked = hold();
  const head = ask('stopped', stream).head;
  const response = await asked;
  beginEvents(response);
  response.write(chatChunk('one'));
  const first = await readUntil(await head, 'one');
  const closed = node.close();
  const rest = await readWhole(await head);
  expect(first + rest.text).toContain('"code":"overloaded"');
  expect(rest.isWhole).toBe(true);
  await closed;
  await until(() => gateway.upstream.connections.open === 0);
  expect(await booked('stopped')).toMatchObject({ state: 'settled', estimated: [true] });
}, 30_000);

test('an answer whose client has left is waited for, and booked as it is', async () => {
  await start(patientMs);
  const asked = hold();
  const call = ask('left', whole);
  const response = await asked;
  call.leave();
  const { server } = node.app;
  const connected = (): Promise<number> =>
    new Promise((resolve) => server.getConnections((_, count) => resolve(count)));
  await until(async () => (await connected()) === 0);
  const closed = node.close();
  await until(() => !server.listening);
  sendJson(response, chatAnswer(7, 5));
  await closed;
  expect(await booked('left')).toEqual({ state: 'settled', cost: gpt4oCost(7, 5), estimated: [false] });
}, 30_000);

test('an answer whose client has left, and that does not come, is given up and charged as a bound', async () => {
  await start(50);
  const asked = hold();
  const call = ask('left-stopped', whole);
  await asked;
  call.leave();
  await node.close();
  expect(await booked('left-stopped')).toMatchObject({ state: 'settled', estimated: [true] });
}, 30_000);

test('a client that does not read does not keep the node', async () => {
  await start(50);
  gateway.upstream.answer(async (response) => {
    beginEvents(response);
    const comment = `: ${'x'.repeat(64 * 1024)}\n\n`;
    while (!response.destroyed) if (!response.write(comment)) await drained(response);
  });
  const call = ask('deaf', stream);
  const head = await call.head;
  head.on('error', () => undefined);
  await node.close();
  expect(await booked('deaf')).toMatchObject({ state: 'settled', estimated: [true] });
}, 30_000);

test('a call that waits for its money when the node is told to stop is not sent for nothing', async () => {
  await start(50);
  const before = gateway.upstream.calls.length;
  gateway.upstream.answer(() => undefined);
  const pool = openPool(gateway.nodes.database, 1);
  const client = await pool.connect();
  await client.query('BEGIN');
  await client.query('SELECT FROM org_lanes FOR UPDATE');
  const call = ask('waiting', stream);
  await until(async () => {
    const { rows } = await gateway.nodes.pool.query(
      "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    );
    return rows.length > 0;
  });
  const closed = node.close();
  await until(() => !node.app.server.listening);
  await client.query('ROLLBACK');
  client.release();
  await pool.end();
  await call.head.then(readWhole, () => null);
  await closed;
  const { state } = await booked('waiting');
  const sent = gateway.upstream.calls.length - before;
  expect(state).toBe(sent === 0 ? 'released' : 'settled');
}, 30_000);
