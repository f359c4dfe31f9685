import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeKey, makeOrg, membersOf, rowsOf, textOf } from '../support/fields.ts';
import { startTestNode, testAdminKey, type Call, type TestNode } from '../support/test-node.ts';

let node: TestNode;
beforeAll(async () => {
  node = await startTestNode();
});
afterAll(() => node.close());

describe('POST /v1/keys', () => {
  it('answers with the key and its secret, once', async () => {
    const body = { name: 'ci', kind: 'service', pins: { team: 'platform' } };
    const reply = await node.call('POST', '/v1/keys', body);
    expect(reply.status).toBe(201);
    const key = membersOf(reply.json);
    expect(key).toMatchObject({ name: 'ci', kind: 'service', agent: null, pins: { team: 'platform' } });
    expect(textOf(key, 'secret')).toMatch(/^cfd_service_[\w-]{32}$/);
    expect(textOf(key, 'secret').startsWith(textOf(key, 'prefix'))).toBe(true);
    const listed = rowsOf(await node.call('GET', '/v1/keys')).find((row) => row.id === key.id);
    expect(listed).toEqual({
      id: key.id,
      name: 'ci',
      kind: 'service',
      operator: false,
      agent: null,
      pins: { team: 'platform' },
      prefix: key.prefix,
      created_at: key.created_at,
      last_used_at: null,
      revoked_at: null,
    });
  });

  it('keeps no secret in any table, in the clear or in base64', async () => {
    const reply = await node.call(
      'POST',
      '/v1/keys',
      { name: 'sealed', kind: 'service' },
      { 'idempotency-key': 'sealed' },
    );
    const secret = textOf(reply.json, 'secret');
    const { rows } = await node.pool.query<{ body: Buffer; sealed: boolean }>(
      "SELECT body, sealed FROM idempotency_keys WHERE key = 'sealed'",
    );
    expect(rows[0]?.sealed).toBe(true);
    expect(rows[0]?.body.toString('latin1')).not.toContain(secret);
    const keys = await node.pool.query<{ row: string }>('SELECT k::text AS row FROM api_keys k');
    expect(keys.rows.some(({ row }) => row.includes(secret))).toBe(false);
  });

  it('gives a repeat the same secret, byte for byte, and refuses another body', async () => {
    const body = { name: 'twice', kind: 'agent', agent: 'twice-bot' };
    const headers = { 'idempotency-key': 'k-1' };
    const first = await node.call('POST', '/v1/keys', body, headers);
    const again = await node.call('POST', '/v1/keys', body, headers);
    expect([again.status, again.text]).toEqual([201, first.text]);
    expect(again.headers['idempotent-replayed']).toBe('true');
    const other = await node.call('POST', '/v1/keys', { ...body, name: 'thrice' }, headers);
    expect(other.json).toMatchObject({ status: 422, code: 'idempotency_mismatch' });
    const { rows } = await node.pool.query("SELECT 1 FROM api_keys WHERE name IN ('twice', 'thrice')");
    expect(rows).toHaveLength(1);
  });

  it.each<[string, unknown]>([
    ['name', { kind: 'admin' }],
    ['name', { name: '', kind: 'admin' }],
    ['name', { name: 'x'.repeat(1_000_000), kind: 'admin' }],
    ['name', { name: 'a\u0000b', kind: 'admin' }],
    ['name', { name: 7, kind: 'admin' }],
    ['kind', { name: 'x', kind: 'operator' }],
    ['agent', { name: 'x', kind: 'agent' }],
    ['agent', { name: 'x', kind: 'agent', agent: 'a b' }],
    ['agent', { name: 'x', kind: 'service', agent: 'bot' }],
    ['pins.agent', { name: 'x', kind: 'agent', agent: 'bot', pins: { agent: 'other' } }],
    ['pins.model', { name: 'x', kind: 'service', pins: { model: 'gpt-4o' } }],
    ['operator', { name: 'x', kind: 'admin', operator: true }],
    ['body', undefined],
    ['body', []],
  ])('refuses a wrong %s with 400 that names it', async (field, body) => {
    const reply = await node.call('POST', '/v1/keys', body);
    expect(reply.json).toMatchObject({ status: 400, code: 'invalid_request', field });
  });

  it('lists those of one agent: its own, and those that pin it', async () => {
    const own = await makeKey(node.call, { kind: 'agent', agent: 'scout' });
    const pinned = await makeKey(node.call, { kind: 'service', pins: { agent: 'scout' } });
    await makeKey(node.call, { kind: 'agent', agent: 'scout-2' });
    const ids = rowsOf(await node.call('GET', '/v1/keys?agent=scout')).map(({ id }) => id);
    expect(ids).toEqual([pinned.id, own.id]);
  });

  it('is for admins', async () => {
    for (const key of [{ kind: 'service' }, { kind: 'agent', agent: 'bot' }]) {
      const { secret } = await makeKey(node.call, key);
      for (const [method, path, body] of [
        ['POST', '/v1/keys', { name: 'x', kind: 'admin' }],
        ['GET', '/v1/keys', undefined],
        ['DELETE', '/v1/keys/00000000-0000-7000-8000-000000000009', undefined],
      ] as const) {
        expect((await node.as(secret)(method, path, body)).json).toMatchObject({ status: 403, code: 'forbidden' });
      }
    }
  });

  it('registers the agent of an agent key, which then may spend', async () => {
    const { secret } = await makeKey(node.call, { kind: 'agent', agent: 'fresh-bot' });
    const reply = await node.as(secret)('POST', '/v1/reservations', { amount_usd: '0.1' });
    expect(reply.status).toBe(201);
  });
});

describe('revoking', () => {
  const revocations: [string, (call: Call, id: string) => Promise<number>][] = [
    ['DELETE', async (call, id) => (await call('DELETE', `/v1/keys/${id}`)).status],
    ['POST revoke', async (call, id) => (await call('POST', `/v1/keys/${id}/revoke`)).status],
  ];
  it.each(revocations)('by %s ends a key at once, and again changes nothing', async (_name, end) => {
    const { id, secret } = await makeKey(node.call, { kind: 'service' });
    const holder = node.as(secret);
    expect((await holder('GET', '/v1/usage')).status).toBe(200);
    const status = await end(node.call, id);
    expect([200, 204]).toContain(status);
    expect((await holder('GET', '/v1/usage')).json).toMatchObject({ status: 401, code: 'unauthenticated' });
    const revokedAt = async (): Promise<unknown> =>
      rowsOf(await node.call('GET', '/v1/keys?limit=200')).find((row) => row.id === id)?.revoked_at;
    const before = await revokedAt();
    expect(before).toMatch(/^\d{4}-/);
    expect(await end(node.call, id)).toBe(status);
    expect(await revokedAt()).toBe(before);
  });

  it('never takes the last admin key of an org', async () => {
    const org = await makeOrg(node.call, 'locked');
    const admin = node.as(org.secret);
    const first = rowsOf(await admin('GET', '/v1/keys'))[0];
    const refused = await admin('DELETE', `/v1/keys/${String(first?.id)}`);
    expect(refused.json).toMatchObject({ status: 409, code: 'last_admin_key' });
    expect(refused.headers['x-should-retry']).toBe('false');
    const second = await makeKey(admin, { kind: 'admin' });
    expect((await node.as(second.secret)('DELETE', `/v1/keys/${String(first?.id)}`)).status).toBe(204);
    expect((await admin('GET', '/v1/keys')).status).toBe(401);
  });

  it('of two admins who revoke each other, one stays', async () => {
    const org = await makeOrg(node.call, 'duel');
    const a = node.as(org.secret);
    const idA = String(rowsOf(await a('GET', '/v1/keys'))[0]?.id);
    const { id: idB, secret } = await makeKey(a, { kind: 'admin' });
    const b = node.as(secret);
    await b('GET', '/v1/keys');
    const replies = await Promise.all([a('DELETE', `/v1/keys/${idB}`), b('DELETE', `/v1/keys/${idA}`)]);
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([204, 409]));
  });

  it('of another org\u2019s key is not found, like one that does not exist', async () => {
    const org = await makeOrg(node.call, 'elsewhere');
    const { id } = await makeKey(node.as(org.secret), { kind: 'service' });
    const missing = '01890000-0000-7000-8000-000000000000';
    const [theirs, none] = await Promise.all([id, missing].map((one) => node.call('DELETE', `/v1/keys/${one}`)));
    const shown = (reply: typeof theirs): unknown => ({ ...membersOf(reply?.json), instance: '', detail: '' });
    expect(theirs?.status).toBe(404);
    expect(shown(theirs)).toEqual(shown(none));
  });
});

describe('GET /v1/keys', () => {
  it('notes the last use', async () => {
    const { id, secret } = await makeKey(node.call, { kind: 'service' });
    await node.as(secret)('GET', '/v1/usage');
    const lastUse = async (): Promise<unknown> =>
      rowsOf(await node.call('GET', '/v1/keys?limit=200')).find((row) => row.id === id)?.last_used_at;
    await expect.poll(lastUse).toMatch(/^\d{4}-\d\d-\d\dT/);
  });

  it('shows the first key as the operator\u2019s', async () => {
    const rows = rowsOf(await node.call('GET', '/v1/keys?limit=200'));
    expect(rows.filter((row) => row.operator === true)).toMatchObject([{ name: 'first key', kind: 'admin' }]);
    expect(JSON.stringify(rows)).not.toContain(testAdminKey);
  });
});
