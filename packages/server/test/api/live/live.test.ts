import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Holder } from '@cofferdam/core';
import { Live, type Listener, type News } from '../../../src/services/live/live.ts';
import { readEventId } from '../../../src/services/live/positions.ts';
import { signedInAs } from '../people/sign-in.ts';
import { makeKey, makeOrg, textOf } from '../support/fields.ts';
import { type Call, startTestNode, testAdminKey, type TestNode } from '../support/test-node.ts';

let node: TestNode;
let url: string;
let orgId: string;
let nowMs = Date.now();
let live: Live;

const secret = 'a secret of the tests';
const all = { maxOfOrg: 3, maxInAll: 4 };

beforeAll(async () => {
  node = await startTestNode();
  url = await node.node.app.listen({ port: 0, host: '127.0.0.1' });
  const { json } = await node.call('GET', '/v1/session');
  orgId = textOf((json as { org: unknown }).org, 'id');
});
afterAll(() => node.close());

/** Where a test looks by itself: the node's own clock and timers have no part in it. */
function newLive(): Live {
  live = new Live({ pool: node.node.context.pool, secret, nowMs: () => nowMs, ...all });
  return live;
}
afterEach(() => live?.close());

interface Ear extends Listener {
  readonly heard: string[];
  lastId: string;
}

function newEar(): Ear {
  const ear: Ear = {
    heard: [],
    lastId: '',
    ready(id) {
      ear.lastId = id;
      ear.heard.push('ready');
    },
    tell(news: readonly News[], id) {
      ear.lastId = id;
      ear.heard.push(...news.map(({ topic }) => topic));
    },
    beat: () => ear.heard.push('beat'),
    end: () => ear.heard.push('end'),
  };
  return ear;
}

async function credentialOf(secretOfKey: string, holder: Holder = 'admin') {
  const { json } = await node.as(secretOfKey)('GET', '/v1/session');
  const { org, key } = json as { org: { id: string }; key: { id: string } };
  return { orgId: org.id, id: key.id, holder };
}

/** What the looks of a change tell an ear. */
async function toldOf(ear: Ear, change: () => Promise<unknown>): Promise<string[]> {
  ear.heard.length = 0;
  await change();
  await live.look();
  return [...ear.heard];
}

let reports = 0;
const spend = (call: Call) => () =>
  call('POST', '/v1/usage', { id: `${(reports += 1)}`, source: 'live', agent: 'bot', cost_usd: '0.01' });

describe('a look', () => {
  it('tells what changed by topic, once, and nothing of what did not', async () => {
    newLive();
    const ear = newEar();
    live.listen(await credentialOf(testAdminKey), ear, null);
    expect(await toldOf(ear, async () => undefined)).toEqual(['ready']);
    expect(await toldOf(ear, async () => undefined)).toEqual([]);
    expect(await toldOf(ear, spend(node.call))).toEqual(['spend']);
    expect(await toldOf(ear, () => node.call('POST', '/v1/reservations', { agent: 'bot', amount_usd: '1' }))).toEqual([
      'spend',
    ]);
    const cap = { name: 'cap', per: 'agent', match: { agent: 'capped' }, window: 'day', limit_usd: '1' };
    expect(await toldOf(ear, () => node.call('POST', '/v1/budgets', cap))).toEqual(['configuration']);
    const tooMuch = { agent: 'capped', amount_usd: '2' };
    const refused = await toldOf(ear, () => node.call('POST', '/v1/reservations', tooMuch));
    expect(refused).toContain('refusals');
    expect(refused).not.toContain('spend');
    const near = { id: 'near', source: 'live', agent: 'capped', cost_usd: '0.95' };
    expect(await toldOf(ear, () => node.call('POST', '/v1/usage', near))).toEqual(['spend', 'alerts']);
    const { data } = (await node.call('GET', '/v1/alerts')).json as { data: { id: string }[] };
    const acknowledged = await toldOf(ear, () => node.call('POST', `/v1/alerts/${data[0]!.id}/acknowledge`, {}));
    expect(acknowledged).toEqual(['alerts', 'configuration']);
    const topUp = { amount_usd: '5', reference: 'live' };
    expect(await toldOf(ear, () => node.call('POST', '/v1/credits/top-ups', topUp))).toContain('wallet');
    expect(await toldOf(ear, async () => undefined)).toEqual([]);
  });

  it('tells nothing of another org, and nobody of a wallet that they may not see', async () => {
    newLive();
    const other = await makeOrg(node.call, 'elsewhere');
    const mine = newEar();
    const reader = newEar();
    live.listen(await credentialOf(testAdminKey), mine, null);
    const { secret: service } = await makeKey(node.call, { kind: 'service' });
    live.listen(await credentialOf(service, 'service'), reader, null);
    await live.look();
    const theirs = node.as(other.secret);
    const changes = async () => {
      await spend(theirs)();
      await theirs('POST', '/v1/budgets', { name: 'b', per: 'org', window: 'day', limit_usd: '0.001' });
      await theirs('POST', '/v1/reservations', { agent: 'bot', amount_usd: '1' });
      await theirs('POST', '/v1/credits/top-ups', { amount_usd: '5', reference: 'theirs' });
    };
    expect(await toldOf(mine, changes)).toEqual([]);
    reader.heard.length = 0;
    const topUp = () => node.call('POST', '/v1/credits/top-ups', { amount_usd: '5', reference: 'mine' });
    expect(await toldOf(mine, topUp)).toContain('wallet');
    expect(reader.heard).toContain('spend');
    expect(reader.heard).not.toContain('wallet');
  });

  it('tells whoever comes back what changed since, on any node; a strange id is as none', async () => {
    newLive();
    const before = newEar();
    const credential = await credentialOf(testAdminKey);
    live.listen(credential, before, null)();
    live.listen(credential, before, null);
    await live.look();
    await spend(node.call)();
    const elsewhere = new Live({ pool: node.node.context.pool, secret, nowMs: () => nowMs, ...all });
    const [after, again, strange] = [newEar(), newEar(), newEar()];
    elsewhere.listen(credential, after, readEventId(before.lastId));
    await elsewhere.look();
    expect(after.heard).toEqual(['spend', 'wallet']);
    elsewhere.listen(credential, again, readEventId(after.lastId));
    elsewhere.listen(credential, strange, readEventId("1.2.3' OR 1=1"));
    await elsewhere.look();
    expect(again.heard).toEqual([]);
    expect(strange.heard).toEqual(['ready']);
    elsewhere.close();
  });

  it('says that the connection stands every fifteen seconds in which nothing is new', async () => {
    newLive();
    const ear = newEar();
    live.listen(await credentialOf(testAdminKey), ear, null);
    await live.look();
    nowMs += 14_999;
    expect(await toldOf(ear, async () => undefined)).toEqual([]);
    nowMs += 1;
    expect(await toldOf(ear, async () => undefined)).toEqual(['beat']);
    expect(await toldOf(ear, async () => undefined)).toEqual([]);
  });

  it('is not made while nobody listens', async () => {
    const asked: unknown[] = [];
    const pool = { query: (...query: unknown[]) => asked.push(query) } as never;
    const quiet = new Live({ pool, secret, nowMs: () => nowMs, ...all });
    await quiet.look();
    quiet.listen(await credentialOf(testAdminKey), newEar(), null)();
    await quiet.look();
    expect(asked).toEqual([]);
  });
});

describe('listening ends', () => {
  it('with the key', async () => {
    newLive();
    const { id, secret: service } = await makeKey(node.call, { kind: 'service' });
    const [ear, stays] = [newEar(), newEar()];
    live.listen(await credentialOf(service, 'service'), ear, null);
    live.listen(await credentialOf(testAdminKey), stays, null);
    await live.look();
    await node.call('DELETE', `/v1/keys/${id}`);
    nowMs += 2_000;
    await spend(node.call)();
    await live.look();
    expect(ear.heard).toEqual(['ready', 'end']);
    expect(stays.heard).toEqual(['ready', 'spend', 'wallet', 'configuration']);
    expect(live.size).toBe(1);
  });

  it('with the session: signed out, another role, or a week without use', async () => {
    const credentials = await Promise.all(
      (['viewer', 'operator', 'billing_admin'] as const).map(async (role) => {
        const browser = await signedInAs(node, role, `${role}@live.example`);
        const { data } = (await browser('GET', '/v1/sessions')).json as { data: { id: string }[] };
        return { browser, credential: { orgId, id: data[0]!.id, holder: role } };
      }),
    );
    const [viewer, operator, billing] = credentials as [(typeof credentials)[0], ...typeof credentials];
    newLive();
    nowMs = Date.now();
    const ears = credentials.map(({ credential }) => {
      const ear = newEar();
      live.listen(credential, ear, null);
      return ear;
    });
    await live.look();
    await viewer.browser('DELETE', '/v1/session');
    const person = (await operator!.browser('GET', '/v1/session')).json as { person: { id: string } };
    await node.call('PATCH', `/v1/people/${person.person.id}`, { role: 'viewer' });
    nowMs += 2_000;
    await live.look();
    expect(ears.map(({ heard }) => heard.includes('end'))).toEqual([true, true, false]);
    nowMs += 7 * 86_400_000;
    await live.look();
    expect(ears[2]!.heard).toContain('end');
    expect((await billing!.browser('GET', '/v1/session')).status).toBe(200);
  });

  it('where the store does not answer for a while: nobody knows who may listen', async () => {
    const pool = { query: () => Promise.reject(new Error('gone')) } as never;
    const blind = new Live({ pool, secret, nowMs: () => nowMs, ...all });
    const ear = newEar();
    blind.listen(await credentialOf(testAdminKey), ear, null);
    await expect(blind.look()).rejects.toThrow('gone');
    expect(ear.heard).toEqual([]);
    nowMs += 8_000;
    await expect(blind.look()).rejects.toThrow('gone');
    expect(ear.heard).toEqual(['end']);
    expect(blind.size).toBe(0);
  });
});

it('as many listen as an org and a node may have, and no more', async () => {
  newLive();
  const mine = await credentialOf(testAdminKey);
  const others = { ...mine, orgId: '01890000-0000-7000-8000-000000000000' };
  const leave = live.listen(mine, newEar(), null);
  live.listen(mine, newEar(), null);
  live.listen(mine, newEar(), null);
  expect(() => live.listen(mine, newEar(), null)).toThrow(/^too_many_listeners/);
  live.listen(others, newEar(), null);
  expect(() => live.listen(others, newEar(), null)).toThrow(/^overloaded/);
  leave();
  live.listen(mine, newEar(), null);
  live.close();
  expect(() => live.listen(mine, newEar(), null)).toThrow(/^overloaded/);
});

/** What has come of a stream so far. */
async function readUntil(reader: ReadableStreamDefaultReader<Uint8Array>, form: RegExp): Promise<string> {
  let text = '';
  while (!form.test(text)) {
    const { done, value } = await reader.read();
    if (done) return `${text}(end)`;
    text += new TextDecoder().decode(value);
  }
  return text;
}

describe('GET /v1/live', () => {
  const open = (headers: Record<string, string>) => fetch(`${url}/v1/live`, { headers });

  it('is an event stream for whoever may read, and for nobody else', async () => {
    const { secret: agent } = await makeKey(node.call, { kind: 'agent', agent: 'bot' });
    expect((await open({})).status).toBe(401);
    expect((await open({ authorization: `Bearer ${agent}` })).status).toBe(403);
    const viewer = await signedInAs(node, 'viewer', 'looker@live.example');
    const response = await open({ cookie: viewer.cookie() });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-store, no-transform');
    const reader = response.body!.getReader();
    const opening = await readUntil(reader, /data: \{\}\n\n/);
    expect(opening).toMatch(/^retry: \d+\n\nid: \S+\nevent: ready\ndata: \{\}\n\n$/);
    await spend(node.call)();
    const lane = await node.pool.query<{ seq: string }>('SELECT seq FROM org_lanes WHERE org_id = $1', [orgId]);
    const { seq } = lane.rows[0]!;
    const told = await readUntil(reader, /data: .*\n\n/);
    expect(told).toMatch(new RegExp(`^id: ${seq}\\.\\S+\ndata: \\{"topic":"spend","position":"${seq}"\\}\n\n$`));
    expect(told).not.toContain('0.01');
    await reader.cancel();
    expect((await node.call('GET', '/v1/live?org=other')).status).toBe(400);
  });

  it('ends when the node does, which does not wait for it', async () => {
    const ending = await startTestNode();
    const address = await ending.node.app.listen({ port: 0, host: '127.0.0.1' });
    const response = await fetch(`${address}/v1/live`, { headers: { authorization: `Bearer ${testAdminKey}` } });
    const reader = response.body!.getReader();
    await readUntil(reader, /ready/);
    const closed = ending.close();
    expect(await readUntil(reader, /never/)).toContain('(end)');
    await closed;
  });
});
