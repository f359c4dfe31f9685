import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiDocument } from '../../../src/api/api-document.ts';
import { makeKey, membersOf, textOf } from '../support/fields.ts';
import { schemaDifferences } from '../support/schema-check.ts';
import { startTestNode, type Method, type TestNode } from '../support/test-node.ts';

interface Operation {
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly unknown[];
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: unknown;
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>
  >;
}

interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const file = new URL('../../../../../docs/reference/openapi.json', import.meta.url);
const committed = JSON.parse(readFileSync(file, 'utf8')) as Document;
const operations = Object.entries(committed.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, path, operation })),
);

let node: TestNode;
beforeAll(async () => {
  node = await startTestNode();
});
afterAll(() => node.close());

describe('docs/reference/openapi.json', () => {
  it('is what the routes say: `node scripts/openapi.mjs` writes it', async () => {
    expect(JSON.parse(JSON.stringify(await apiDocument()))).toEqual(committed);
  });

  it('is what the server answers at /openapi.json, without a key', async () => {
    expect((await node.as(null)('GET', '/openapi.json')).json).toEqual(committed);
    expect(committed.openapi).toMatch(/^3\.1\./);
  });

  it('has every route', async () => {
    const routes: string[] = [];
    await apiDocument(({ method, url, isShown }) => {
      if (!isShown || method === 'HEAD') return;
      routes.push(`${method} ${url.replace(/\*$/, '{model}').replaceAll(/:(\w+)/g, '{$1}')}`);
    });
    expect(routes.length).toBeGreaterThan(40);
    expect(operations.map(({ name }) => name).toSorted()).toEqual(routes.toSorted());
  });

  it('has the same calls as docs/reference/api.md', () => {
    const page = readFileSync(new URL('api.md', file), 'utf8');
    const listed = [...page.matchAll(/^\| `([A-Z]+ \/\S*)` \|/gm)].map(([, call = '']) => call);
    expect(listed.toSorted()).toEqual(operations.map(({ name }) => name).toSorted());
  });

  it.each(operations)('describes $name', ({ name, path, operation }) => {
    expect(operation.summary).toMatch(/^\w/);
    expect(operation.tags).toHaveLength(1);
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
    const described = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
    expect(described.map((parameter) => parameter.name)).toEqual(inPath);
    const answers = Object.keys(operation.responses).filter((status) => status !== 'default');
    expect(answers).toHaveLength(1);
    expect(operation.responses.default?.content).toHaveProperty(['application/problem+json']);
    const isEntrance = /^POST \/v1\/(session|invitations\/(look-up|accept)|password-resets\/accept)$/.test(name);
    expect(operation.security === undefined).toBe(path.startsWith('/v1/') && !isEntrance);
  });
});

/** The description of an answer; fails where there is none. */
function schemaOf(name: string, status: number): object {
  const operation = operations.find((one) => one.name === name)?.operation;
  const schema = operation?.responses[status]?.content?.['application/json']?.schema;
  if (schema === undefined) throw new Error(`${name} does not describe ${status}`);
  return schema;
}

/** Calls, and compares the answer with its description; returns the answer's members. */
async function checked(method: Method, route: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
  const reply = await node.call(method, path, body);
  expect([reply.status, reply.text]).toEqual([expect.toBeOneOf([200, 201]), expect.any(String)]);
  expect(schemaDifferences(schemaOf(`${method} ${route}`, reply.status), reply.json)).toEqual([]);
  return membersOf(reply.json);
}

const usage = { provider: 'openai', model: 'gpt-4o', input_tokens: 1_000, output_tokens: 100 };

describe('what the server answers is as it is described', () => {
  it('for reservations, usage and runs', async () => {
    await checked('POST', '/v1/budgets', '/v1/budgets', { name: 'all', per: 'org', window: 'day', limit_usd: '100' });
    await checked('POST', '/v1/credits/top-ups', '/v1/credits/top-ups', { amount_usd: '50', reference: 'r-1' });
    await checked('POST', '/v1/runs', '/v1/runs', {
      id: 'job',
      agent: 'bot',
      workflow: 'w',
      user: 'u',
      team: 't',
      limit_usd: '9',
    });
    const reserve = { agent: 'bot', run: 'job', provider: 'openai', model: 'gpt-4o', amount_usd: '1' };
    const held = await checked('POST', '/v1/reservations', '/v1/reservations', reserve);
    const one = `/v1/reservations/${textOf(held, 'id')}`;
    await checked('POST', '/v1/reservations/{id}/extend', `${one}/extend`, { amount_usd: '2' });
    const spent = { usage: [usage, usage], tools: [{ name: 'search', quantity: 1, cost_usd: '0.01' }] };
    await checked('POST', '/v1/reservations/{id}/settle', `${one}/settle`, spent);
    await checked('GET', '/v1/reservations/{id}', one);
    const other = await checked('POST', '/v1/reservations', '/v1/reservations', reserve);
    await checked('POST', '/v1/reservations/{id}/release', `/v1/reservations/${textOf(other, 'id')}/release`);
    const report = { agent: 'bot', source: 's', usage };
    await checked('POST', '/v1/usage', '/v1/usage', { ...report, id: 'one' });
    await checked('POST', '/v1/usage', '/v1/usage', [
      { ...report, id: 'two' },
      { ...report, id: 'three', tools: spent.tools },
    ]);
    await checked('GET', '/v1/usage', '/v1/usage');
    await checked('GET', '/v1/runs/{id}', '/v1/runs/job');
    await checked('POST', '/v1/runs/{id}/finish', '/v1/runs/job/finish', { status: 'succeeded' });
  });

  it('for keys, orgs, the registry and prices', async () => {
    const { id } = await makeKey(node.call, { kind: 'service', pins: { team: 't' } });
    await checked('POST', '/v1/keys', '/v1/keys', { name: 'k', kind: 'agent', agent: 'bot' });
    await checked('GET', '/v1/keys', '/v1/keys');
    await checked('POST', '/v1/keys/{id}/revoke', `/v1/keys/${id}/revoke`);
    const link = { name: 'main', provider: 'openai', api_key: 'sk-0123456789', policy: { mode: 'fit' } };
    await checked('POST', '/v1/connections', '/v1/connections', link);
    await checked('GET', '/v1/connections', '/v1/connections');
    await checked('GET', '/v1/connections/{name}', '/v1/connections/main');
    await checked('PATCH', '/v1/connections/{name}', '/v1/connections/main', { policy: null });
    await checked('POST', '/v1/orgs', '/v1/orgs', { name: 'o' });
    await checked('GET', '/v1/orgs', '/v1/orgs');
    await checked('POST', '/v1/agents', '/v1/agents', { id: 'new', team: 'blue' });
    for (const [kind, label] of [
      ['agents', 'new'],
      ['workflows', 'w'],
      ['users', 'u'],
      ['teams', 'blue'],
    ] as const) {
      await checked('GET', `/v1/${kind}`, `/v1/${kind}`);
      await checked('GET', `/v1/${kind}/{id}`, `/v1/${kind}/${label}`);
      await checked('PATCH', `/v1/${kind}/{id}`, `/v1/${kind}/${label}`, { name: 'Named' });
    }
    await checked('POST', '/v1/agents/{id}/pause', '/v1/agents/new/pause');
    await checked('POST', '/v1/agents/{id}/resume', '/v1/agents/new/resume');
    const rates = { input_usd_per_mtok: '1', output_usd_per_mtok: '2' };
    const override = { ...rates, per_request_usd: '1', tools_usd: { x: '1' }, service_tiers: { flex: rates } };
    await checked('PUT', '/v1/prices/overrides/{provider}/{model}', '/v1/prices/overrides/a/b/c', override);
    await checked('GET', '/v1/prices/overrides', '/v1/prices/overrides');
    await checked('GET', '/v1/prices', '/v1/prices?provider=a&model=b/c');
    await checked('GET', '/v1/prices', '/v1/prices?provider=google&model=gemini-2.5-pro');
    await checked('PUT', '/v1/prices/ceiling', '/v1/prices/ceiling', rates);
    await checked('GET', '/v1/prices/ceiling', '/v1/prices/ceiling');
    await checked('GET', '/problems/{name}', '/problems/not-found');
  });

  it('for budgets, credits and reports', async () => {
    const budget = { name: 'tokens', per: 'agent', match: { agent: ['bot'] }, window: 'month', limit_tokens: 1e6 };
    const made = await checked('POST', '/v1/budgets', '/v1/budgets', budget);
    const one = `/v1/budgets/${textOf(made, 'id')}`;
    await checked('GET', '/v1/budgets', '/v1/budgets');
    await checked('GET', '/v1/budgets/{id}', one);
    await checked('PATCH', '/v1/budgets/{id}', one, { limit_tokens: 2e6 });
    await checked('GET', '/v1/budgets/{id}/counters', `${one}/counters`);
    await node.call('POST', '/v1/reservations', { agent: 'bot', amount_usd: '1000' });
    await checked('GET', '/v1/credits', '/v1/credits');
    await checked('GET', '/v1/credits/ledger', '/v1/credits/ledger');
    await checked('GET', '/v1/reports/overview', '/v1/reports/overview');
    await checked('GET', '/v1/reports/breakdown', '/v1/reports/breakdown?by=agent,model');
    await checked('GET', '/v1/reports/series', '/v1/reports/series?by=agent');
    await checked('GET', '/v1/reports/refusals', '/v1/reports/refusals');
    await checked('GET', '/v1/reports/agents', '/v1/reports/agents');
    await checked('GET', '/v1/agents/{id}/budgets', '/v1/agents/bot/budgets');
  });
});
