import type { LookupAddress } from 'node:dns';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { startNode } from '../../lane/support/nodes.ts';
import { ask } from './support/caller.ts';
import { type HostileGateway, paths, startHostile } from './support/hostile-gateway.ts';
import { bookingOf, expectReleased } from './support/ledger.ts';
import { chatAnswer, gpt4oCost, sendJson } from './support/provider-answers.ts';

/** Answers of the name server, in order; the last one stays. */
const resolver = vi.hoisted(() => ({ answers: [] as string[][], asked: [] as string[] }));

vi.mock(import('node:dns/promises'), async (original) => {
  const module = await original();
  const lookup = (hostname: string): Promise<LookupAddress[]> => {
    resolver.asked.push(hostname);
    const answer = resolver.answers.length > 1 ? resolver.answers.shift()! : resolver.answers[0]!;
    return Promise.resolve(answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));
  };
  return { ...module, lookup: lookup as unknown as typeof module.lookup };
});

let shut: HostileGateway;
let open: HostileGateway;

beforeAll(async () => {
  shut = await startHostile({ node: { allowedPrivate: [] }, hasConnections: false });
  open = await startHostile();
});

afterAll(async () => {
  await shut.close();
  await open.close();
});

beforeEach(() => {
  resolver.asked.length = 0;
  for (const { upstream } of [shut, open]) upstream.answer((response) => sendJson(response, chatAnswer(7, 5)));
});

const body = { model: 'gpt-4o', max_tokens: 50, messages: [{ role: 'user', content: 'hello' }] };

/** An address of the public internet at which nobody answers in time. */
const publicAddress = '192.0.3.1';

async function named(gateway: HostileGateway, name: string): Promise<string> {
  const base_url = `http://${name}.example:${gateway.upstream.port}/v1`;
  await gateway.addConnection(name, { base_url, timeouts: { connect_ms: 300 } });
  return `/gateway/${name}/v1/chat/completions`;
}

async function expectForbidden(path: string, run: string): Promise<void> {
  const answer = await shut.ask(path, run, { body });
  expect(answer.json).toMatchObject({ status: 403, code: 'target_forbidden', error: { type: 'permission_error' } });
  // Where the name leads is for the operator's log alone.
  expect(answer.text).not.toMatch(/127\.0|169\.254|10\.0|::1/);
  expect(shut.upstream.connections.made).toBe(0);
  await expectReleased(shut.nodes, run);
}

test.each([
  ['loopback', ['127.0.0.1']],
  ['private', ['10.0.0.1']],
  ['metadata', ['169.254.169.254']],
  ['loopback-v6', ['::1']],
  ['mapped', ['::ffff:127.0.0.1']],
  ['one-of-two', [publicAddress, '127.0.0.1']],
])('a name that leads to an address of kind %s is refused, and costs nothing', async (name, addresses) => {
  resolver.answers = [addresses];
  await expectForbidden(await named(shut, name), name);
});

test('a name that leads to a public address at first and to a private one then (DNS rebinding) gets nowhere', async () => {
  const path = await named(shut, 'rebinding');
  resolver.answers = [[publicAddress], ['127.0.0.1']];
  // The first call goes to the address that was checked, and to no other.
  const first = await shut.ask(path, 'rebinding-0', { body });
  expect(first.json).toMatchObject({ status: 502, code: 'upstream_unreachable' });
  expect(shut.upstream.connections.made).toBe(0);
  await expectReleased(shut.nodes, 'rebinding-0');
  await expectForbidden(path, 'rebinding-1');
});

test('the address that was checked is the one that is called: the name is asked for once for each connection', async () => {
  const path = await named(open, 'checked');
  resolver.answers = [['127.0.0.1'], ['10.0.0.1']];
  for (const run of ['checked-0', 'checked-1']) {
    const answer = await open.ask(path, run, { body });
    expect(answer.status).toBe(200);
    expect((await bookingOf(open.nodes, run)).cost).toBe(gpt4oCost(7, 5));
  }
  // The second call goes over the connection of the first.
  expect(resolver.asked).toEqual(['checked.example']);
  expect(open.upstream.connections.made).toBe(1);
});

test('a private range that is allowed opens no other, and metadata addresses stay shut', async () => {
  const path = await named(open, 'others');
  for (const [index, address] of ['10.0.0.1', '169.254.169.254', '192.168.1.1'].entries()) {
    resolver.answers = [[address]];
    const answer = await open.ask(path, `others-${index}`, { body });
    expect(answer.json).toMatchObject({ status: 403, code: 'target_forbidden' });
    await expectReleased(open.nodes, `others-${index}`);
  }
});

test('an address that stands in a URL is checked at every call: what was allowed once may not be now', async () => {
  const strict = await startNode(open.nodes.database, { allowedPrivate: [] });
  try {
    await strict.app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = strict.app.server.address() as AddressInfo;
    const before = open.upstream.connections.made;
    const headers = { authorization: `Bearer ${open.key}`, 'x-cofferdam-run': 'literal' };
    const answer = await ask(`http://127.0.0.1:${port}`, paths.chat, { body, headers });
    expect(answer.json).toMatchObject({ status: 403, code: 'target_forbidden' });
    expect(open.upstream.connections.made).toBe(before);
    await expectReleased(open.nodes, 'literal');
  } finally {
    await strict.close();
  }
});
