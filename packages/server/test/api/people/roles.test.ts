import { type Holder, isPermitted } from '@cofferdam/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { neededFor } from '../../../src/api/permissions.ts';
import { apiDocument } from '../../../src/api/api-document.ts';
import { tableContents } from '../support/table-contents.ts';
import { type Method, startTestNode, type TestNode } from '../support/test-node.ts';
import { signedInAs } from './sign-in.ts';

/**
 * Who may call what, as docs/concepts/people.md and docs/reference/api.md tell it: written down here once more, by hand,
 * and not read from the server. The first line that fits decides.
 */
const expected: readonly (readonly [route: RegExp, who: readonly Holder[] | 'all'])[] = [
  [/^(GET|PATCH|DELETE) \/v1\/sessions?$|^POST \/v1\/session\/password$/, 'all'],
  [/^GET \/v1\/reports\/agents$/, ['admin', 'service', 'owner', 'billing_admin', 'operator', 'viewer']],
  [/^GET \/v1\/(reservations|usage|runs|reports|exports\/usage)(\/|$)/, 'all'],
  [/^POST \/v1\/(reservations|usage)(\/|$)/, ['admin', 'service', 'agent']],
  [/^POST \/v1\/runs$/, ['admin', 'service', 'agent']],
  [/ \/v1\/credits(\/|$)/, ['admin', 'owner', 'billing_admin']],
  [/ \/v1\/(people|invitations)(\/|$)/, ['admin', 'owner']],
  [/ \/v1\/orgs$/, ['admin', 'owner']],
  [/ \/v1\/audit(\/|$)/, ['admin', 'owner', 'billing_admin', 'operator']],
  [/ \/v1\/keys(\/|$)|^POST \/v1\/imports/, ['admin', 'owner', 'operator']],
  [/^GET |^POST \/v1\/(backtests|policy\/plan)$/, ['admin', 'service', 'owner', 'billing_admin', 'operator', 'viewer']],
  [/^/, ['admin', 'owner', 'operator']],
];

/** Routes that look closer themselves: what they allow depends on what is asked for. */
const closer = new Set(['POST /v1/runs/:id/finish']);

interface Route {
  readonly method: Method;
  readonly url: string;
}

const routes: Route[] = [];
await apiDocument(({ method, url, isOpen }) => {
  if (method !== 'HEAD' && !isOpen && url.startsWith('/v1/')) routes.push({ method: method as Method, url });
});

const held = routes.filter(({ method, url }) => !closer.has(`${method} ${url}`));

type Caller = (method: Method, path: string, body?: unknown) => Promise<{ status: number; json: unknown }>;

const holders: readonly Holder[] = ['admin', 'service', 'agent', 'owner', 'billing_admin', 'operator', 'viewer'];
const keyKinds = ['admin', 'service', 'agent'] as const;
const callers = new Map<Holder, Caller>();
let node: TestNode;

async function newCaller(holder: Holder): Promise<Caller> {
  const kind = keyKinds.find((one) => one === holder);
  if (kind === undefined) return signedInAs(node, holder as Exclude<Holder, 'admin' | 'service' | 'agent'>);
  const body = { name: kind, kind, ...(kind === 'agent' ? { agent: 'scout' } : {}) };
  const { json } = await node.call('POST', '/v1/keys', body);
  return node.as((json as { secret: string }).secret);
}

beforeAll(async () => {
  node = await startTestNode();
  for (const holder of holders) callers.set(holder, await newCaller(holder));
});
afterAll(() => node.close());

function isRefused({ status, json }: { status: number; json: unknown }): boolean {
  return status === 403 && /^this needs (a key|an admin|an? .*person)/.test((json as { detail: string }).detail);
}

describe('every role, on every route', () => {
  it.each(holders)('%s may do what its table says, and nothing is changed where it may not', async (holder) => {
    const call = callers.get(holder)!;
    const before = await tableContents(node.pool);
    const refused: string[] = [];
    const meant: string[] = [];
    for (const { method, url } of held) {
      const [, who] = expected.find(([form]) => form.test(`${method} ${url}`))!;
      const mayNot = who !== 'all' && !who.includes(holder);
      if (mayNot) meant.push(`${method} ${url}`);
      // Changes that are allowed are sent as nobody could mean them: what they would do is other tests' matter.
      const path = url.replaceAll(/:\w+/g, '0').replace('*', '0') + (method === 'GET' ? '?nonsense=true' : '');
      if (!mayNot && (method === 'DELETE' || url.startsWith('/v1/session'))) continue;
      const answer = await call(method, path, method === 'GET' ? undefined : { nonsense: true });
      if (isRefused(answer)) refused.push(`${method} ${url}`);
    }
    expect(refused).toEqual(meant);
    const { sessions: _before, api_keys: _keysBefore, ...rest } = before;
    const { sessions: _after, api_keys: _keysAfter, ...now } = await tableContents(node.pool);
    expect(now).toEqual(rest);
  });

  it('is what the table says by which the server decides', () => {
    const differing = held.flatMap(({ method, url }) => {
      const [, who] = expected.find(([form]) => form.test(`${method} ${url}`))!;
      const needed = neededFor(method, url);
      const may = (holder: Holder): boolean => needed === 'anybody' || isPermitted(holder, needed);
      return holders
        .filter((holder) => may(holder) !== (who === 'all' || who.includes(holder)))
        .map((holder) => `${holder}: ${method} ${url}`);
    });
    expect(differing).toEqual([]);
  });

  it('was of all routes', () => {
    expect(held.length).toBeGreaterThan(80);
  });
});

describe('what depends on what is asked for', () => {
  it('an operator makes no admin keys and ends none; an owner does both', async () => {
    const made = await node.call('POST', '/v1/keys', { name: 'spare', kind: 'admin' });
    const { id } = made.json as { id: string };
    const operator = callers.get('operator')!;
    expect((await operator('POST', '/v1/keys', { name: 'mine', kind: 'admin' })).status).toBe(403);
    expect((await operator('DELETE', `/v1/keys/${id}`)).status).toBe(403);
    expect((await operator('POST', '/v1/keys', { name: 'worker', kind: 'service' })).status).toBe(201);
    const owner = callers.get('owner')!;
    expect((await owner('POST', '/v1/keys', { name: 'mine', kind: 'admin' })).status).toBe(201);
    expect((await owner('DELETE', `/v1/keys/${id}`)).status).toBe(204);
  });

  it('only the key of the operator makes orgs and lists them', async () => {
    const { json } = await node.call('POST', '/v1/orgs', { name: 'of the operator' });
    const { secret } = (json as { admin_key: { secret: string } }).admin_key;
    for (const call of [node.as(secret), ...holders.filter((one) => one !== 'admin').map((one) => callers.get(one)!)]) {
      expect((await call('POST', '/v1/orgs', { name: 'mine' })).status).toBe(403);
      expect((await call('GET', '/v1/orgs')).status).toBe(403);
    }
    expect((await node.call('GET', '/v1/orgs')).status).toBe(200);
  });

  it('an operator stops a run, and says nothing else of how it went', async () => {
    await node.call('POST', '/v1/runs', { id: 'stoppable', agent: 'scout' });
    const operator = callers.get('operator')!;
    expect((await operator('POST', '/v1/runs/stoppable/finish', { status: 'succeeded' })).status).toBe(403);
    expect((await callers.get('viewer')!('POST', '/v1/runs/stoppable/finish', { status: 'cancelled' })).status).toBe(
      403,
    );
    expect((await operator('POST', '/v1/runs/stoppable/finish', { status: 'cancelled' })).status).toBe(200);
  });
});
