import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answered, ask, type Asking, begin, readUntil, readWhole } from '../hostile/support/caller.ts';
import { paths } from '../hostile/support/hostile-gateway.ts';
import { bookingOf, expectNothing, expectReleased, openCount, until } from '../hostile/support/ledger.ts';
import {
  beginEvents,
  chatAnswer,
  chatChunk,
  chatEnd,
  gpt4oCost,
  sendJson,
} from '../hostile/support/provider-answers.ts';
import { type ProxiedGateway, startProxied } from './support/proxied-gateway.ts';

let proxied: ProxiedGateway;

beforeAll(async () => {
  proxied = await startProxied();
  await refuses('reservations', 'no_room_to_hold');
  await refuses('usage_records', 'no_room_to_charge');
});

afterAll(() => proxied.close());

const whole = { model: 'gpt-4o', max_tokens: 50, messages: [{ role: 'user', content: 'hello' }] };
const stream = { ...whole, stream: true };

/** A switch in the database: while it is on, nothing can be written to the table, as when its disk is full. */
async function refuses(table: string, name: string): Promise<void> {
  const { pool } = proxied.gateway.nodes;
  await pool.query(`CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = '53100'; END $$`);
  await pool.query(`CREATE TRIGGER ${name} BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION ${name}()`);
  await pool.query(`ALTER TABLE ${table} DISABLE TRIGGER ${name}`);
}

async function turn(table: string, name: string, to: 'ENABLE' | 'DISABLE'): Promise<void> {
  await proxied.gateway.nodes.pool.query(`ALTER TABLE ${table} ${to} TRIGGER ${name}`);
}

function question(run: string, body: unknown, more: Record<string, string> = {}) {
  return { headers: { authorization: `Bearer ${proxied.gateway.key}`, 'x-cofferdam-run': run, ...more }, body };
}

const asked = (run: string, body: unknown): Promise<Answered> => ask(proxied.url, paths.chat, question(run, body));
const begun = (run: string, body: unknown): Asking => begin(proxied.url, paths.chat, question(run, body));

function hold(): Promise<ServerResponse> {
  return new Promise((resolve) => proxied.gateway.upstream.answer((response) => resolve(response)));
}

async function expectExact(run: string, tokens: readonly [number, number] = [7, 5]): Promise<void> {
  const { nodes } = proxied.gateway;
  const { state, cost, charges } = await bookingOf(nodes, run);
  expect({ state, cost, charges: charges.map(({ cost: own, estimated, late }) => ({ own, estimated, late })) }).toEqual(
    {
      state: 'settled',
      cost: gpt4oCost(...tokens),
      charges: [{ own: gpt4oCost(...tokens), estimated: false, late: false }],
    },
  );
  expect(await openCount(nodes.pool)).toBe(0);
}

test('the store cannot hold: 503 that may be tried again, nothing is sent, nothing is written', async () => {
  const before = proxied.gateway.upstream.calls.length;
  await turn('reservations', 'no_room_to_hold', 'ENABLE');
  try {
    for (const body of [whole, stream]) {
      const answer = await asked('not-held', body);
      expect(answer.json).toMatchObject({ status: 503, code: 'store_unavailable', error: { type: 'server_error' } });
      expect(answer.headers['retry-after']).toBe('1');
    }
  } finally {
    await turn('reservations', 'no_room_to_hold', 'DISABLE');
  }
  expect(proxied.gateway.upstream.calls).toHaveLength(before);
  await expectNothing(proxied.gateway.nodes, 'not-held');
  await proxied.gateway.nodes.expectVerified();
});

test.each([
  ['whole', whole],
  ['streamed', stream],
])(
  'the store cannot charge a %s answer: the client has it all the same, and it is charged later, once',
  async (kind, body) => {
    const run = `not-charged-${kind}`;
    proxied.gateway.upstream.answer((response) => {
      if (kind === 'whole') return sendJson(response, chatAnswer(7, 5));
      beginEvents(response);
      return response.end(chatChunk('one', 'stop') + chatEnd(7, 5));
    });
    await turn('usage_records', 'no_room_to_charge', 'ENABLE');
    try {
      const answer = await asked(run, body);
      expect(answer).toMatchObject({ status: 200, isWhole: true });
      expect(answer.text).toContain(kind === 'whole' ? 'hello' : '[DONE]');
      // What it cost is not in the ledger yet, and so it is not told.
      expect(answer.headers['x-cofferdam-cost-usd']).toBeUndefined();
      expect(await openCount(proxied.gateway.nodes.pool)).toBe(1);
    } finally {
      await turn('usage_records', 'no_room_to_charge', 'DISABLE');
    }
    await expectExact(run);
  },
);

test('a run that its last call was to end is ended, though its cost is booked later', async () => {
  proxied.gateway.upstream.answer((response) => sendJson(response, chatAnswer(7, 5)));
  await turn('usage_records', 'no_room_to_charge', 'ENABLE');
  try {
    const last = { 'x-cofferdam-run-status': 'succeeded' };
    expect((await ask(proxied.url, paths.chat, question('ended-late', whole, last))).status).toBe(200);
  } finally {
    await turn('usage_records', 'no_room_to_charge', 'DISABLE');
  }
  await expectExact('ended-late');
  await until(async () => {
    const { rows } = await proxied.gateway.nodes.pool.query<{ status: string }>(
      "SELECT status FROM runs WHERE id = 'ended-late'",
    );
    return rows[0]?.status === 'succeeded';
  });
});

test('the whole store is away in the middle of a stream: it goes on to its end, and is charged when the store is back', async () => {
  const answering = hold();
  const call = begun('away', stream);
  const response = await answering;
  beginEvents(response);
  response.write(chatChunk('one'));
  const head = await call.head;
  const first = await readUntil(head, 'one');
  await proxied.cutOff();
  try {
    response.end(chatChunk(' two', 'stop') + chatEnd(7, 5));
    const rest = await readWhole(head);
    expect(rest.isWhole).toBe(true);
    expect(first + rest.text).toContain(' two');
    const refused = await asked('while-away', whole);
    expect(refused.json).toMatchObject({ status: 503, code: 'store_unavailable' });
  } finally {
    await proxied.open();
  }
  await expectExact('away');
  await expectNothing(proxied.gateway.nodes, 'while-away');
});

test('a reserve whose answer is lost is looked up: the call is made, and charged once', async () => {
  proxied.gateway.upstream.answer((response) => sendJson(response, chatAnswer(7, 5)));
  const [cuts, calls] = [proxied.proxy.cuts(), proxied.gateway.upstream.calls.length];
  proxied.proxy.cutAt('after COMMIT');
  const answer = await asked('lost-reserve', whole);
  expect(proxied.proxy.cuts()).toBe(cuts + 1);
  expect(answer.status).toBe(200);
  expect(proxied.gateway.upstream.calls).toHaveLength(calls + 1);
  await expectExact('lost-reserve');
});

test('a reserve whose answer is lost for good: 503, nothing is sent, and the money is given back', async () => {
  const [cuts, calls] = [proxied.proxy.cuts(), proxied.gateway.upstream.calls.length];
  const { pool } = proxied.gateway.nodes;
  await asked('warms-up', whole);
  proxied.proxy.cutAt('after COMMIT');
  await proxied.shut();
  try {
    // Nobody can connect to look the commit up.
    const answer = await asked('lost-for-good', whole);
    expect(proxied.proxy.cuts()).toBe(cuts + 1);
    expect(answer.json).toMatchObject({ status: 503, code: 'store_unavailable' });
    const { rows } = await pool.query<{ state: string }>("SELECT state FROM reservations WHERE run = 'lost-for-good'");
    expect(rows).toEqual([{ state: 'held' }]);
  } finally {
    await proxied.open();
  }
  await expectReleased(proxied.gateway.nodes, 'lost-for-good');
  expect(proxied.gateway.upstream.calls.slice(calls)).toHaveLength(1);
});

test.each(['before COMMIT', 'after COMMIT'] as const)(
  'a settle whose connection is cut %s is booked exactly once',
  async (point) => {
    const run = `lost-settle-${point.slice(0, 5).trim()}`;
    const answering = hold();
    const call = begun(run, stream);
    const response = await answering;
    const cuts = proxied.proxy.cuts();
    proxied.proxy.cutAt(point);
    beginEvents(response);
    response.end(chatChunk('one', 'stop') + chatEnd(7, 5));
    const answer = await readWhole(await call.head);
    expect(answer).toMatchObject({ status: 200, isWhole: true });
    expect(proxied.proxy.cuts()).toBe(cuts + 1);
    await expectExact(run);
  },
);

test('a settle whose answer is lost for good is booked exactly once all the same', async () => {
  const answering = hold();
  const call = begun('lost-settle-for-good', stream);
  const response = await answering;
  const cuts = proxied.proxy.cuts();
  proxied.proxy.cutAt('after COMMIT');
  await proxied.shut();
  try {
    beginEvents(response);
    response.end(chatChunk('one', 'stop') + chatEnd(7, 5));
    expect((await readWhole(await call.head)).isWhole).toBe(true);
    expect(proxied.proxy.cuts()).toBe(cuts + 1);
  } finally {
    await proxied.open();
  }
  await expectExact('lost-settle-for-good');
  // The backlog comes through, and finds it booked: the lane serves what comes after it.
  proxied.gateway.upstream.answer((response) => sendJson(response, chatAnswer(7, 5)));
  expect((await asked('after', whole)).status).toBe(200);
  await proxied.gateway.nodes.expectVerified();
});

test('no more can be held in the middle of a stream because the store is away: it is cut off, and charged when the store is back', async () => {
  const answering = hold();
  const call = begun('no-extension', stream);
  const response = await answering;
  beginEvents(response);
  response.write(chatChunk('one'));
  const head = await call.head;
  const first = await readUntil(head, 'one');
  await proxied.cutOff();
  try {
    response.write(chatChunk(' well').repeat(400));
    const rest = await readWhole(head);
    expect(first + rest.text).toContain('"code":"store_unavailable"');
    expect(rest.isWhole).toBe(true);
  } finally {
    await proxied.open();
  }
  const { state, charges } = await bookingOf(proxied.gateway.nodes, 'no-extension');
  expect(state).toBe('settled');
  expect(charges).toHaveLength(1);
  expect(charges[0]!.estimated).toBe(true);
  expect(Number(charges[0]!.output)).toBeGreaterThanOrEqual(401);
});
