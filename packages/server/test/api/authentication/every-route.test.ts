import { afterAll, beforeAll, expect, it } from 'vitest';
import { apiDocument } from '../../../src/api/api-document.ts';
import { tableContents } from '../support/table-contents.ts';
import { startTestNode, type Method, type TestNode } from '../support/test-node.ts';

/**
 * What answers without a key, by intention: health, metrics, the description of the API and of its problems, and the pages that a
 * payer comes back to.
 */
const open = [
  '/healthz',
  '/readyz',
  '/metrics',
  '/openapi.json',
  '/policy.schema.json',
  '/problems/:name',
  '/checkout/done',
  '/checkout/cancelled',
  '/.well-known/cofferdam-checkpoint-key',
].map((url) => `GET ${url}`);

/** Where people come in who have no session yet: what they show instead is looked at by the route itself. */
const entrances = [
  'POST /v1/session',
  'POST /v1/invitations/look-up',
  'POST /v1/invitations/accept',
  'POST /v1/password-resets/accept',
];

interface Route {
  readonly method: Method;
  readonly url: string;
}

const routes: Route[] = [];
await apiDocument(({ method, url }) => {
  if (method !== 'HEAD') routes.push({ method: method as Method, url });
});

let node: TestNode;
beforeAll(async () => {
  node = await startTestNode();
});
afterAll(() => node.close());

/** A path of the route, whose names nobody has. */
function pathOf({ url }: Route): string {
  return url.replaceAll(/:\w+/g, 'nobody').replace('*', 'nobody');
}

it('every route needs a key, but for those that are open by intention', async () => {
  const before = await tableContents(node.pool);
  const answers = await Promise.all(
    routes.map(async (route) => ({ ...route, status: (await node.as(null)(route.method, pathOf(route))).status })),
  );
  const named = ({ method, url }: Route): string => `${method} ${url}`;
  const keyed = answers.filter((route) => ![...open, ...entrances].includes(named(route)));
  expect(keyed.length).toBeGreaterThan(40);
  expect(keyed.filter(({ status }) => status !== 401)).toEqual([]);
  expect(routes.map(named)).toEqual(expect.arrayContaining([...open, ...entrances]));
  expect(await tableContents(node.pool)).toEqual(before);
});
