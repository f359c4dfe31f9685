import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeKey, membersOf } from '../support/fields.ts';
import { tableContents } from '../support/table-contents.ts';
import { startTestNode, testAdminKey, type TestNode } from '../support/test-node.ts';

let node: TestNode;
beforeAll(async () => {
  node = await startTestNode();
});
afterAll(() => node.close());

const reserve = (authorization: string | undefined) =>
  node.as(null)(
    'POST',
    '/v1/reservations',
    { agent: 'bot', amount_usd: '1' },
    authorization === undefined ? {} : { authorization },
  );

describe('401', () => {
  it.each<[string, string | undefined]>([
    ['no key', undefined],
    ['an empty header', ''],
    ['a scheme without a key', 'Bearer '],
    ['another scheme', `Basic ${testAdminKey}`],
    ['the bare key', testAdminKey],
    ['an unknown key', 'Bearer cfd_admin_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
    ['the beginning of a key', `Bearer ${testAdminKey.slice(0, -1)}`],
    ['a key with more behind it', `Bearer ${testAdminKey}x`],
    ['a key of another case', `Bearer ${testAdminKey.toUpperCase()}`],
    ['1 kB', `Bearer ${'x'.repeat(1_000)}`],
    ['a quote', "Bearer ' OR 1=1 --"],
  ])('for %s: it is not said why, and nothing is written', async (_name, authorization) => {
    const before = await tableContents(node.pool);
    const reply = await reserve(authorization);
    expect({ ...membersOf(reply.json), instance: '' }).toEqual({
      type: '/problems/unauthenticated',
      title: 'Unauthenticated',
      status: 401,
      code: 'unauthenticated',
      detail: 'a valid key is needed',
      instance: '',
    });
    expect(reply.headers['www-authenticate']).toBe('Bearer');
    expect(await tableContents(node.pool)).toEqual(before);
  });

  it('comes before the body is looked at', async () => {
    expect((await node.as(null)('POST', '/v1/reservations', '{"broken')).status).toBe(401);
    expect((await node.as(null)('GET', '/v1/usage?limit=none')).status).toBe(401);
  });

  it('does not hide which paths there are', async () => {
    expect((await node.as(null)('GET', '/v1/nothing')).json).toMatchObject({ status: 404, code: 'not_found' });
    expect((await node.as(null)('DELETE', '/v1/reservations')).json).toMatchObject({ status: 404, code: 'not_found' });
  });
});

describe('a key', () => {
  it('is taken whatever the case of the scheme', async () => {
    for (const scheme of ['Bearer', 'bearer', 'BEARER'])
      expect((await reserve(`${scheme} ${testAdminKey}`)).status).toBe(201);
  });

  it('never shows in an answer', async () => {
    const { secret } = await makeKey(node.call, { kind: 'agent', agent: 'quiet' });
    const replies = [
      await node.as(secret)('GET', '/v1/keys'),
      await node.as(secret)('POST', '/v1/reservations', { agent: 'other', amount_usd: '1' }),
      await node.call('GET', '/v1/keys'),
    ];
    for (const { text } of replies) expect(text).not.toContain(secret);
  });
});

describe('without a key', () => {
  it.each(['/healthz', '/readyz', '/metrics', '/openapi.json', '/problems/forbidden'])('%s answers', async (path) => {
    expect((await node.as(null)('GET', path)).status).toBe(200);
  });
});
