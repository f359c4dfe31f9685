import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type HostileGateway, paths, startHostile } from './support/hostile-gateway.ts';
import { expectNothing, reservationCount } from './support/ledger.ts';
import { chatAnswer, sendJson } from './support/provider-answers.ts';

let gateway: HostileGateway;

beforeAll(async () => {
  gateway = await startHostile();
  await gateway.addConnection('groq', { provider: 'openai-compatible', price_provider: 'openai' });
});

afterAll(() => gateway.close());

beforeEach(() => gateway.upstream.answer((response) => sendJson(response, chatAnswer(7, 5))));

const body = { model: 'gpt-4o', max_tokens: 5, messages: [{ role: 'user', content: 'hello' }] };

async function expectNotFound(method: string, path: string): Promise<void> {
  const [calls, reservations] = [gateway.upstream.calls.length, await reservationCount(gateway.nodes.pool)];
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const answer = await gateway.ask(path, 'no-such-path', { method, ...(hasBody && { body }) });
  expect({ path, status: answer.status }).toEqual({ path, status: 404 });
  expect(gateway.upstream.calls.length).toBe(calls);
  expect(await reservationCount(gateway.nodes.pool)).toBe(reservations);
}

const unmetered = [
  '/v1',
  '/v1/',
  '/v1/files',
  '/v1/batches',
  '/v1/messages/batches',
  '/v1/completions',
  '/v1/images/generations',
  '/v1/images/edits',
  '/v1/audio/speech',
  '/v1/audio/transcriptions',
  '/v1/realtime/sessions',
  '/v1/fine_tuning/jobs',
  '/v1/assistants',
  '/v1/threads/runs',
  '/v1/videos',
  '/v1/responses/resp_1',
  '/v1/responses/resp_1/cancel',
  '/v1/responses/compact',
  '/v1/responses/input_tokens',
  '/v1/chat/completions/chatcmpl_1',
  '/v1/complete',
  '/v1beta/files',
  '/v1beta/cachedContents',
  '/v1beta/models/gemini-2.5-flash:batchGenerateContent',
  '/v1beta/models/gemini-2.5-flash:predict',
  '/v1beta/models/gemini-2.5-flash:predictLongRunning',
  '/v1beta/tunedModels/mine:generateContent',
  '/upload/v1beta/files',
  '/v1alpha/models/gemini-2.5-flash:generateContent',
  '/v2/chat/completions',
  '/chat/completions',
  '/messages',
  '/',
  '',
];

test.each(['openai', 'anthropic', 'gemini', 'groq'])(
  '%s: whatever no ledger knows is not found',
  async (connection) => {
    for (const path of unmetered) {
      for (const method of ['GET', 'POST', 'DELETE']) await expectNotFound(method, `/gateway/${connection}${path}`);
    }
  },
);

const disguises = [
  '/gateway/openai//v1/chat/completions',
  '/gateway//openai/v1/chat/completions',
  '/gateway/openai/v1//chat/completions',
  '/gateway/openai/v1/chat/completions/',
  '/gateway/openai/v1/chat%2Fcompletions',
  '/gateway/openai/v1%2Fchat/completions',
  '/gateway/openai%2Fv1/chat/completions',
  '/gateway/openai/v1/chat/%63ompletions',
  '/gateway/openai/v1/chat/completions%20',
  '/gateway/openai/v1/chat/completions%00',
  '/gateway/openai/v1/chat/completions%3Fx=1',
  '/gateway/openai/v1/chat/completions;x=1',
  '/gateway/openai/v1/chat/completions.json',
  '/gateway/openai/v1/Chat/Completions',
  '/gateway/openai/v1/models/../chat/completions',
  '/gateway/openai/v1/./chat/completions',
  '/gateway/openai/v1/models/..%2F..%2Fv1/files',
  '/gateway/openai/v1/models/%2e%2e/files',
  '/gateway/openai/v1/models/%252e%252e/files',
  '/gateway/openai/v1/models/..\\files',
  '/gateway/openai/v1/models/..%5cfiles',
  '/gateway/anthropic/v1/messages/count_tokens/../../messages',
  '/gateway/anthropic/v1/messages/count_tokens/..',
  '/gateway/anthropic/v1/messages%2Fcount_tokens',
  '/gateway/gemini/v1beta/models/gemini-2.5-flash:generateContent/../x:countTokens',
  '/gateway/gemini/v1beta/models/gemini-2.5-flash:generateContent%3F:countTokens',
  '/gateway/gemini/v1beta/models/gemini-2.5-flash%3AgenerateContent:countTokens',
  '/gateway/gemini/v1beta/models/gemini-2.5-flash%3AgenerateContent%3F:countTokens',
  '/gateway/gemini/v1beta/models/gemini-2.5-flash%3AgenerateContent%23:countTokens',
  '/gateway/gemini/v1beta/models/gemini-2.5-flash%253AgenerateContent:countTokens',
  '/gateway/gemini/v1beta/models/gemini-2.5-pro%3AgenerateContent%3F%3AgenerateContent',
  '/gateway/gemini/v1beta/models/a%2Fb:generateContent',
  '/gateway/gemini/v1beta/models/%2e%2e:generateContent',
  '/gateway/gemini/v1beta/models/:generateContent',
  '/gateway/openai/run/r/run/s/v1/chat/completions',
  '/gateway/openai/run//v1/chat/completions',
  '/gateway/openai/run/%E0%A4%A/v1/chat/completions',
  '/gateway/openai/colour/red/v1/chat/completions',
  '/gateway/%E0%A4%A/v1/chat/completions',
  '/gateway/nobody/v1/chat/completions',
  '/gateway/__proto__/v1/chat/completions',
  '/gateway/',
  '/Gateway/openai/v1/chat/completions',
];

test.each(disguises)('POST %s leads nowhere', async (path) => {
  const calls = gateway.upstream.calls.length;
  const reservations = await reservationCount(gateway.nodes.pool);
  const { status } = await gateway.ask(path, 'disguised', { body });
  expect([400, 404]).toContain(status);
  expect(gateway.upstream.calls.length).toBe(calls);
  expect(await reservationCount(gateway.nodes.pool)).toBe(reservations);
  await expectNothing(gateway.nodes, 'disguised');
});

test('an endpoint of another provider is not found', async () => {
  await expectNotFound('POST', '/gateway/openai/v1/messages');
  await expectNotFound('POST', '/gateway/anthropic/v1/chat/completions');
  await expectNotFound('POST', '/gateway/gemini/v1/chat/completions');
  await expectNotFound('POST', '/gateway/openai/v1beta/models/gemini-2.5-flash:generateContent');
});

test('another method on a path that is known is not found, and asks nobody', async () => {
  for (const path of Object.values(paths)) {
    for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) await expectNotFound(method, path);
  }
  await expectNotFound('POST', '/gateway/openai/v1/models');
  await expectNotFound('DELETE', '/gateway/openai/v1/models/ft-mine');
  for (const method of ['HEAD', 'OPTIONS', 'TRACE']) await expectNotFound(method, paths.chat);
});

test('a refusal of a path speaks as its provider does', async () => {
  const openai = await gateway.ask('/gateway/openai/v1/files', 'words', { method: 'GET' });
  expect(openai.json).toMatchObject({ code: 'not_found', error: { type: 'invalid_request_error', code: 'not_found' } });
  const anthropic = await gateway.ask('/gateway/anthropic/v1/messages/batches', 'words', { body });
  expect(anthropic.json).toMatchObject({ type: 'error', error: { type: 'not_found_error' } });
  const gemini = await gateway.ask('/gateway/gemini/v1beta/cachedContents', 'words', { body });
  expect(gemini.json).toMatchObject({ error: { code: 404, status: 'NOT_FOUND' } });
});

test('lists of models pass through, and cost nothing', async () => {
  const before = gateway.upstream.calls.length;
  const reservations = await reservationCount(gateway.nodes.pool);
  for (const path of ['/gateway/openai/v1/models', '/gateway/openai/v1/models/gpt-4o', '/gateway/groq/v1/models/a/b']) {
    expect((await gateway.ask(path, 'models', { method: 'GET' })).status).toBe(200);
  }
  const urls = gateway.upstream.calls.slice(before).map(({ method, url }) => `${method} ${url}`);
  expect(urls).toEqual(['GET /v1/models', 'GET /v1/models/gpt-4o', 'GET /v1/models/a/b']);
  expect(await reservationCount(gateway.nodes.pool)).toBe(reservations);
});

test('a connection of another org is not found, and neither is the difference', async () => {
  const { nodes } = gateway;
  const { body: org } = await nodes.must('/v1/orgs', { name: 'other' });
  const secret = String((org['admin_key'] as Record<string, unknown> | undefined)?.['secret'] ?? org['secret']);
  const headers = { authorization: `Bearer ${secret}`, 'x-cofferdam-agent': 'spy' };
  const theirs = await gateway.ask('/gateway/groq/v1/chat/completions', 'other-org', { body, headers });
  const nobodys = await gateway.ask('/gateway/nope/v1/chat/completions', 'other-org', { body, headers });
  expect([theirs.status, nobodys.status]).toEqual([404, 404]);
  const { instance: _, ...said } = theirs.json;
  const { instance: __, ...saidOfNobody } = nobodys.json;
  expect(JSON.stringify(said).replaceAll('groq', '?')).toBe(JSON.stringify(saidOfNobody).replaceAll('nope', '?'));
  await expectNothing(nodes, 'other-org');
});

const mistakes: readonly (readonly [string, string, RegExp])[] = [
  ['/gateway/openai/chat/completions', 'no version', /: the base URL is …\/gateway\/openai\/v1$/],
  ['/gateway/anthropic/messages', 'no version', /: the base URL is …\/gateway\/anthropic\/v1$/],
  ['/gateway/gemini/models/gemini-2.5-flash:generateContent', 'no version', /…\/gateway\/gemini\/v1beta$/],
  ['/gateway/openai/v1/v1/chat/completions', 'two versions', /too often: .* its base URL is …\/gateway\/openai$/],
  ['/gateway/anthropic/v1/v1/messages', 'two versions', /too often: .* its base URL is …\/gateway\/anthropic$/],
  ['/gateway/gemini/v1/v1beta/models/x:generateContent', 'two versions', /too often: .*…\/gateway\/gemini$/],
  [
    '/gateway/v1/chat/completions',
    'no connection',
    /connection v1, .*: the base URL is …\/gateway\/\{connection\}\/v1/,
  ],
  ['/gateway/chat/completions', 'no connection', /connection chat, .*: the base URL is …\/gateway\/\{connection\}\/v1/],
  ['/gateway/', 'no connection', /there is no such path: the base URL is …\/gateway\/\{connection\}\/v1/],
  [
    '/gateway/openai/task/x/v1/chat/completions',
    'no label',
    /no label task in paths; there are agent, run, parent-run,/,
  ],
  ['/gateway/openai/run/r/task/x/v1/chat/completions', 'no label', /no label task in paths; there are agent,/],
  ['/gateway/openai/run/r/run/s/v1/chat/completions', 'a label twice', /the path says run twice$/],
];

test.each(mistakes)('POST %s is told by what is wrong with it: %s', async (path, _, detail) => {
  const { status, json } = await gateway.ask(path, 'mistaken', { body });
  expect(status).toBe(404);
  expect(json['detail']).toMatch(detail);
});
