import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtInId } from '../../../src/services/connections/built-in-connections.ts';
import { makeKey, makeOrg, membersOf, rowsOf, textOf } from '../support/fields.ts';
import { tableContents } from '../support/table-contents.ts';
import { startTestNode, type Method, type TestNode } from '../support/test-node.ts';

const logged: string[] = [];
const log = new Writable({
  write(chunk, _encoding, done) {
    logged.push(String(chunk));
    done();
  },
});

const sim = {
  id: builtInId,
  name: 'sim',
  provider: 'simulator',
  baseUrl: 'http://127.0.0.1:1',
  priceProvider: null,
  credential: null,
  timeouts: { connectMs: 1, firstByteMs: 1, idleMs: 1, totalMs: 1 },
  policy: { mode: null, maxOutputTokens: null, minOutputTokens: null },
} as const;

let node: TestNode;
beforeAll(async () => {
  node = await startTestNode({
    logger: pino({ level: 'trace' }, log),
    allowedPrivate: ['127.0.0.0/8'],
    builtInConnections: new Map([['sim', sim]]),
  });
});
afterAll(() => node.close());

const secret = 'sk-very-secret-0123456789-wxyz';
const openai = (name: string) => ({ name, provider: 'openai', api_key: secret });
const compatible = {
  provider: 'openai-compatible',
  base_url: 'https://api.groq.com/openai/v1',
  price_provider: 'groq',
};

const timeouts = { connect_ms: 10_000, first_byte_ms: 600_000, idle_ms: 300_000, total_ms: 900_000 };

async function make(body: Record<string, unknown>): Promise<Record<string, unknown>> {
  const reply = await node.call('POST', '/v1/connections', body);
  if (reply.status !== 201) throw new Error(reply.text);
  return membersOf(reply.json);
}

async function defaultOrg(): Promise<string> {
  const { rows } = await node.pool.query<{ org_id: string }>("SELECT org_id FROM orgs WHERE name = 'default'");
  return rows[0]!.org_id;
}

describe('POST /v1/connections', () => {
  it('answers with the connection, and reading gives the same', async () => {
    const made = await make(openai('whole'));
    expect(made).toEqual({
      id: textOf(made, 'id'),
      name: 'whole',
      provider: 'openai',
      base_url: 'https://api.openai.com/v1',
      api_key_hint: 'wxyz',
      price_provider: 'openai',
      timeouts,
      policy: null,
      origin: 'api',
      created_at: textOf(made, 'created_at'),
      updated_at: made.created_at,
    });
    expect((await node.call('GET', '/v1/connections/whole')).json).toEqual(made);
    expect(rowsOf(await node.call('GET', '/v1/connections'))[0]).toEqual(made);
  });

  it("takes no key of Cofferdam for a provider's, when one is made nor later", async () => {
    const wrong = { status: 400, json: { code: 'invalid_request', field: 'api_key' } };
    const made = { ...openai('own-key'), api_key: 'cfd_agent_0123456789' };
    expect(await node.call('POST', '/v1/connections', made)).toMatchObject(wrong);
    await make(openai('own-key'));
    const changed = { api_key: 'cfd_agent_0123456789' };
    expect(await node.call('PATCH', '/v1/connections/own-key', changed)).toMatchObject(wrong);
  });

  it.each<[Record<string, unknown>, Record<string, unknown>]>([
    [
      { provider: 'anthropic', api_key: secret },
      { base_url: 'https://api.anthropic.com', price_provider: 'anthropic' },
    ],
    [
      { provider: 'gemini', api_key: secret },
      { base_url: 'https://generativelanguage.googleapis.com', price_provider: 'google' },
    ],
    [compatible, { base_url: 'https://api.groq.com/openai/v1', price_provider: 'groq', api_key_hint: null }],
    [
      { ...compatible, base_url: 'HTTP://127.0.0.1:8000//v1//', api_key: 'abc' },
      { base_url: 'http://127.0.0.1:8000//v1', api_key_hint: '' },
    ],
    [
      { provider: 'openai', api_key: secret, timeouts: { idle_ms: 50 }, policy: { mode: 'fit', max_output_tokens: 9 } },
      {
        timeouts: { ...timeouts, idle_ms: 50 },
        policy: { mode: 'fit', max_output_tokens: 9, min_output_tokens: null },
      },
    ],
    [{ provider: 'openai', api_key: secret, policy: {} }, { policy: null }],
  ])('%j', async (body, shown) => {
    const name = `c-${crypto.randomUUID()}`;
    expect(await make({ ...body, name })).toMatchObject(shown);
  });

  it('takes a price provider that the org has a price of', async () => {
    const body = { ...compatible, name: 'own-prices', price_provider: 'our-own' };
    const refused = await node.call('POST', '/v1/connections', body);
    expect(refused.json).toMatchObject({ status: 400, field: 'price_provider' });
    const rates = { input_usd_per_mtok: '1', output_usd_per_mtok: '1' };
    await node.call('PUT', '/v1/prices/overrides/our-own/model', rates);
    expect((await node.call('POST', '/v1/connections', body)).status).toBe(201);
  });

  it('names providers that were perhaps meant', async () => {
    const reply = await node.call('POST', '/v1/connections', { ...compatible, name: 'near', price_provider: 'grok' });
    expect(textOf(reply.json, 'detail')).toContain('groq');
  });

  it('refuses a name that is taken, by a connection or by what every org has', async () => {
    await make(openai('taken'));
    for (const name of ['taken', 'sim']) {
      const reply = await node.call('POST', '/v1/connections', openai(name));
      expect(reply.json).toMatchObject({ status: 409, code: 'name_taken', field: 'name' });
    }
  });

  const bad: [string, Record<string, unknown>][] = [
    ['name', { name: undefined }],
    ['name', { name: 'a/b' }],
    ['name', { name: 'a b' }],
    ['name', { name: '' }],
    ['provider', { provider: 'bedrock' }],
    ['provider', { provider: 'simulator' }],
    ['api_key', { api_key: undefined }],
    ['api_key', { api_key: '' }],
    ['api_key', { api_key: `${secret} ` }],
    ['api_key', { api_key: `${secret}\r\nX-Evil: 1` }],
    ['api_key', { api_key: `${secret}\n` }],
    ['api_key', { api_key: 'schl\u00fcssel' }],
    ['api_key', { api_key: null }],
    ['base_url', { base_url: 'ftp://example.com' }],
    ['base_url', { base_url: 'example.com/v1' }],
    ['base_url', { base_url: 'https:///v1' }],
    ['base_url', { base_url: 'https://example.com\\v1' }],
    ['base_url', { base_url: `https://user:${secret}@example.com` }],
    ['base_url', { base_url: 'https://@example.com' }],
    ['base_url', { base_url: 'https://example.com/v1?x=1' }],
    ['base_url', { base_url: 'https://example.com/v1#x' }],
    ['base_url', { base_url: 'https://exa\nmple.com' }],
    ['base_url', { base_url: `https://example.com/${'x'.repeat(2_000)}` }],
    ['base_url', { base_url: 'http://10.0.0.1/v1' }],
    ['base_url', { base_url: 'http://[::1]/v1' }],
    ['base_url', { base_url: 'http://0xa9fea9fe/' }],
    ['base_url', { base_url: 'http://metadata.google.internal/' }],
    ['base_url', { ...compatible, base_url: undefined }],
    ['price_provider', { ...compatible, price_provider: undefined }],
    ['price_provider', { ...compatible, price_provider: 'nobody-knows' }],
    ['price_provider', { price_provider: 'openai' }],
    ['timeouts.connect_ms', { timeouts: { connect_ms: 49 } }],
    ['timeouts.connect_ms', { timeouts: { connect_ms: 60_001 } }],
    ['timeouts.idle_ms', { timeouts: { idle_ms: 1.5 } }],
    ['timeouts.total_ms', { timeouts: { total_ms: '900' } }],
    ['timeouts.read_ms', { timeouts: { read_ms: 100 } }],
    ['policy.mode', { policy: { mode: 'loose' } }],
    ['policy.max_output_tokens', { policy: { max_output_tokens: 0 } }],
    ['policy.min_output_tokens', { policy: { max_output_tokens: 5, min_output_tokens: 6 } }],
    ['policy.limit', { policy: { limit: 1 } }],
    ['region', { region: 'eu' }],
  ];
  it.each(bad)('refuses a bad %s: %j, and changes nothing', async (field, change) => {
    const before = await tableContents(node.pool, ['api_keys']);
    const reply = await node.call('POST', '/v1/connections', { ...openai('bad'), ...change });
    expect(reply.json).toMatchObject({ status: 400, code: 'invalid_request', field });
    expect(reply.text).not.toContain(secret);
    expect(await tableContents(node.pool, ['api_keys'])).toEqual(before);
  });

  it('says which variable opens a private address, and that none opens metadata', async () => {
    const detailOf = async (url: string): Promise<string> =>
      textOf((await node.call('POST', '/v1/connections', { ...openai('x'), base_url: url })).json, 'detail');
    expect(await detailOf('http://10.0.0.1')).toContain('COFFERDAM_ALLOW_PRIVATE_TARGETS');
    expect(await detailOf('http://169.254.169.254')).not.toContain('COFFERDAM_ALLOW_PRIVATE_TARGETS');
  });
});

describe('PATCH /v1/connections/{name}', () => {
  it('changes what is given, and leaves the rest', async () => {
    const made = await make({ ...openai('patched'), policy: { mode: 'fit' }, timeouts: { idle_ms: 1_000 } });
    const body = { timeouts: { total_ms: 5_000 }, policy: null, base_url: 'https://api.openai.com/v2/' };
    const changed = membersOf((await node.call('PATCH', '/v1/connections/patched', body)).json);
    const after = { timeouts: { ...timeouts, idle_ms: 1_000, total_ms: 5_000 }, policy: null };
    expect(changed).toEqual({
      ...made,
      ...after,
      base_url: 'https://api.openai.com/v2',
      updated_at: changed.updated_at,
    });
    expect((await node.call('GET', '/v1/connections/patched')).json).toEqual(changed);
  });

  it('gives it another key, which the gateway finds at once', async () => {
    await make(openai('rotated'));
    const { connections } = node.node.context;
    const org = await defaultOrg();
    expect(await connections.find(org, 'rotated')).toMatchObject({ credential: secret, policy: { mode: null } });
    const reply = await node.call('PATCH', '/v1/connections/rotated', { api_key: 'sk-the-next-one-9876' });
    expect(reply.json).toMatchObject({ api_key_hint: '9876' });
    expect(await connections.find(org, 'rotated')).toMatchObject({ credential: 'sk-the-next-one-9876' });
  });

  it('sends a stored key to no other host', async () => {
    await make(openai('pinned'));
    const path = '/v1/connections/pinned';
    for (const base_url of ['https://evil.example.com/v1', 'http://api.openai.com/v1', 'https://api.openai.com:8443']) {
      const refused = await node.call('PATCH', path, { base_url });
      expect(refused.json).toMatchObject({ status: 400, field: 'api_key' });
    }
    const both = { base_url: 'https://proxy.example.com', api_key: 'sk-of-the-proxy-4321' };
    expect((await node.call('PATCH', path, both)).json).toMatchObject({ base_url: both.base_url });
    expect(await node.node.context.connections.find(await defaultOrg(), 'pinned')).toMatchObject({
      baseUrl: both.base_url,
      credential: both.api_key,
    });
  });

  it('takes the key from one that needs none, and from no other', async () => {
    await make({ ...compatible, name: 'keyless', api_key: secret });
    const reply = await node.call('PATCH', '/v1/connections/keyless', { api_key: null, price_provider: 'mistral' });
    expect(reply.json).toMatchObject({ api_key_hint: null, price_provider: 'mistral' });
    await make(openai('keyed'));
    const refused = await node.call('PATCH', '/v1/connections/keyed', { api_key: null });
    expect(refused.json).toMatchObject({ status: 400, field: 'api_key' });
  });

  it.each<[string, Record<string, unknown>]>([
    ['body', {}],
    ['name', { name: 'other' }],
    ['provider', { provider: 'anthropic' }],
    ['price_provider', { price_provider: 'openai' }],
    ['base_url', { base_url: 'http://192.168.1.1' }],
    ['api_key', { api_key: 'a b' }],
    ['timeouts.total_ms', { timeouts: { total_ms: 3_600_001 } }],
  ])('refuses a bad %s: %j', async (field, body) => {
    await node.call('POST', '/v1/connections', openai('fixed'));
    const before = await tableContents(node.pool, ['api_keys']);
    const reply = await node.call('PATCH', '/v1/connections/fixed', body);
    expect(reply.json).toMatchObject({ status: 400, field });
    expect(await tableContents(node.pool, ['api_keys'])).toEqual(before);
  });
});

describe('DELETE /v1/connections/{name}', () => {
  it('ends it at once, and its name is free again', async () => {
    await make(openai('ended'));
    const { connections } = node.node.context;
    const org = await defaultOrg();
    expect(await connections.find(org, 'ended')).not.toBeNull();
    expect((await node.call('DELETE', '/v1/connections/ended')).status).toBe(204);
    expect(await connections.find(org, 'ended')).toBeNull();
    expect((await node.call('DELETE', '/v1/connections/ended')).json).toMatchObject({ status: 404 });
    expect(await make(openai('ended'))).toMatchObject({ name: 'ended' });
  });
});

describe('who may', () => {
  const calls: [Method, string, unknown][] = [
    ['POST', '/v1/connections', openai('theirs')],
    ['PATCH', '/v1/connections/guarded', { api_key: 'sk-theirs-1234' }],
    ['DELETE', '/v1/connections/guarded', undefined],
    ['GET', '/v1/connections', undefined],
    ['GET', '/v1/connections/guarded', undefined],
  ];
  it.each(calls)('%s %s: admins; service keys read; agents and others nothing', async (method, path, body) => {
    await node.call('POST', '/v1/connections', openai('guarded'));
    const agent = node.as((await makeKey(node.call, { kind: 'agent', agent: 'bot' })).secret);
    const service = node.as((await makeKey(node.call, { kind: 'service' })).secret);
    expect((await agent(method, path, body)).json).toMatchObject({ status: 403, code: 'forbidden' });
    expect((await service(method, path, body)).status).toBe(method === 'GET' ? 200 : 403);
    expect((await node.as(null)(method, path, body)).status).toBe(401);
    expect((await node.call(method, method === 'POST' ? path : path.replace('guarded', 'none'), body)).status).toBe(
      { POST: 201, GET: path.endsWith('guarded') ? 404 : 200, PATCH: 404, DELETE: 404, PUT: 0 }[method],
    );
  });
});

describe('the list', () => {
  it('is newest first, in pages', async () => {
    const admin = node.as((await makeOrg(node.call, 'paged')).secret);
    for (const name of ['one', 'two', 'three']) await admin('POST', '/v1/connections', openai(name));
    const first = await admin('GET', '/v1/connections?limit=2');
    const cursor = textOf(first.json, 'next_cursor');
    const second = await admin('GET', `/v1/connections?limit=2&cursor=${cursor}`);
    expect([...rowsOf(first), ...rowsOf(second)].map((row) => row.name)).toEqual(['three', 'two', 'one', 'sim']);
    expect(second.json).toMatchObject({ next_cursor: null });
  });

  it.each([1, 2, 3, 4, 5])('ends with what every org has, once, in pages of %i', async (limit) => {
    const admin = node.as((await makeOrg(node.call, `paged by ${limit}`)).secret);
    for (const name of ['one', 'two', 'three']) await admin('POST', '/v1/connections', openai(name));
    const names: unknown[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await admin('GET', `/v1/connections?limit=${limit}${cursor === '' ? '' : `&cursor=${cursor}`}`);
      names.push(...rowsOf(page).map((row) => row.name));
      const { next_cursor: next } = membersOf(page.json);
      cursor = typeof next === 'string' ? next : null;
    }
    expect(names).toEqual(['three', 'two', 'one', 'sim']);
  });

  it('shows what every org has as nobody made it, and nobody changes it', async () => {
    const shown = { provider: 'simulator', origin: 'built-in', api_key_hint: null, created_at: null };
    const reply = await node.call('GET', '/v1/connections/sim');
    expect(reply.json).toMatchObject({ name: 'sim', base_url: sim.baseUrl, price_provider: null, ...shown });
    for (const method of ['PATCH', 'DELETE'] as const) {
      const body = method === 'PATCH' ? { timeouts: { total_ms: 100 } } : undefined;
      expect((await node.call(method, '/v1/connections/sim', body)).status).toBe(404);
    }
  });
});

describe('the key of a provider', () => {
  it('is in no answer, table or log, in the clear or in base64', async () => {
    const key = 'sk-hidden-abcdefghijklmnop-5678';
    const body = { ...openai('hidden'), api_key: key };
    const headers = { 'idempotency-key': 'hidden-1' };
    const replies = [
      await node.call('POST', '/v1/connections', body, headers),
      await node.call('POST', '/v1/connections', body, headers),
      await node.call('POST', '/v1/connections', body),
      await node.call('POST', '/v1/connections', { ...body, api_key: `${key} x` }),
      await node.call('POST', '/v1/connections', { ...body, unknown: key }),
      await node.call('POST', '/v1/connections', `{"name":"hidden","api_key":"${key}",`),
      await node.call('PATCH', '/v1/connections/hidden', { api_key: key }),
      await node.call('GET', '/v1/connections'),
      await node.call('GET', '/v1/connections/hidden'),
    ];
    expect(replies.map(({ status }) => status)).toEqual([201, 201, 409, 400, 400, 400, 200, 200, 200]);
    expect(replies[1]?.headers['idempotent-replayed']).toBe('true');
    for (const { text } of replies) expect(text).not.toContain('sk-hidden');
    expect(logged.join('')).not.toContain('sk-hidden');
    const forms = [key, Buffer.from(key).toString('base64'), Buffer.from(key).toString('hex')];
    const { rows } = await node.pool.query<{ row: string }>(
      'SELECT c::text AS row FROM connections c UNION ALL SELECT i::text FROM idempotency_keys i',
    );
    expect(rows.length).toBeGreaterThan(1);
    for (const { row } of rows) for (const form of forms) expect(row).not.toContain(form);
  });

  it('does not open in a row that was copied to another org, or whose address was changed', async () => {
    await make(openai('stolen'));
    const { id: thief } = await makeOrg(node.call, 'thief');
    const copied = `INSERT INTO connections SELECT $1, id, name, provider, base_url, credential, credential_hint,
      price_provider, connect_ms, first_byte_ms, idle_ms, total_ms, policy, origin, created_at, updated_at
      FROM connections WHERE name = 'stolen'`;
    await node.pool.query(copied, [thief]);
    const { connections } = node.node.context;
    const org = await defaultOrg();
    await expect(connections.find(thief, 'stolen')).rejects.toThrow('cannot be opened');
    expect(await connections.find(org, 'stolen')).toMatchObject({ credential: secret });
    const moved = "UPDATE connections SET base_url = 'https://evil.example.com' WHERE org_id = $1 AND name = 'stolen'";
    await node.pool.query(moved, [org]);
    connections.forget(org, 'stolen');
    await expect(connections.find(org, 'stolen')).rejects.toThrow('cannot be opened');
  });
});

describe('agents', () => {
  it('have a policy: set, shown, found at once, ended', async () => {
    const { agentPolicies } = node.node.context;
    const org = await defaultOrg();
    const shown = { mode: 'strict', max_output_tokens: 100, min_output_tokens: null };
    const found = { mode: 'strict', maxOutputTokens: 100, minOutputTokens: null };
    expect(await agentPolicies.find(org, 'ruled')).toBeNull();
    const added = await node.call('POST', '/v1/agents', {
      id: 'ruled',
      policy: { mode: 'strict', max_output_tokens: 100 },
    });
    expect(added.json).toMatchObject({ policy: shown });
    expect(await agentPolicies.find(org, 'ruled')).toEqual(found);
    const renamed = await node.call('PATCH', '/v1/agents/ruled', { name: 'Ruled' });
    expect(renamed.json).toMatchObject({ name: 'Ruled', policy: shown });
    expect((await node.call('GET', '/v1/agents/ruled')).json).toMatchObject({ policy: shown });
    const next = await node.call('PATCH', '/v1/agents/ruled', { policy: { mode: 'fit' } });
    expect(next.json).toMatchObject({ policy: { mode: 'fit', max_output_tokens: null } });
    expect(await agentPolicies.find(org, 'ruled')).toMatchObject({ mode: 'fit', maxOutputTokens: null });
    await node.call('PATCH', '/v1/agents/ruled', { policy: null });
    expect(await agentPolicies.find(org, 'ruled')).toBeNull();
  });
});
