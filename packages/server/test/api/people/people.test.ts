import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestNode, type TestNode } from '../support/test-node.ts';
import { goodPassword, inviteAs, openBrowser, signedInAs } from './sign-in.ts';

const startMs = Date.UTC(2026, 10, 23, 9);
let nowMs = startMs;
let node: TestNode;

beforeAll(async () => {
  node = await startTestNode({ clock: () => nowMs });
});
afterAll(() => node.close());

/** Moves on past what nodes remember of sessions. */
function later(ms = 2_001): void {
  nowMs += ms;
}

describe('an invitation', () => {
  it('makes a person of its role, signed in, and works once', async () => {
    const token = await inviteAs(node, 'Ada@Example.com', 'owner');
    const looked = await node.as(null)('POST', '/v1/invitations/look-up', { token });
    expect(looked.json).toEqual({ org: 'default', email: 'ada@example.com', role: 'owner' });
    const browser = openBrowser(node);
    const body = { token, name: 'Ada', password: goodPassword };
    const accepted = await browser('POST', '/v1/invitations/accept', body);
    expect(accepted).toMatchObject({ status: 201, json: { email: 'ada@example.com', name: 'Ada', role: 'owner' } });
    expect(accepted.headers['set-cookie']).toMatch(
      /^cofferdam=cfs_[^;]+; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    expect((await browser('GET', '/v1/session')).json).toMatchObject({
      person: { name: 'Ada', role: 'owner' },
      key: null,
    });
    const again = await openBrowser(node)('POST', '/v1/invitations/accept', { ...body, name: 'Eve' });
    expect(again).toMatchObject({ status: 410, json: { code: 'link_invalid' } });
  });

  it('ends when it expires, is withdrawn, or another one takes its place', async () => {
    const accept = (token: string) =>
      node.as(null)('POST', '/v1/invitations/accept', { token, name: 'Bob', password: goodPassword });
    const first = await inviteAs(node, 'bob@example.com', 'viewer');
    const second = await inviteAs(node, 'bob@example.com', 'viewer');
    expect((await accept(first)).status).toBe(410);
    const { data } = (await node.call('GET', '/v1/invitations')).json as { data: { id: string; email: string }[] };
    const { id } = data.find(({ email }) => email === 'bob@example.com')!;
    expect((await node.call('DELETE', `/v1/invitations/${id}`)).status).toBe(204);
    expect((await accept(second)).status).toBe(410);
    expect((await node.call('DELETE', `/v1/invitations/${id}`)).status).toBe(404);
    const third = await inviteAs(node, 'bob@example.com', 'viewer');
    later(7 * 86_400_000);
    expect((await accept(third)).status).toBe(410);
    expect((await accept('cfl_0')).status).toBe(410);
  });

  it('of two at once makes one person', async () => {
    const token = await inviteAs(node, 'twin@example.com', 'viewer');
    const body = { token, name: 'Twin', password: goodPassword };
    const both = await Promise.all([1, 2].map(() => openBrowser(node)('POST', '/v1/invitations/accept', body)));
    expect(both.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([201, 410]);
    const { rows } = await node.pool.query(
      `SELECT count(*)::int AS people FROM people WHERE email = 'twin@example.com'`,
    );
    expect(rows).toEqual([{ people: 1 }]);
  });

  it.each([
    ['short', 'at least 12 characters'],
    ['aaaaaaaaaaaaaaaa', 'too few characters'],
    ['carol@example.com!', 'your name or email'],
  ])('refuses the password %s and stays good', async (password, problem) => {
    const token = await inviteAs(node, 'carol@example.com', 'viewer');
    const refused = await node.as(null)('POST', '/v1/invitations/accept', { token, name: 'Carol', password });
    expect(refused).toMatchObject({ status: 400, json: { field: 'password' } });
    expect(refused.text).toContain(problem);
    expect((await node.as(null)('POST', '/v1/invitations/look-up', { token })).status).toBe(200);
  });
});

describe('signing in', () => {
  it('needs the right password, and tells an unknown email as a wrong one', async () => {
    await signedInAs(node, 'viewer', 'dora@example.com');
    const signIn = (email: string, password: string) => openBrowser(node)('POST', '/v1/session', { email, password });
    expect((await signIn('DORA@example.com', goodPassword)).status).toBe(201);
    const wrong = await signIn('dora@example.com', 'not the password');
    const unknown = await signIn('nobody@example.com', 'not the password');
    expect(wrong).toMatchObject({ status: 401, json: { code: 'sign_in_failed' } });
    const { instance: _one, ...wrongBody } = wrong.json as Record<string, unknown>;
    const { instance: _other, ...unknownBody } = unknown.json as Record<string, unknown>;
    expect(unknownBody).toEqual(wrongBody);
  });

  it('lets a crowd of guesses at once make five, and the right password wait as well', async () => {
    await signedInAs(node, 'viewer', 'erin@example.com');
    const guess = (password: string) =>
      openBrowser(node)('POST', '/v1/session', { email: 'erin@example.com', password });
    const crowd = await Promise.all(Array.from({ length: 20 }, (_, index) => guess(`guess number ${index}`)));
    expect(crowd.filter(({ status }) => status === 401).length).toBe(5);
    const throttled = crowd.find(({ status }) => status === 429);
    expect(throttled).toMatchObject({ json: { code: 'sign_in_throttled' }, headers: { 'retry-after': '2' } });
    expect((await guess(goodPassword)).status).toBe(429);
    later(2_000);
    expect((await guess(goodPassword)).status).toBe(201);
    expect((await guess('wrong once more')).status).toBe(401);
  });

  it('is not for a page of another site', async () => {
    const body = { email: 'dora@example.com', password: goodPassword };
    const foreign = await openBrowser(node)('POST', '/v1/session', body, {
      origin: 'https://evil.example',
      host: 'localhost',
    });
    expect(foreign).toMatchObject({ status: 403, json: { code: 'csrf_failed' } });
    const own = await openBrowser(node)('POST', '/v1/session', body, { origin: 'http://localhost', host: 'localhost' });
    expect(own.status).toBe(201);
  });
});

describe('a session', () => {
  it('changes nothing without the token of its page', async () => {
    const owner = await signedInAs(node, 'owner', 'frank@example.com');
    const body = { name: 'no page', per: 'org', window: 'day', limit_usd: '1' };
    const forged = await openBrowser(node, owner.cookie())('POST', '/v1/budgets', body);
    expect(forged).toMatchObject({ status: 403, json: { code: 'csrf_failed' } });
    const wrong = await owner('POST', '/v1/budgets', body, { 'x-cofferdam-csrf': 'A'.repeat(43) });
    expect(wrong.status).toBe(403);
    expect((await owner('POST', '/v1/budgets', body)).status).toBe(201);
  });

  it('goes on with another token each hour, and ends where a replaced one is shown', async () => {
    const browser = await signedInAs(node, 'viewer', 'grace@example.com');
    const stolen = openBrowser(node, browser.cookie());
    later(3_600_000);
    expect((await browser('GET', '/v1/budgets')).status).toBe(200);
    expect(browser.cookie()).not.toBe(stolen.cookie());
    later(30_000);
    expect((await stolen('GET', '/v1/budgets')).status).toBe(200);
    later(31_000);
    expect((await browser('GET', '/v1/budgets')).status).toBe(200);
    expect((await stolen('GET', '/v1/budgets')).status).toBe(401);
    later();
    expect((await browser('GET', '/v1/budgets')).status).toBe(401);
  });

  it('is listed, and ends by itself, at its own wish, or with all the others', async () => {
    const email = 'heidi@example.com';
    const first = await signedInAs(node, 'viewer', email);
    const second = openBrowser(node);
    await second('POST', '/v1/session', { email, password: goodPassword }, { 'user-agent': 'Second/1.0' });
    await second('GET', '/v1/session');
    const { data } = (await second('GET', '/v1/sessions')).json as { data: { user_agent: string; current: boolean }[] };
    expect(data.filter(({ current }) => current)).toMatchObject([{ user_agent: 'Second/1.0' }]);
    expect(data.length).toBe(2);
    const left = await second('DELETE', '/v1/session');
    expect(left.status).toBe(204);
    expect(left.headers['set-cookie']).toMatch(/^cofferdam=; Max-Age=0;/);
    expect((await first('GET', '/v1/session')).status).toBe(200);
    await openBrowser(node)('POST', '/v1/session', { email, password: goodPassword });
    expect((await first('DELETE', '/v1/sessions')).status).toBe(204);
    const { rows } = await node.pool.query(
      `SELECT count(*)::int AS sessions FROM sessions s JOIN people p USING (org_id) WHERE p.id = s.person_id AND p.email = $1`,
      [email],
    );
    expect(rows).toEqual([{ sessions: 0 }]);
    const idle = openBrowser(node);
    await idle('POST', '/v1/session', { email, password: goodPassword });
    later(7 * 86_400_000);
    expect((await idle('GET', '/v1/session')).status).toBe(401);
  });
});

describe('a password', () => {
  it('is changed by who knows it; the other sessions end, this one goes on', async () => {
    const email = 'ivan@example.com';
    const here = await signedInAs(node, 'viewer', email);
    const there = openBrowser(node);
    await there('POST', '/v1/session', { email, password: goodPassword });
    const next = 'eleven calm herons';
    const wrong = await here('POST', '/v1/session/password', {
      current_password: 'no idea at all',
      new_password: next,
    });
    expect(wrong).toMatchObject({ status: 401, json: { code: 'sign_in_failed' } });
    const changed = await here('POST', '/v1/session/password', { current_password: goodPassword, new_password: next });
    expect(changed.status).toBe(204);
    later();
    expect((await there('GET', '/v1/session')).status).toBe(401);
    expect((await here('GET', '/v1/session')).status).toBe(200);
    expect((await openBrowser(node)('POST', '/v1/session', { email, password: goodPassword })).status).toBe(401);
    expect((await openBrowser(node)('POST', '/v1/session', { email, password: next })).status).toBe(201);
  });

  it('is set anew by a link, once; all sessions end', async () => {
    const email = 'judy@example.com';
    const browser = await signedInAs(node, 'viewer', email);
    const { person } = (await browser('GET', '/v1/session')).json as { person: { id: string } };
    const made = await node.call('POST', `/v1/people/${person.id}/password-reset`);
    const token = new URL((made.json as { url: string }).url).hash.slice(1);
    const body = { token, password: 'nine patient wolves' };
    expect((await openBrowser(node)('POST', '/v1/password-resets/accept', body)).status).toBe(201);
    expect((await openBrowser(node)('POST', '/v1/password-resets/accept', body)).status).toBe(410);
    later();
    expect((await browser('GET', '/v1/session')).status).toBe(401);
    expect((await openBrowser(node)('POST', '/v1/invitations/accept', { ...body, name: 'Judy' })).status).toBe(410);
  });

  it('and its hash, and no token, is in any answer or table in the clear', async () => {
    const browser = await signedInAs(node, 'owner', 'karl@example.com');
    const answers = await Promise.all(
      ['/v1/people', '/v1/session', '/v1/sessions', '/v1/invitations'].map((path) => browser('GET', path)),
    );
    for (const { text } of answers) expect(text).not.toMatch(/argon2|cfs_|cfl_/);
    const secrets = [goodPassword, browser.cookie().split('=')[1]!];
    for (const table of ['people', 'sessions', 'access_links', 'sign_in_attempts', 'idempotency_keys']) {
      const { rows } = await node.pool.query<{ row: string }>(`SELECT t::text AS row FROM ${table} t`);
      for (const { row } of rows) for (const secret of secrets) expect(row).not.toContain(secret);
    }
  });
});

describe('the audit log', () => {
  it('says who let whom in, as what, and who changed or removed them', async () => {
    const owner = await signedInAs(node, 'owner', 'mara@example.com');
    const { json } = await owner('POST', '/v1/invitations', { email: 'nils@example.com', role: 'viewer' });
    const token = new URL((json as { url: string }).url).hash.slice(1);
    const accepted = await openBrowser(node)('POST', '/v1/invitations/accept', {
      token,
      name: 'Nils',
      password: goodPassword,
    });
    const { id } = accepted.json as { id: string };
    await owner('PATCH', `/v1/people/${id}`, { role: 'operator' });
    await owner('POST', `/v1/people/${id}/password-reset`);
    await owner('DELETE', `/v1/people/${id}`);
    const { data } = (await node.call('GET', '/v1/audit?limit=5')).json as { data: Record<string, unknown>[] };
    const mara = { kind: 'person', name: 'mara@example.com' };
    const nils = { email: 'nils@example.com', name: 'Nils' };
    expect(data).toMatchObject([
      { action: 'person.removed', actor: mara, before: { ...nils, role: 'operator' }, after: null },
      { action: 'person.reset_offered', actor: mara },
      { action: 'person.changed', actor: mara, before: { role: 'viewer' }, after: { role: 'operator' } },
      { action: 'person.joined', actor: { kind: 'person', id }, before: null, after: { ...nils, role: 'viewer' } },
      { action: 'invitation.created', actor: mara, after: { email: 'nils@example.com', role: 'viewer' } },
    ]);
  });
});

describe('people', () => {
  it('keep an owner: the last one stays, even where two demote each other at once', async () => {
    const founded = await node.call('POST', '/v1/orgs', { name: 'two owners' });
    const { secret } = (founded.json as { admin_key: { secret: string } }).admin_key;
    const call = node.as(secret);
    const ids: string[] = [];
    for (const email of ['one@two.example', 'two@two.example']) {
      const { json } = await call('POST', '/v1/invitations', { email, role: 'owner' });
      const token = new URL((json as { url: string }).url).hash.slice(1);
      const body = { token, name: email, password: goodPassword };
      ids.push(((await openBrowser(node)('POST', '/v1/invitations/accept', body)).json as { id: string }).id);
    }
    const both = await Promise.all(ids.map((id) => call('PATCH', `/v1/people/${id}`, { role: 'viewer' })));
    expect(both.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([200, 409]);
    const owner = ids[both.findIndex(({ status }) => status === 409)]!;
    expect(await call('DELETE', `/v1/people/${owner}`)).toMatchObject({ status: 409, json: { code: 'last_owner' } });
    const taken = await node.call('POST', '/v1/invitations', { email: 'one@two.example', role: 'viewer' });
    expect(taken).toMatchObject({ status: 409, json: { code: 'email_taken' } });
  });

  it('that are removed are signed out, cannot sign in, and their open invitations end', async () => {
    const email = 'leo@example.com';
    const leo = await signedInAs(node, 'owner', email);
    const { person } = (await leo('GET', '/v1/session')).json as { person: { id: string } };
    const invited = await leo('POST', '/v1/invitations', { email: 'friend@example.com', role: 'owner' });
    const token = new URL((invited.json as { url: string }).url).hash.slice(1);
    expect((await node.call('DELETE', `/v1/people/${person.id}`)).status).toBe(204);
    expect((await leo('GET', '/v1/session')).status).toBe(401);
    expect((await openBrowser(node)('POST', '/v1/session', { email, password: goodPassword })).status).toBe(401);
    expect((await openBrowser(node)('POST', '/v1/invitations/look-up', { token })).status).toBe(410);
  });

  it('say when they last signed in, and change their own name and nothing else of themselves', async () => {
    const email = 'kim@example.com';
    const kim = await signedInAs(node, 'viewer', email);
    const joinedMs = nowMs;
    const rowOf = async () => {
      const { data } = (await node.call('GET', '/v1/people')).json as { data: Record<string, unknown>[] };
      return data.find((row) => row['email'] === email);
    };
    expect(await rowOf()).toMatchObject({ last_sign_in_at: new Date(joinedMs).toISOString().replace('.000', '') });
    await kim('DELETE', '/v1/session');
    later(3_600_000);
    await kim('POST', '/v1/session', { email, password: goodPassword });
    await kim('GET', '/v1/session');
    const again = (await rowOf())!['last_sign_in_at'] as string;
    expect(Date.parse(again)).toBe(joinedMs + 3_600_000);
    expect((await kim('PATCH', '/v1/session', { name: 'Kim', role: 'owner' })).status).toBe(400);
    expect(await kim('PATCH', '/v1/session', { name: 'Kim' })).toMatchObject({ status: 200, json: { name: 'Kim' } });
    expect((await kim('GET', '/v1/session')).json).toMatchObject({ person: { name: 'Kim', role: 'viewer' } });
    expect((await node.call('PATCH', '/v1/session', { name: 'Key' })).status).toBe(403);
  });

  it('of another org are not found', async () => {
    const stranger = await node.call('POST', '/v1/orgs', { name: 'strangers' });
    const { secret } = (stranger.json as { admin_key: { secret: string } }).admin_key;
    const { data } = (await node.call('GET', '/v1/people')).json as { data: { id: string }[] };
    for (const { id } of data.slice(0, 2)) {
      expect((await node.as(secret)('PATCH', `/v1/people/${id}`, { name: 'x' })).status).toBe(404);
      expect((await node.as(secret)('DELETE', `/v1/people/${id}`)).status).toBe(404);
      expect((await node.as(secret)('POST', `/v1/people/${id}/password-reset`)).status).toBe(404);
    }
    expect((await node.as(secret)('GET', '/v1/people')).json).toEqual({ data: [], next_cursor: null });
  });
});
