import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { adminKey } from '../../lane/support/nodes.ts';
import { upstreamKey } from '../support/test-gateway.ts';
import { ask } from './support/caller.ts';
import { type HostileGateway, paths, startHostile } from './support/hostile-gateway.ts';
import { bookingOf, expectNothing, expectReleased, reservationCount } from './support/ledger.ts';
import { chatAnswer, gpt4oCost, sendJson } from './support/provider-answers.ts';

let gateway: HostileGateway;

beforeAll(async () => {
  gateway = await startHostile();
});

afterAll(() => gateway.close());

beforeEach(() => gateway.upstream.answer((response) => sendJson(response, chatAnswer(7, 5))));

const body = { model: 'gpt-4o', max_tokens: 5, messages: [{ role: 'user', content: 'hello' }] };

const models: Readonly<Record<string, string>> = { openai: 'gpt-4o', anthropic: 'claude-sonnet-4-5' };

const inWords = {
  openai: { path: paths.chat, own: { error: { type: 'authentication_error', code: 'unauthenticated' } } },
  anthropic: { path: paths.messages, own: { type: 'error', error: { type: 'authentication_error' } } },
  gemini: { path: paths.gemini, own: { error: { code: 401, status: 'UNAUTHENTICATED' } } },
};

test.each(Object.entries(inWords))(
  '%s: without a key, or with a wrong one, a 401 in its own words',
  async (_, { path, own }) => {
    const reservations = await reservationCount(gateway.nodes.pool);
    const wrong: Record<string, string>[] = [
      {},
      { authorization: 'Bearer ' },
      { authorization: 'Bearer wrong' },
      { authorization: `Basic ${gateway.key}` },
      { authorization: gateway.key },
      { 'x-api-key': 'wrong' },
      { 'x-goog-api-key': 'w'.repeat(4000) },
      { 'x-api-key': upstreamKey('openai') },
      { cookie: `key=${gateway.key}` },
    ];
    for (const headers of wrong) {
      const answer = await ask(gateway.url, path, { body, headers });
      expect(answer.status).toBe(401);
      expect(answer.headers['www-authenticate']).toBe('Bearer');
      expect(answer.json).toMatchObject({ code: 'unauthenticated', ...own });
    }
    const inQuery = await ask(gateway.url, `${path}?key=${gateway.key}`, { body });
    expect(inQuery.status).toBe(401);
    expect(await reservationCount(gateway.nodes.pool)).toBe(reservations);
  },
);

test('a 401 says which key is wanted, and where a provider’s was left in the client', async () => {
  const wanted = 'send a Cofferdam key (cfd_…) as Authorization: Bearer, x-api-key or x-goog-api-key';
  const providers = `this is a provider's key, which belongs to a connection of the server: ${wanted}`;
  for (const [headers, detail] of [
    [{}, wanted],
    [{ authorization: 'Bearer cfd_agent_unknown' }, wanted],
    [{ authorization: 'Bearer sk-proj-0123456789' }, providers],
    [{ 'x-api-key': 'sk-ant-0123456789' }, providers],
    [{ 'x-goog-api-key': 'AIza0123456789' }, providers],
  ] as const) {
    expect((await ask(gateway.url, paths.chat, { body, headers })).json).toMatchObject({ detail });
  }
});

test('who has no key is told so before anything of the body has come', async () => {
  const { hostname, port } = new URL(gateway.url);
  const socket = connect(Number(port), hostname);
  const head = `POST ${paths.messages} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 60000000\r\n\r\n`;
  socket.write(head);
  const [said] = await new Promise<[string]>((resolve, reject) => {
    socket.once('data', (data: Buffer) => resolve([data.toString()]));
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('closed without a word')));
  });
  socket.destroy();
  expect(said).toMatch(/^HTTP\/1\.1 401 /);
});

test('the caller’s credentials and labels stay here; the connection’s key goes there', async () => {
  const before = gateway.upstream.calls.length;
  const headers = {
    'x-api-key': gateway.key,
    'x-goog-api-key': gateway.key,
    'api-key': gateway.key,
    cookie: `session=${gateway.key}`,
    'proxy-authorization': `Bearer ${gateway.key}`,
    'x-cofferdam-workflow': 'secret-workflow',
    'x-cofferdam-user': 'secret-user',
    'x-cofferdam-team': 'secret-team',
    'x-forwarded-for': '10.1.2.3',
    forwarded: 'for=10.1.2.3',
    'x-http-method-override': 'DELETE',
    'x-original-url': '/v1/files',
    connection: 'keep-alive, x-of-this-hop',
    'x-of-this-hop': 'secret-hop',
    'openai-organization': 'org-1',
  };
  for (const path of [paths.chat, '/gateway/openai/v1/models']) {
    const method = path === paths.chat ? 'POST' : 'GET';
    const target = `${path}?api_key=${gateway.key}&key=${gateway.key}&after=x`;
    const answer = await gateway.ask(target, 'credentials', { method, headers, ...(method === 'POST' && { body }) });
    expect(answer.status).toBe(200);
  }
  const calls = gateway.upstream.calls.slice(before);
  expect(calls).toHaveLength(2);
  for (const call of calls) {
    const seen = JSON.stringify([call.url, call.headers, call.body.toString()]);
    expect(seen).not.toMatch(/cofferdam|secret-|10\.1\.2\.3|method-override|original-url/);
    expect(seen).not.toContain(gateway.key);
    expect(call.headers.authorization).toBe(`Bearer ${upstreamKey('openai')}`);
    expect(call.headers['openai-organization']).toBe('org-1');
    expect(call.url).toMatch(/\?after=x$/);
    expect(call.headers.host).toBe(`127.0.0.1:${gateway.upstream.port}`);
  }
  await bookingOf(gateway.nodes, 'credentials');
});

test('an upstream that repeats the key it was given in an error or a header does not give it away', async () => {
  const leak = (status: number) =>
    gateway.upstream.answer((response, { headers }) => {
      const key = String(headers.authorization ?? headers['x-api-key'] ?? headers['x-goog-api-key']);
      response.setHeader('x-request-authorization', key);
      response.setHeader('x-cofferdam-remaining-usd', '1000000');
      response.setHeader('set-cookie', 'a=b');
      sendJson(response, JSON.stringify({ error: { message: `bad key ${key.replace('Bearer ', '')}` } }), status);
    });
  for (const [index, [connection, path]] of [
    ['openai', paths.chat],
    ['anthropic', paths.messages],
    ['gemini', paths.gemini],
    ['openai', '/gateway/openai/v1/models'],
  ].entries()) {
    leak(401);
    const isFree = path!.endsWith('models');
    const sent =
      path === paths.gemini ? { contents: [{ parts: [{ text: 'hello' }] }] } : { ...body, model: models[connection!] };
    const run = `leak-${index}`;
    const answer = await gateway.ask(path!, run, isFree ? { method: 'GET' } : { body: sent });
    expect(answer.status).toBe(401);
    expect(JSON.stringify([answer.headers, answer.text])).not.toContain(upstreamKey(connection!));
    expect(answer.text).toContain('bad key');
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(answer.headers['x-cofferdam-remaining-usd']).not.toBe('1000000');
    if (!isFree) await expectReleased(gateway.nodes, run);
  }
});

test('an upstream whose answer is none, and that repeats the key in it, gives it to nobody, the log included', async () => {
  const { upstream, nodes, log } = gateway;
  const said = log.length;
  const answers = ['HTTP/1.1 200 OK\r\nno colon KEY\r\n\r\n', 'KEY\r\n\r\n'];
  for (const [index, bytes] of answers.entries()) {
    upstream.answer((response) => void response.socket?.end(bytes.replace('KEY', upstreamKey('openai'))));
    for (const stream of [true, false]) {
      const run = `garbage-${index}-${stream}`;
      const answer = await gateway.ask(paths.chat, run, { body: { ...body, stream } });
      expect(answer.status).toBe(502);
      expect(JSON.stringify([answer.headers, answer.text])).not.toContain(upstreamKey('openai'));
      expect((await bookingOf(nodes, run)).state).toBe('settled');
    }
  }
  expect(log.slice(said).join('')).toContain('upstream failed');
});

test('the connection’s key is in no answer of the API and in no row', async () => {
  const connections = await gateway.nodes.get('/v1/connections');
  expect(connections.status).toBe(200);
  expect(connections.text).not.toContain(upstreamKey('openai'));
  const { rows } = await gateway.nodes.pool.query<{ row: string }>('SELECT connections::text AS row FROM connections');
  expect(rows.length).toBeGreaterThan(0);
  for (const { row } of rows) expect(row).not.toContain(Buffer.from('upstream-key-of').toString('hex'));
  for (const { row } of rows) expect(row).not.toContain('upstream-key-of');
});

test.each(['a%0d%0aset-cookie:x', 'a%0ab', 'a%00b', '%20', 'a%2f..%2fb%0a', 'x'.repeat(129)])(
  'a label of %s in the path is refused, and is in no header',
  async (label) => {
    const before = gateway.upstream.calls.length;
    for (const name of ['run', 'workflow', 'user', 'team', 'agent', 'parent-run']) {
      const path = `/gateway/openai/${name}/${label}/v1/chat/completions`;
      const answer = await ask(gateway.url, path, { body, headers: { authorization: `Bearer ${gateway.key}` } });
      expect(answer.status).toBe(400);
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
    expect(gateway.upstream.calls).toHaveLength(before);
  },
);

test.each(['run', 'workflow', 'user', 'team', 'parent-run'])(
  '%s said twice, and not the same, is a 400',
  async (name) => {
    const path = `/gateway/openai/${name}/one/v1/chat/completions`;
    const authorization = `Bearer ${gateway.key}`;
    const answer = await ask(gateway.url, path, { body, headers: { authorization, [`x-cofferdam-${name}`]: 'two' } });
    expect(answer.json).toMatchObject({ status: 400, code: 'invalid_request', field: `x-cofferdam-${name}` });
    const twice = await ask(gateway.url, paths.chat, {
      body,
      headers: { authorization, [`x-cofferdam-${name}`]: ['one', 'two,\u0001'] },
    }).catch(() => null);
    expect(twice === null || twice.status === 400).toBe(true);
    await expectNothing(gateway.nodes, 'one');
  },
);

test('a path says it as well as a header, and both may say the same', async () => {
  const authorization = `Bearer ${gateway.key}`;
  const path = '/gateway/openai/run/by-path/workflow/w/user/u/v1/chat/completions';
  const answer = await ask(gateway.url, path, { body, headers: { authorization, 'x-cofferdam-run': 'by-path' } });
  expect(answer.status).toBe(200);
  expect(answer.headers['x-cofferdam-run']).toBe('by-path');
  const { rows } = await gateway.nodes.pool.query(
    "SELECT agent, workflow, user_id, cost_nano_usd FROM usage_records WHERE run = 'by-path'",
  );
  expect(rows).toEqual([{ agent: 'bot', workflow: 'w', user_id: 'u', cost_nano_usd: gpt4oCost(7, 5) }]);
  expect(gateway.upstream.calls.at(-1)!.url).toBe('/v1/chat/completions');
});

test('a key pays for its own agent alone, and with its own pins', async () => {
  const { nodes, url } = gateway;
  const before = gateway.upstream.calls.length;
  const other = await gateway.ask(paths.chat, 'of-another', { body, headers: { 'x-cofferdam-agent': 'other' } });
  expect(other.json).toMatchObject({ status: 403, code: 'forbidden', error: { type: 'permission_error' } });
  expect(other.headers['x-should-retry']).toBe('false');
  await expectNothing(nodes, 'of-another');

  const pins = { team: 'red', user: 'ann', connection: 'openai' };
  const made = await nodes.must('/v1/keys', { name: 'pinned', kind: 'service', pins });
  const authorization = `Bearer ${String(made.body['secret'])}`;
  const asked = (run: string, headers: Record<string, string>, path: string = paths.chat) =>
    ask(url, path, {
      body,
      headers: { authorization, 'x-cofferdam-agent': 'bot', 'x-cofferdam-run': run, ...headers },
    });
  for (const headers of [{ 'x-cofferdam-team': 'blue' }, { 'x-cofferdam-user': 'bob' }]) {
    expect((await asked('against-pin', headers)).json).toMatchObject({ status: 403, code: 'forbidden' });
  }
  const elsewhere = await asked('against-pin', {}, '/gateway/anthropic/v1/messages');
  expect(elsewhere.json).toMatchObject({ status: 403, code: 'forbidden' });
  await expectNothing(nodes, 'against-pin');
  expect(gateway.upstream.calls).toHaveLength(before);

  expect((await asked('with-pins', {})).status).toBe(200);
  const { rows } = await nodes.pool.query(
    "SELECT team, user_id, connection FROM usage_records WHERE run = 'with-pins'",
  );
  expect(rows).toEqual([{ team: 'red', user_id: 'ann', connection: 'openai' }]);
});

test('a key that is pinned to one connection lists the models of no other', async () => {
  const pins = { connection: 'openai' };
  const made = await gateway.nodes.must('/v1/keys', { name: 'pinned-list', kind: 'service', pins });
  const headers = { authorization: `Bearer ${String(made.body['secret'])}` };
  const before = gateway.upstream.calls.length;
  const answer = await ask(gateway.url, '/gateway/anthropic/v1/models', { method: 'GET', headers });
  expect(answer.status).toBe(403);
  expect(gateway.upstream.calls).toHaveLength(before);
  expect((await ask(gateway.url, '/gateway/openai/v1/models', { method: 'GET', headers })).status).toBe(200);
});

test('a revoked key is refused, and an agent key that is an API key too reaches no more than its agent', async () => {
  const made = await gateway.nodes.must('/v1/keys', { name: 'short-lived', kind: 'agent', agent: 'bot' });
  const secret = String(made.body['secret']);
  const headers = { authorization: `Bearer ${secret}`, 'x-cofferdam-run': 'revoked' };
  expect((await ask(gateway.url, '/gateway/openai/v1/models', { method: 'GET', headers })).status).toBe(200);
  const node = gateway.nodes.nodes[0]!;
  await node.app.inject({
    method: 'DELETE',
    url: `/v1/keys/${String(made.body['id'])}`,
    headers: { authorization: `Bearer ${adminKey}` },
  });
  expect((await ask(gateway.url, paths.chat, { body, headers })).status).toBe(401);
  await expectNothing(gateway.nodes, 'revoked');
});
