import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { adminKey } from '../../lane/support/nodes.ts';
import { ask } from './support/caller.ts';
import { type HostileGateway, paths, startHostile } from './support/hostile-gateway.ts';
import { bookingOf, expectNothing } from './support/ledger.ts';
import { chatAnswer, gpt4oCost, sendJson } from './support/provider-answers.ts';

let gateway: HostileGateway;

beforeAll(async () => {
  gateway = await startHostile();
});

afterAll(() => gateway.close());

beforeEach(() => gateway.upstream.answer((response) => sendJson(response, chatAnswer(7, 5))));

const says = [{ role: 'user', content: 'hello' }];

/** What the upstream received of the one call that a test made; none where it made none. */
function reached(before: number): string[] {
  return gateway.upstream.calls.slice(before).map(({ body }) => body.toString('utf8'));
}

async function expectRefusedUnsent(run: string, body: unknown, headers: Record<string, string> = {}): Promise<string> {
  const before = gateway.upstream.calls.length;
  const answer = await gateway.ask(paths.chat, run, { body, headers });
  expect(answer.status).toBe(400);
  expect(answer.headers['content-type']).toBe('application/problem+json');
  expect(answer.json).toMatchObject({ code: 'invalid_request', error: { type: 'invalid_request_error' } });
  expect(reached(before)).toEqual([]);
  await expectNothing(gateway.nodes, run);
  return String(answer.json['detail']);
}

test('a header of ours that is misspelt is refused by its name, with those that there are', async () => {
  const body = { model: 'gpt-4o', max_tokens: 5, messages: says };
  const detail = await expectRefusedUnsent('misspelt', body, { 'X-Cofferdam-Rum': 'r' });
  expect(detail).toMatch(/^x-cofferdam-rum: is no header here; there are x-cofferdam-agent, x-cofferdam-run,/);
});

test('who names no agent is told how to', async () => {
  const body = { model: 'gpt-4o', max_tokens: 5, messages: says };
  const detail = await expectRefusedUnsent('nobody', body, { authorization: `Bearer ${adminKey}` });
  expect(detail).toBe('agent: say which one acts: the header x-cofferdam-agent, or /agent/NAME/ in the path');
});

test('a prompt of 20 MB is forwarded whole, bounded by its window, and charged as the provider says', async () => {
  const content = 'lorem ipsum '.repeat((20 * 1024 * 1024) / 12);
  const before = gateway.upstream.calls.length;
  const body = { model: 'gpt-4o', max_tokens: 50, messages: [{ role: 'user', content }] };
  const answer = await gateway.ask(paths.chat, 'huge-prompt', { body });
  expect(answer.status).toBe(200);
  const [sent] = reached(before);
  expect(JSON.parse(sent!)).toEqual(body);
  const { held, cost, state } = await bookingOf(gateway.nodes, 'huge-prompt');
  expect({ cost, state }).toEqual({ cost: gpt4oCost(7, 5), state: 'settled' });
  expect(held).toBeGreaterThanOrEqual(gpt4oCost(128_000, 50));
});

test.each([
  [paths.chat, 'application/problem+json', { error: { type: 'invalid_request_error' } }],
  [paths.messages, 'application/json', { type: 'error', error: { type: 'request_too_large' } }],
  [paths.gemini, 'application/json', { error: { code: 413, status: 'INVALID_ARGUMENT' } }],
])(
  '%s: a body over the limit is a 413 in the provider’s own words, and none of it is read',
  async (path, type, own) => {
    const length = String(64 * 1024 * 1024 + 1);
    const answer = await gateway.ask(path, 'too-large', { body: '{', headers: { 'content-length': length } });
    expect(answer.status).toBe(413);
    expect(answer.headers['content-type']).toBe(type);
    expect(answer.json).toMatchObject({ code: 'payload_too_large', ...own });
    await expectNothing(gateway.nodes, 'too-large');
  },
);

test('what is no JSON object is a 400 that names the body', async () => {
  expect(await expectRefusedUnsent('malformed', '{"model": "gpt-4o", ')).toMatch(/^body: is not JSON/);
  expect(await expectRefusedUnsent('empty', '')).toMatch(/^body: is required/);
  expect(await expectRefusedUnsent('list', '[]')).toMatch(/^body: must be a JSON object/);
  expect(await expectRefusedUnsent('null', 'null')).toMatch(/^body: must be a JSON object/);
  const gzip = { 'content-encoding': 'gzip' };
  expect(await expectRefusedUnsent('compressed', Buffer.from('1f8b0800', 'hex'), gzip)).toMatch(/^body: is not JSON/);
});

test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
  'a JSON body called %s is bounded like any other, and goes on as JSON',
  async (type) => {
    const run = `type-${type.length}`;
    const before = gateway.upstream.calls.length;
    const body = { model: 'gpt-4o', max_tokens: 50, messages: says };
    const answer = await gateway.ask(paths.chat, run, { body, headers: { 'content-type': type } });
    expect(answer.status).toBe(200);
    expect(reached(before).map((text) => JSON.parse(text) as unknown)).toEqual([body]);
    expect(gateway.upstream.calls.at(-1)!.headers['content-type']).toBe('application/json');
    expect((await bookingOf(gateway.nodes, run)).cost).toBe(gpt4oCost(7, 5));
  },
);

test('a body of no type at all is a 415', async () => {
  const headers = { 'content-type': '' };
  const answer = await gateway.ask(paths.messages, 'no-type', { body: { model: 'gpt-4o', messages: says }, headers });
  expect(answer.json).toMatchObject({ status: 415, code: 'unsupported_media_type', type: 'error' });
  await expectNothing(gateway.nodes, 'no-type');
});

test.each([
  ['lists', '['.repeat(100_000), ']'.repeat(100_000)],
  ['objects', '{"a":'.repeat(100_000), '}'.repeat(100_000)],
])('100,000 nested %s are refused, wherever they stand', async (name, open, close) => {
  const deep = `${open}${name === 'lists' ? '' : '1'}${close}`;
  const fields = `"model":"gpt-4o","max_tokens":5`;
  const places = {
    unknown: `{${fields},"messages":[{"role":"user","content":"x"}],"extra":${deep}}`,
    content: `{${fields},"messages":[{"role":"user","content":${deep}}]}`,
    tools: `{${fields},"messages":[{"role":"user","content":"x"}],"tools":[${deep}]}`,
    whole: deep,
  };
  for (const [place, body] of Object.entries(places)) await expectRefusedUnsent(`deep-${name}-${place}`, body);
});

test('of a key that stands twice the upstream gets the one that was bounded', async () => {
  const before = gateway.upstream.calls.length;
  const body =
    '{"model":"gpt-4o-mini","max_tokens":1,"model":"gpt-4o","messages":[{"role":"user","content":"a"}],"n":1,' +
    '"max_tokens":30,"messages":[{"role":"user","content":"hello"}],"n":2,"\\u006d\\u006fdel":"gpt-4o"}';
  const answer = await gateway.ask(paths.chat, 'twice', { body });
  expect(answer.status).toBe(200);
  const [sent] = reached(before);
  for (const name of ['model', 'max_tokens', 'messages', 'n']) {
    expect(sent!.split(`"${name}":`)).toHaveLength(2);
  }
  expect(JSON.parse(sent!)).toEqual({ model: 'gpt-4o', max_tokens: 30, n: 2, messages: says });
  const { rows } = await gateway.nodes.pool.query<{ model: string }>(
    "SELECT model FROM reservations WHERE run = 'twice'",
  );
  expect(rows).toEqual([{ model: 'gpt-4o' }]);
  expect((await bookingOf(gateway.nodes, 'twice')).held).toBeGreaterThanOrEqual(gpt4oCost(1, 2 * 30));
});

test('a field __proto__ is a field like any other: it lends nothing to the request', async () => {
  const own = '"__proto__":{"model":"gpt-4o","max_tokens":1,"messages":[]}';
  expect(await expectRefusedUnsent('proto-only', `{${own}}`)).toMatch(/^model: /);
  const before = gateway.upstream.calls.length;
  const body = `{${own},"model":"gpt-4o","messages":[{"role":"user","content":"hello","constructor":{"x":1}}]}`;
  const answer = await gateway.ask(paths.chat, 'proto', { body });
  expect(answer.status).toBe(200);
  const sent = JSON.parse(reached(before)[0]!) as Record<string, unknown>;
  // The cap of the prototype is not the request's: the gateway wrote its own.
  expect(sent['max_completion_tokens']).toBeGreaterThan(1);
  expect(Object.hasOwn(sent, '__proto__')).toBe(true);
  expect(Object.hasOwn({}, 'model') || 'model' in {}).toBe(false);
  await bookingOf(gateway.nodes, 'proto');
});

test.each(['max_tokens', 'max_completion_tokens', 'n'])('%s that is no whole number is refused', async (field) => {
  const messages = says;
  for (const [index, value] of ['10', -1, 0, 1.5, 1e300, true, [5], {}].entries()) {
    const body = { model: 'gpt-4o', messages, [field]: value };
    expect(await expectRefusedUnsent(`odd-${field}-${index}`, body)).toMatch(new RegExp(`^${field}: `));
  }
});

test('two caps in one request: the lower one is bounded, and both are written', async () => {
  const before = gateway.upstream.calls.length;
  const body = { model: 'gpt-4o', messages: says, max_tokens: 9, max_completion_tokens: 5_000 };
  expect((await gateway.ask(paths.chat, 'two-caps', { body })).status).toBe(200);
  expect(JSON.parse(reached(before)[0]!)).toMatchObject({ max_tokens: 9, max_completion_tokens: 9 });
  await bookingOf(gateway.nodes, 'two-caps');
});

test('background work is refused: its answer would end after the call', async () => {
  const before = gateway.upstream.calls.length;
  const body = { model: 'gpt-4o', input: 'hello', background: true };
  const answer = await gateway.ask(paths.responses, 'background', { body });
  expect(answer.json).toMatchObject({ status: 400, code: 'invalid_request', error: { param: 'background' } });
  expect(reached(before)).toEqual([]);
  await expectNothing(gateway.nodes, 'background');
});

test('a body that is cut short holds nothing and sends nothing', async () => {
  const before = gateway.upstream.calls.length;
  const { head, leave } = gateway.begin(paths.chat, 'cut-short', {
    body: '{"model":"gpt-4o"',
    headers: { 'content-length': '1000' },
  });
  setImmediate(leave);
  await expect(head).rejects.toThrow();
  // The connection is still served: the next call comes through.
  expect((await gateway.ask(paths.chat, 'after', { body: { model: 'gpt-4o', messages: says } })).status).toBe(200);
  expect(reached(before)).toHaveLength(1);
  await expectNothing(gateway.nodes, 'cut-short');
});

test('a body in pieces of no stated length is held to the limit too', async () => {
  const answer = await ask(gateway.url, paths.chat, {
    headers: { authorization: `Bearer ${gateway.key}`, 'transfer-encoding': 'chunked', 'x-cofferdam-run': 'pieces' },
    body: Buffer.alloc(64 * 1024 * 1024 + 1, ' '),
  }).catch((error: unknown) => error);
  // The gateway may close the connection while it is still being written to.
  if (!(answer instanceof Error)) expect(answer).toMatchObject({ status: 413 });
  await expectNothing(gateway.nodes, 'pieces');
});
