import { afterAll, beforeAll, expect, it } from 'vitest';
import { apiDocument } from '../../../src/api/api-document.ts';
import { type Browser, goodPassword, inviteAs, openBrowser, signedInAs } from '../people/sign-in.ts';
import { membersOf, rowsOf, textOf } from '../support/fields.ts';
import { type Method, type Reply, startTestNode, type TestNode } from '../support/test-node.ts';

let node: TestNode;
let browser: Browser;
beforeAll(async () => {
  node = await startTestNode({ allowedPrivate: ['127.0.0.0/8'] });
  browser = await signedInAs(node, 'owner');
});
afterAll(() => node.close());

/** What a route has made, by which others name it. */
const made = new Map<string, string>();

async function send(method: Method, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply> {
  const reply = await node.call(method, path, body, headers);
  if (reply.status >= 300) throw new Error(`${method} ${path}: ${reply.text}`);
  return reply;
}

async function make(name: string, path: string, body: unknown): Promise<Reply> {
  const reply = await send('POST', path, body);
  made.set(name, textOf(reply.json, 'id'));
  return reply;
}

const rates = { input_usd_per_mtok: '1', output_usd_per_mtok: '2' };
const rules = { enabled: true, factor: 7 };
const day = { window: 'day', limit_usd: '1' };

/** Overspends a budget of its own, which tells and acts. */
async function overspend(name: string): Promise<void> {
  const actions = [{ at: 1, do: 'block' }];
  await send('POST', '/v1/budgets', { name, per: 'agent', match: { agent: name }, ...day, thresholds: [0.5], actions });
  await send('POST', '/v1/usage', { id: name, source: 's', agent: name, cost_usd: '2' });
}

async function alertOf(budget: string): Promise<string> {
  await overspend(budget);
  return textOf(rowsOf(await send('GET', `/v1/alerts?budget=${budget}`))[0], 'id');
}

async function inBrowser(method: Method, path: string, body?: unknown): Promise<void> {
  const reply = await browser(method, path, body);
  if (reply.status >= 300) throw new Error(`${method} ${path}: ${reply.text}`);
}

async function personOf(email: string): Promise<string> {
  const other = await signedInAs(node, 'viewer', email);
  return textOf(membersOf((await other('GET', '/v1/session')).json)['person'], 'id');
}

async function accept(path: string, token: string, more: object): Promise<void> {
  const { status, text } = await openBrowser(node)('POST', path, { token, password: goodPassword, ...more });
  if (status !== 201) throw new Error(text);
}

async function resetToken(email: string): Promise<string> {
  const { json } = await send('POST', `/v1/people/${await personOf(email)}/password-reset`, {});
  return new URL(textOf(json, 'url')).hash.slice(1);
}

/** A message that was given up: put there by hand, since nothing is sent here. */
async function deadDelivery(): Promise<string> {
  const hook = { name: 'dead', kind: 'webhook', url: 'http://127.0.0.1:9/x' };
  const channel = textOf((await send('POST', '/v1/channels', hook)).json, 'id');
  const { rows } = await node.pool.query<{ id: string }>(
    `INSERT INTO deliveries (org_id, id, channel_id, event, type, incident, group_key, order_key, state, next_at, created_at)
     SELECT org_id, gen_random_uuid(), id, 'raised', 'budget_threshold', 'i', 'g', 'o', 'dead', now(), now()
     FROM channels WHERE id = $1 RETURNING id`,
    [channel],
  );
  return rows[0]!.id;
}

/** A call of every route that changes something, in an order in which one makes what the next needs. */
const calls: Readonly<Record<string, () => Promise<unknown>>> = {
  'POST /v1/budgets': () => make('budget', '/v1/budgets', { name: 'b', per: 'org', ...day, limit_usd: '900' }),
  'PATCH /v1/budgets/{id}': () => send('PATCH', `/v1/budgets/${made.get('budget')}`, { limit_usd: '901' }),
  'DELETE /v1/budgets/{id}': () => send('DELETE', `/v1/budgets/${made.get('budget')}`),
  'POST /v1/credits/top-ups': () => send('POST', '/v1/credits/top-ups', { amount_usd: '50', reference: 't' }),
  'POST /v1/credits/grants': () =>
    send('POST', '/v1/credits/grants', { amount_usd: '5', source: 'grant', reference: 'g' }),
  'POST /v1/credits/refunds': () =>
    send('POST', '/v1/credits/refunds', { amount_usd: '1', top_up: 't', reference: 'r', reason: 'asked' }),
  'POST /v1/credits/adjustments': () =>
    send('POST', '/v1/credits/adjustments', { amount_usd: '-1', reference: 'a', reason: 'wrong' }),
  'POST /v1/credits/write-offs': async () => {
    await send('POST', '/v1/credits/adjustments', { amount_usd: '-100', reference: 'debt', reason: 'wrong' });
    await send('POST', '/v1/credits/write-offs', { reference: 'w', reason: 'gone' });
  },
  'PATCH /v1/credits': () => send('PATCH', '/v1/credits', { mode: 'postpaid' }),
  'POST /v1/alerts/{id}/acknowledge': async () =>
    send('POST', `/v1/alerts/${await alertOf('acknowledged')}/acknowledge`, {}),
  'POST /v1/alerts/{id}/snooze': async () => {
    const until = new Date(Date.now() + 86_400_000).toISOString();
    await send('POST', `/v1/alerts/${await alertOf('snoozed')}/snooze`, { until });
  },
  'POST /v1/alerts/{id}/resolve': async () => send('POST', `/v1/alerts/${await alertOf('resolved')}/resolve`, {}),
  'POST /v1/restrictions/{id}/lift': async () => {
    await overspend('lifted');
    const [held] = rowsOf(await send('GET', '/v1/restrictions?budget=lifted'));
    await send('POST', `/v1/restrictions/${textOf(held, 'id')}/lift`, {});
  },
  'PUT /v1/anomaly-rules': () => send('PUT', '/v1/anomaly-rules', rules),
  'POST /v1/agents': () => send('POST', '/v1/agents', { id: 'bot', team: 'blue' }),
  'PATCH /v1/agents/{id}': () => send('PATCH', '/v1/agents/bot', { team: 'red' }),
  'PUT /v1/agents/{id}/anomaly-rules': () => send('PUT', '/v1/agents/bot/anomaly-rules', rules),
  'DELETE /v1/agents/{id}/anomaly-rules': () => send('DELETE', '/v1/agents/bot/anomaly-rules'),
  'POST /v1/agents/{id}/pause': () => send('POST', '/v1/agents/bot/pause', {}),
  'POST /v1/agents/{id}/resume': () => send('POST', '/v1/agents/bot/resume', {}),
  'PATCH /v1/workflows/{id}': () => send('PATCH', '/v1/workflows/w', { name: 'W' }),
  'PATCH /v1/users/{id}': () => send('PATCH', '/v1/users/u', { name: 'U' }),
  'PATCH /v1/teams/{id}': () => send('PATCH', '/v1/teams/red', { name: 'Red' }),
  'POST /v1/runs/{id}/finish': () => send('POST', '/v1/runs/stopped/finish', { status: 'cancelled' }),
  'POST /v1/channels': () =>
    send('POST', '/v1/channels', { name: 'hook', kind: 'webhook', url: 'http://127.0.0.1:9/x' }),
  'PATCH /v1/channels/{channel}': () => send('PATCH', '/v1/channels/hook', { disabled: true }),
  'POST /v1/channels/{channel}/rotate-secret': () => send('POST', '/v1/channels/hook/rotate-secret', {}),
  'DELETE /v1/channels/{channel}': () => send('DELETE', '/v1/channels/hook'),
  'POST /v1/deliveries/{id}/redeliver': async () =>
    send('POST', `/v1/deliveries/${await deadDelivery()}/redeliver`, {}),
  'POST /v1/connections': () =>
    send('POST', '/v1/connections', { name: 'link', provider: 'openai', api_key: 'sk-0123456789abcdef' }),
  'PATCH /v1/connections/{name}': () => send('PATCH', '/v1/connections/link', { api_key: 'sk-fedcba9876543210' }),
  'DELETE /v1/connections/{name}': () => send('DELETE', '/v1/connections/link'),
  'POST /v1/keys': () => make('key', '/v1/keys', { name: 'svc', kind: 'service' }),
  'POST /v1/keys/{id}/revoke': () => send('POST', `/v1/keys/${made.get('key')}/revoke`, {}),
  'DELETE /v1/keys/{id}': async () => {
    await make('other key', '/v1/keys', { name: 'svc 2', kind: 'service' });
    await send('DELETE', `/v1/keys/${made.get('other key')}`);
  },
  'POST /v1/orgs': () => send('POST', '/v1/orgs', { name: 'another' }),
  'PUT /v1/prices/overrides/{provider}/{model}': () => send('PUT', '/v1/prices/overrides/own/model', rates),
  'DELETE /v1/prices/overrides/{provider}/{model}': () => send('DELETE', '/v1/prices/overrides/own/model'),
  'PUT /v1/prices/ceiling': () => send('PUT', '/v1/prices/ceiling', rates),
  'DELETE /v1/prices/ceiling': () => send('DELETE', '/v1/prices/ceiling'),
  'POST /v1/invitations': () => make('invitation', '/v1/invitations', { email: 'nobody@example.com', role: 'viewer' }),
  'DELETE /v1/invitations/{id}': () => send('DELETE', `/v1/invitations/${made.get('invitation')}`),
  'POST /v1/invitations/accept': async () =>
    accept('/v1/invitations/accept', await inviteAs(node, 'new@example.com', 'viewer'), { name: 'New' }),
  'PATCH /v1/people/{id}': async () =>
    send('PATCH', `/v1/people/${await personOf('changed@example.com')}`, { role: 'operator' }),
  'POST /v1/people/{id}/password-reset': () => resetToken('offered@example.com'),
  'POST /v1/password-resets/accept': async () =>
    accept('/v1/password-resets/accept', await resetToken('reset@example.com'), {}),
  'DELETE /v1/people/{id}': async () => send('DELETE', `/v1/people/${await personOf('removed@example.com')}`),
  'PATCH /v1/session': () => inBrowser('PATCH', '/v1/session', { name: 'Ada' }),
  'POST /v1/session/password': () =>
    inBrowser('POST', '/v1/session/password', { current_password: goodPassword, new_password: `${goodPassword} swim` }),
  'POST /v1/credits/checkpoints': () => send('POST', '/v1/credits/checkpoints', {}),
  'POST /v1/policy/apply': () =>
    send('POST', '/v1/policy/apply', { policy: { version: 1, teams: [{ id: 'green', name: 'Green' }] } }),
  'POST /v1/imports/usage': () =>
    send('POST', '/v1/imports/usage?source=old', 'time,agent,cost_usd\n2026-01-01T00:00:00Z,bot,1\n', {
      'content-type': 'text/csv',
    }),
};

/** What a row of the log must be called, where a call makes others on its way. */
const named: Readonly<Record<string, string>> = {
  'POST /v1/credits/write-offs': 'credit.written_off',
  'POST /v1/policy/apply': 'policy.applied',
  'POST /v1/alerts/{id}/acknowledge': 'alert.acknowledged',
  'POST /v1/alerts/{id}/snooze': 'alert.snoozed',
  'POST /v1/alerts/{id}/resolve': 'alert.resolved',
  'POST /v1/restrictions/{id}/lift': 'restriction.lifted',
  'POST /v1/deliveries/{id}/redeliver': 'delivery.redelivered',
  'DELETE /v1/keys/{id}': 'key.revoked',
  'POST /v1/invitations/accept': 'person.joined',
  'PATCH /v1/people/{id}': 'person.changed',
  'POST /v1/people/{id}/password-reset': 'person.reset_offered',
  'POST /v1/password-resets/accept': 'person.password_reset',
  'DELETE /v1/people/{id}': 'person.removed',
};

const spending = 'what agents do is told by the ledger, which has its own proof';
const reading = 'changes nothing';
const coming = 'coming and going is told by the list of sessions';
const stripe = 'needs Stripe: the tests of billing hold it';

const exceptions: Readonly<Record<string, string>> = {
  'POST /v1/reservations': spending,
  'POST /v1/reservations/{id}/settle': spending,
  'POST /v1/reservations/{id}/release': spending,
  'POST /v1/reservations/{id}/extend': spending,
  'POST /v1/usage': spending,
  'POST /v1/runs': spending,
  'POST /v1/backtests': reading,
  'POST /v1/policy/plan': reading,
  'POST /v1/invitations/look-up': reading,
  'POST /v1/channels/{channel}/test': 'sends one message, and keeps nothing',
  'POST /v1/session': coming,
  'DELETE /v1/session': coming,
  'DELETE /v1/sessions': coming,
  'POST /v1/credits/checkout': stripe,
  'POST /v1/credits/payments/{id}/refresh': stripe,
  'POST /v1/credits/reconciliation/corrections': stripe,
};

async function actions(): Promise<string[]> {
  const { rows } = await node.pool.query<{ action: string }>('SELECT action FROM audit_log ORDER BY id');
  return rows.map(({ action }) => action);
}

it('speaks of every route that changes something, once', async () => {
  const document = (await apiDocument()) as { paths: Record<string, Record<string, unknown>> };
  const changing = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).flatMap((method) => (method === 'get' ? [] : [`${method.toUpperCase()} ${path}`])),
  );
  expect([...Object.keys(calls), ...Object.keys(exceptions)].toSorted()).toEqual(changing.toSorted());
});

it('finds a row of the audit log after each change that was made', async () => {
  await send('POST', '/v1/runs', { id: 'stopped', agent: 'runner' });
  await send('POST', '/v1/usage', {
    id: 'labels',
    source: 's',
    agent: 'bot-2',
    workflow: 'w',
    user: 'u',
    cost_usd: '0',
  });
  const silent: string[] = [];
  for (const [route, change] of Object.entries(calls)) {
    const before = await actions();
    await change();
    const added = (await actions()).slice(before.length);
    const wanted = named[route];
    if (wanted === undefined ? added.length === 0 : !added.includes(wanted))
      silent.push(`${route}: ${added.join(', ')}`);
  }
  expect(silent).toEqual([]);
});
