import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeKey, makeOrg, membersOf, rowsOf, textOf } from '../support/fields.ts';
import { startTestNode, type TestNode } from '../support/test-node.ts';

let node: TestNode;
beforeAll(async () => {
  node = await startTestNode();
});
afterAll(() => node.close());

describe('POST /v1/orgs', () => {
  it('makes an org whose admin key works, and who is no operator', async () => {
    const reply = await node.call('POST', '/v1/orgs', { name: 'acme' });
    expect(reply.status).toBe(201);
    expect(reply.json).toMatchObject({
      name: 'acme',
      admin_key: { name: 'first key', kind: 'admin', agent: null, pins: {} },
    });
    const admin = node.as(textOf(membersOf(reply.json).admin_key, 'secret'));
    expect((await admin('POST', '/v1/reservations', { agent: 'bot', amount_usd: '1' })).status).toBe(201);
    expect((await admin('POST', '/v1/orgs', { name: 'more' })).json).toMatchObject({ status: 403, code: 'forbidden' });
    expect((await admin('GET', '/v1/orgs')).json).toMatchObject({ status: 403, code: 'forbidden' });
  });

  it('gives a repeat the same org and the same secret', async () => {
    const once = await node.call('POST', '/v1/orgs', { name: 'again' }, { 'idempotency-key': 'org-1' });
    const twice = await node.call('POST', '/v1/orgs', { name: 'again' }, { 'idempotency-key': '"org-1"' });
    expect([twice.status, twice.text]).toEqual([201, once.text]);
    const { rows } = await node.pool.query("SELECT 1 FROM orgs WHERE name = 'again'");
    expect(rows).toHaveLength(1);
  });

  it('is not for the admin keys that an operator makes', async () => {
    const { secret } = await makeKey(node.call, { kind: 'admin' });
    expect((await node.as(secret)('POST', '/v1/orgs', { name: 'x' })).status).toBe(403);
  });

  it.each<[string, unknown]>([
    ['name', {}],
    ['name', { name: null }],
    ['id', { name: 'x', id: 'mine' }],
    ['body', undefined],
  ])('refuses a wrong %s', async (field, body) => {
    expect((await node.call('POST', '/v1/orgs', body)).json).toMatchObject({
      status: 400,
      code: 'invalid_request',
      field,
    });
  });
});

describe('GET /v1/orgs', () => {
  it('lists them newest first', async () => {
    await makeOrg(node.call, 'newest');
    const rows = rowsOf(await node.call('GET', '/v1/orgs'));
    expect(rows[0]?.name).toBe('newest');
    expect(rows.at(-1)).toMatchObject({ id: '00000000-0000-7000-8000-000000000001', name: 'default' });
  });
});
