import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeKey, makeOrg, rowsOf, textOf } from '../support/fields.ts';
import { tableContents } from '../support/table-contents.ts';
import { startTestNode, type TestNode } from '../support/test-node.ts';

let node: TestNode;
beforeAll(async () => {
  node = await startTestNode();
});
afterAll(() => node.close());

const reserve = (labels: Record<string, string>) =>
  node.call('POST', '/v1/reservations', { amount_usd: '0.01', ...labels });

describe('labels', () => {
  it('are registered on first use, under their own id until they are renamed', async () => {
    await reserve({ agent: 'a-1', workflow: 'nightly', user: 'u@example.com', team: 'blue' });
    for (const [path, id] of [
      ['agents', 'a-1'],
      ['workflows', 'nightly'],
      ['users', 'u@example.com'],
      ['teams', 'blue'],
    ] as const) {
      expect((await node.call('GET', `/v1/${path}/${id}`)).json).toMatchObject({ id, name: id });
      const renamed = await node.call('PATCH', `/v1/${path}/${id}`, { name: 'Known as' });
      expect(renamed.json).toMatchObject({ id, name: 'Known as' });
      expect(rowsOf(await node.call('GET', `/v1/${path}`))).toContainEqual(renamed.json);
    }
  });

  it('are not renamed by what uses them', async () => {
    await reserve({ agent: 'a-2' });
    await node.call('PATCH', '/v1/agents/a-2', { name: 'Second' });
    await reserve({ agent: 'a-2' });
    expect((await node.call('GET', '/v1/agents/a-2')).json).toMatchObject({ name: 'Second' });
  });

  it('with a slash are found by their encoded id', async () => {
    await reserve({ agent: 'org/repo:main' });
    expect((await node.call('GET', '/v1/agents/org%2Frepo:main')).json).toMatchObject({ id: 'org/repo:main' });
  });

  it('are paged newest first, each once, while others are being made', async () => {
    const org = await makeOrg(node.call, 'paged');
    const call = node.as(org.secret);
    const made = Array.from({ length: 25 }, (_, index) => `bot-${index}`);
    await Promise.all(made.map((agent) => call('POST', '/v1/reservations', { agent, amount_usd: '0' })));
    const seen: string[] = [];
    let cursor: string | null = '';
    for (let page = 0; cursor !== null; page += 1) {
      const reply = await call('GET', `/v1/agents?limit=10${cursor === '' ? '' : `&cursor=${cursor}`}`);
      seen.push(...rowsOf(reply).map((row) => String(row.id)));
      cursor = (reply.json as { next_cursor: string | null }).next_cursor;
      await call('POST', '/v1/reservations', { agent: `late-${page}`, amount_usd: '0' });
    }
    expect(seen.toSorted()).toEqual(made.toSorted());
  });
});

describe('an agent', () => {
  it('can be registered ahead, with its team', async () => {
    const reply = await node.call('POST', '/v1/agents', { id: 'ahead', name: 'Ahead', team: 'green' });
    expect(reply.status).toBe(201);
    expect(reply.json).toMatchObject({ id: 'ahead', name: 'Ahead', team: 'green', paused: false, paused_at: null });
    expect((await node.call('GET', '/v1/teams/green')).status).toBe(200);
    expect((await node.call('POST', '/v1/agents', { id: 'ahead' })).json).toMatchObject({
      status: 409,
      code: 'name_taken',
    });
  });

  it('spends for the team of the registry, whatever team a caller names', async () => {
    await node.call('POST', '/v1/agents', { id: 'member', team: 'reds' });
    const id = textOf((await reserve({ agent: 'member', team: 'others' })).json, 'id');
    expect((await node.call('GET', `/v1/reservations/${id}`)).json).toMatchObject({ team: 'reds' });
    await node.call('PATCH', '/v1/agents/member', { team: null });
    const next = textOf((await reserve({ agent: 'member', team: 'others' })).json, 'id');
    expect((await node.call('GET', `/v1/reservations/${next}`)).json).toMatchObject({ team: 'others' });
  });

  it('that is paused is refused at once, and goes on when it is resumed', async () => {
    await reserve({ agent: 'sleepy' });
    const paused = await node.call('POST', '/v1/agents/sleepy/pause');
    expect(paused.json).toMatchObject({ id: 'sleepy', paused: true });
    const refused = await reserve({ agent: 'sleepy' });
    expect(refused.json).toMatchObject({ status: 403, code: 'agent_paused', agent: 'sleepy' });
    expect(refused.headers['x-should-retry']).toBe('false');
    expect((await node.call('POST', '/v1/agents/sleepy/pause')).text).toBe(paused.text);
    expect((await node.call('POST', '/v1/agents/sleepy/resume', {})).json).toMatchObject({
      paused: false,
      paused_at: null,
    });
    expect((await reserve({ agent: 'sleepy' })).status).toBe(201);
  });

  it('that is paused still settles what it had reserved', async () => {
    const id = textOf((await reserve({ agent: 'midway' })).json, 'id');
    await node.call('POST', '/v1/agents/midway/pause');
    const settled = await node.call('POST', `/v1/reservations/${id}/settle`, { cost_usd: '0.02' });
    expect(settled.json).toMatchObject({ state: 'settled', cost_usd: '0.02', overage: true });
  });
});

describe('refusals change nothing', () => {
  it.each<[number, string, 'GET' | 'POST' | 'PATCH', string, unknown]>([
    [400, 'name', 'PATCH', '/v1/agents/steady', {}],
    [400, 'team', 'PATCH', '/v1/agents/steady', { team: 'a b' }],
    [400, 'paused', 'PATCH', '/v1/agents/steady', { paused: true }],
    [400, 'team', 'PATCH', '/v1/workflows/steady', { name: 'x', team: 'blue' }],
    [400, 'id', 'POST', '/v1/agents', { id: '' }],
    [400, 'reason', 'POST', '/v1/agents/steady/pause', { reason: 'x' }],
    [400, 'limit', 'GET', '/v1/agents?limit=201', undefined],
    [400, 'cursor', 'GET', '/v1/agents?cursor=nonsense', undefined],
    [404, '', 'PATCH', '/v1/agents/nobody', { name: 'x' }],
    [404, '', 'POST', '/v1/agents/nobody/pause', {}],
    [404, '', 'GET', '/v1/teams/nobody', undefined],
    [404, '', 'GET', '/v1/models', undefined],
    [400, 'policy.mode', 'PATCH', '/v1/agents/steady', { policy: { mode: 'loose' } }],
    [400, 'policy.max_output_tokens', 'PATCH', '/v1/agents/steady', { policy: { max_output_tokens: 0 } }],
    [400, 'policy.budget', 'POST', '/v1/agents', { id: 'other', policy: { budget: 1 } }],
    [
      400,
      'policy.min_output_tokens',
      'POST',
      '/v1/agents',
      { id: 'o', policy: { max_output_tokens: 1, min_output_tokens: 2 } },
    ],
    [400, 'policy', 'PATCH', '/v1/teams/steady', { name: 'x', policy: {} }],
  ])('%i %s: %s %s', async (status, field, method, path, body) => {
    await node.call('POST', '/v1/agents', { id: 'steady' });
    const before = await tableContents(node.pool, ['api_keys']);
    const reply = await node.call(method, path, body);
    expect(reply.json).toMatchObject({ status, ...(field === '' ? {} : { field }) });
    expect(await tableContents(node.pool, ['api_keys'])).toEqual(before);
  });

  it('agent keys may neither read nor write; service keys only read', async () => {
    const agent = node.as((await makeKey(node.call, { kind: 'agent', agent: 'reader' })).secret);
    const service = node.as((await makeKey(node.call, { kind: 'service' })).secret);
    expect((await agent('GET', '/v1/agents')).json).toMatchObject({ status: 403, code: 'forbidden' });
    expect((await service('GET', '/v1/agents')).status).toBe(200);
    for (const call of [agent, service]) {
      expect((await call('POST', '/v1/agents/reader/resume')).json).toMatchObject({ status: 403, code: 'forbidden' });
      expect((await call('PATCH', '/v1/agents/reader', { team: null })).status).toBe(403);
    }
  });
});
