import type pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { apiDocument } from '../../../src/api/api-document.ts';
import { goodPassword, openBrowser } from '../people/sign-in.ts';
import { makeKey, makeOrg, membersOf, rowsOf, textOf } from '../support/fields.ts';
import { type Call, type Method, startTestNode, type TestNode } from '../support/test-node.ts';

/**
 * Every route of the API, asked by the strongest key of one org for what belongs to another: it answers as if there were
 * no such thing, and nothing of the other org changes. The routes are read from the server, so that a new one is asked too.
 */

interface Route {
  readonly method: Method;
  readonly url: string;
}

const routes: Route[] = [];
await apiDocument(({ method, url, isOpen }) => {
  if (method !== 'HEAD' && !isOpen && url.startsWith('/v1/')) routes.push({ method: method as Method, url });
});

const missing = '01890000-0000-7000-8000-000000000000';

let node: TestNode;
let mine: Call;
let theirs: Call;
let theirOrg: string;
/** What the other org has, by the part of a path that it stands behind. */
const things = new Map<string, string>();

/** What must be sent for the call to get as far as to look for the thing. */
const bodies: Readonly<Record<string, unknown>> = {
  'POST /v1/reservations/:id/settle': { cost_usd: '1' },
  'POST /v1/reservations/:id/extend': { ttl_seconds: 60 },
  'POST /v1/runs/:id/finish': { status: 'failed' },
  'PATCH /v1/budgets/:id': { limit_usd: '1' },
  'POST /v1/alerts/:id/snooze': { until: new Date(Date.now() + 86_400_000).toISOString() },
  'PUT /v1/agents/:id/anomaly-rules': { enabled: true },
  'PATCH /v1/channels/:channel': { disabled: true },
  'PATCH /v1/connections/:name': { api_key: 'sk-mine-0123456789' },
  'PATCH /v1/agents/:id': { name: 'x' },
  'PATCH /v1/workflows/:id': { name: 'x' },
  'PATCH /v1/users/:id': { name: 'x' },
  'PATCH /v1/teams/:id': { name: 'x' },
  'PATCH /v1/people/:id': { name: 'x' },
};

/** A month is nobody's, and a price is made under a name that is free here: the last test does that. */
const apart = new Set(['GET /v1/credits/statements/:month', 'PUT /v1/prices/overrides/:provider/*']);

async function makePerson(): Promise<void> {
  const { json } = await theirs('POST', '/v1/invitations', { email: 'their-person@example.com', role: 'viewer' });
  const token = new URL(textOf(json, 'url')).hash.slice(1);
  const joined = await openBrowser(node)('POST', '/v1/invitations/accept', {
    token,
    name: 'their-person',
    password: goodPassword,
  });
  things.set('people', textOf(joined.json, 'id'));
  const open = await theirs('POST', '/v1/invitations', { email: 'their-guest@example.com', role: 'viewer' });
  things.set('invitations', textOf(open.json, 'id'));
}

const deliverySql = `
  INSERT INTO deliveries (org_id, id, channel_id, event, type, incident, group_key, order_key, state, next_at, created_at)
  VALUES ($1, $2, $3, 'raised', 'budget_threshold', 'their', 'their', 'their', 'dead', now(), now())`;

const paymentSql = `
  INSERT INTO payments (org_id, id, amount_nano_usd, reference, request_hash, success_url, cancel_url, state, looked_at,
                        created_by, created_at, updated_at)
  VALUES ($1, $2, 1000000000, 'their-payment', 'x', 'https://a.example', 'https://b.example', 'succeeded', now(),
          'their-key', now(), now())`;

/** Spends a budget to its end, which raises alerts and takes an action. */
async function makeTrouble(): Promise<void> {
  const actions = [{ at: 0.5, do: 'block' }];
  const budget = {
    name: 'their-cap',
    per: 'agent',
    match: { agent: 'their-bot' },
    window: 'day',
    limit_usd: '2',
    actions,
  };
  const made = await theirs('POST', '/v1/budgets', budget);
  if (made.status !== 201) throw new Error(made.text);
  things.set('budgets', textOf(made.json, 'id'));
  await theirs('POST', '/v1/usage', { id: 'their-report', source: 's', agent: 'their-bot', cost_usd: '1.9' });
  things.set('alerts', textOf(rowsOf(await theirs('GET', '/v1/alerts'))[0], 'id'));
  things.set('restrictions', textOf(rowsOf(await theirs('GET', '/v1/restrictions'))[0], 'id'));
}

beforeAll(async () => {
  node = await startTestNode();
  mine = node.as((await makeOrg(node.call, 'mine')).secret);
  const other = await makeOrg(node.call, 'theirs');
  theirOrg = other.id;
  theirs = node.as(other.secret);
  const labels = { agent: 'their-bot', workflow: 'their-flow', user: 'their-user', team: 'their-team' };
  things.set(
    'reservations',
    textOf((await theirs('POST', '/v1/reservations', { ...labels, amount_usd: '0.01' })).json, 'id'),
  );
  things.set('runs', textOf((await theirs('POST', '/v1/runs', { id: 'their-run', agent: 'their-bot' })).json, 'id'));
  await makeTrouble();
  const channel = { name: 'their-channel', kind: 'webhook', url: 'https://their.example/hook' };
  const made = await theirs('POST', '/v1/channels', channel);
  things.set('channels', 'their-channel');
  await node.pool.query(deliverySql, [theirOrg, '01890000-0000-7000-8000-00000000000d', textOf(made.json, 'id')]);
  things.set('deliveries', '01890000-0000-7000-8000-00000000000d');
  await node.pool.query(paymentSql, [theirOrg, '01890000-0000-7000-8000-00000000000e']);
  things.set('credits/payments', '01890000-0000-7000-8000-00000000000e');
  await theirs('POST', '/v1/connections', { name: 'their-link', provider: 'openai', api_key: 'sk-theirs-0123456789' });
  things.set('connections', 'their-link');
  things.set('keys', (await makeKey(theirs, { kind: 'service', name: 'their-key' })).id);
  await theirs('POST', '/v1/credits/top-ups', { amount_usd: '5', reference: 'their-top-up' });
  await theirs('PUT', '/v1/prices/overrides/their/their-model', { input_usd_per_mtok: '1', output_usd_per_mtok: '1' });
  await theirs('PUT', '/v1/agents/their-bot/anomaly-rules', { enabled: false });
  await makePerson();
  for (const [kind, name] of [
    ['agents', 'bot'],
    ['workflows', 'flow'],
    ['users', 'user'],
    ['teams', 'team'],
  ] as const)
    things.set(kind, `their-${name}`);
  things.set('prices/overrides', 'their-model');
}, 60_000);
afterAll(() => node.close());

const tablesSql = `
  SELECT c.table_name AS name FROM information_schema.columns c
    JOIN pg_class t ON t.relname = c.table_name AND t.relnamespace = 'public'::regnamespace AND NOT t.relispartition
   WHERE c.table_schema = 'public' AND c.column_name = 'org_id' ORDER BY 1`;

/** What followers and the dispatcher do in their own time. */
const inTheirOwnTime = new Set(['alert_outbox', 'followers', 'usage_rollups', 'run_sums', 'norms', 'run_totals']);
const touched = new Set([...inTheirOwnTime, 'deliveries', 'delivery_alerts', 'api_keys']);

/** Rows and contents of everything that an org has. */
async function contentsOf(pool: pg.Pool, orgId: string): Promise<Record<string, string>> {
  const { rows: tables } = await pool.query<{ name: string }>(tablesSql);
  const selects = tables
    .filter(({ name }) => !touched.has(name))
    .map(
      ({ name }) => `SELECT '${name}' AS name, count(*) || ' rows, ' ||
        coalesce(md5(string_agg(t::text, chr(10) ORDER BY t::text)), 'none') AS digest FROM ${name} t WHERE org_id = '${orgId}'`,
    );
  const { rows } = await pool.query<{ name: string; digest: string }>(selects.join(' UNION ALL '));
  return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
}

/** The path of a thing of the other org, and of one that nobody has. */
function pathsOf({ url }: Route): {
  readonly theirs: string;
  readonly nobodys: string;
  readonly names: readonly string[];
} {
  const kind = /^\/v1\/(.*?)\/:/.exec(url)![1]!;
  const thing = things.get(kind);
  if (thing === undefined) throw new Error(`${url}: make one of these in the other org`);
  const isId = thing.length === missing.length && /^[0-9a-f-]+$/.test(thing);
  const none = isId ? missing : 'nobodys';
  const path = (name: string): string => url.replace(':provider', 'their').replace(/:\w+|\*/, name);
  return { theirs: path(thing), nobodys: path(none), names: [thing, none] };
}

async function answerOf(call: Call, { method, url }: Route, path: string, names: readonly string[]): Promise<unknown> {
  const { status, json } = await call(method, path, bodies[`${method} ${url}`]);
  const { instance: _, ...shown } = membersOf(json ?? {});
  return { status, shown: names.reduce((text, name) => text.replaceAll(name, 'NAME'), JSON.stringify(shown)) };
}

const named = routes.filter(({ method, url }) => /[:*]/.test(url) && !apart.has(`${method} ${url}`));

it('every route that names something answers for another org as for nothing, and leaves all of it as it was', async () => {
  const before = await contentsOf(node.pool, theirOrg);
  expect(Object.values(before).filter((digest) => !digest.startsWith('0 rows')).length).toBeGreaterThan(25);
  const told: unknown[] = [];
  for (const route of named) {
    const paths = pathsOf(route);
    const answer = await answerOf(mine, route, paths.theirs, paths.names);
    if (JSON.stringify(answer) !== JSON.stringify(await answerOf(mine, route, paths.nobodys, paths.names)))
      told.push([route, answer]);
  }
  expect(told).toEqual([]);
  expect(await contentsOf(node.pool, theirOrg)).toEqual(before);
  expect(named.length).toBeGreaterThan(45);
});

it('every such route finds it in its own org, but for what the walk cannot reach', async () => {
  const reads = named.filter(({ method }) => method === 'GET');
  const lost: unknown[] = [];
  for (const route of reads) {
    const { status, text } = await theirs('GET', pathsOf(route).theirs);
    if (status !== 200) lost.push([route.url, text]);
  }
  expect(lost).toEqual([]);
});

it('no list, report or file tells of it, whatever it is asked for', async () => {
  const lists = routes.filter(({ method, url }) => method === 'GET' && !/[:*]/.test(url) && url !== '/v1/live');
  const filters = ['', '?agent=their-bot', '?run=their-run', '?parent_run=their-run', '?target=their-cap'];
  const needs: Readonly<Record<string, string>> = {
    '/v1/reports/breakdown': 'by=agent',
    '/v1/reports/series': 'by=agent',
  };
  const ids = [...things.values()].filter((thing) => /^[0-9a-f-]{36}$/.test(thing));
  const told: string[] = [];
  for (const { url } of lists)
    for (const filter of filters) {
      const own = needs[url];
      const query = own === undefined ? filter : `${filter === '' ? '?' : `${filter}&`}${own}`;
      const { status, text } = await mine('GET', url + query);
      // What is asked for may be named again where the asking itself is refused.
      if (status >= 400) continue;
      if (/"their-|theirs|their\.example/.test(text) || ids.some((id) => text.includes(id)))
        told.push(`${url}${query}: ${text}`);
    }
  expect(told).toEqual([]);
  expect(lists.length).toBeGreaterThan(30);
});

it('names of the other org in what is sent are names of nothing', async () => {
  const before = await contentsOf(node.pool, theirOrg);
  const asked = async (method: Method, path: string, body: unknown): Promise<number> =>
    (await mine(method, path, body)).status;
  const budget = { name: 'b', per: 'org', window: 'day', limit_usd: '1' };
  expect(await asked('POST', '/v1/budgets', { ...budget, notify: ['their-channel'] })).toBe(
    await asked('POST', '/v1/budgets', { ...budget, notify: ['nobodys'] }),
  );
  expect(await asked('POST', '/v1/runs', { agent: 'my-bot', parent_run: 'their-run' })).toBe(
    await asked('POST', '/v1/runs', { agent: 'my-bot', parent_run: 'nobodys' }),
  );
  const key = { name: 'mine', kind: 'agent', agent: 'their-bot', pins: { connection: 'their-link' } };
  const made = await makeKey(mine, key);
  const spent = await node.as(made.secret)('POST', '/v1/usage', {
    id: 'u',
    source: 's',
    run: 'their-run',
    cost_usd: '1',
  });
  // The same names here are things of this org's own.
  expect(spent.status).toBe(201);
  const url = await node.node.app.listen({ port: 0, host: '127.0.0.1' });
  const call = await fetch(`${url}/gateway/their-link/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${made.secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'm', messages: [] }),
  });
  expect([call.status, await call.text()]).toEqual([404, expect.stringContaining('not_found')]);
  const rates = { input_usd_per_mtok: '2', output_usd_per_mtok: '2' };
  expect(await asked('PUT', '/v1/prices/overrides/their/their-model', rates)).toBe(200);
  expect(await contentsOf(node.pool, theirOrg)).toEqual(before);
});
