import { expect, test } from 'vitest';
import {
  BudgetExhaustedError,
  Cofferdam,
  ConnectionError,
  RateLimitedError,
  TimeoutError,
  UnavailableError,
} from '../src/index.ts';
import { fakeClock, fakeServer, type Script } from './fake-server.ts';

function start(...scripts: readonly Script[]) {
  const server = fakeServer(...scripts);
  const clock = fakeClock();
  const options = { baseUrl: 'http://cofferdam.test', apiKey: 'k', timeoutMs: 1e6, clock, fetch: server.fetch };
  return { ...server, clock, client: new Cofferdam({ ...options, random: () => 0.5 }) };
}

const done: Script = { status: 200, body: { data: [], next_cursor: null } };
const busy: Script = { status: 503, body: { code: 'overloaded' } };

test('what may pass is asked again under the same key, after growing pauses with a part of chance', async () => {
  const { client, asked, clock } = start(busy, 'cut', { status: 429, body: {} }, { status: 201, body: { id: 'r' } });
  await client.reservations.create({ agent: 'a', amount_usd: '1' });
  expect(new Set(asked.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  expect(asked).toHaveLength(4);
  expect(clock.waits).toEqual([75, 150, 300]);
});

test('each call has a key of its own, and the one that is given stands', async () => {
  const { client, asked } = start({ status: 201, body: {} });
  await client.runs.create({ agent: 'a' });
  await client.runs.create({ agent: 'a' });
  await client.runs.create({ agent: 'a' }, { idempotencyKey: 'mine' });
  const keys = asked.map(({ headers }) => headers['idempotency-key']);
  expect(keys[2]).toBe('mine');
  const others = start({ status: 201, body: {} });
  const chance = new Cofferdam({ apiKey: 'k', fetch: others.fetch });
  await chance.runs.create({ agent: 'a' });
  await chance.runs.create({ agent: 'a' });
  const [one, other] = others.asked.map(({ headers }) => headers['idempotency-key']);
  expect(one).toMatch(/^[0-9a-f-]{36}$/);
  expect(one).not.toBe(other);
});

test('Retry-After is obeyed, in seconds and as a date; one that is too long is left to the caller', async () => {
  const later = { status: 429, body: {}, headers: { 'retry-after': '7' } };
  const { client, clock } = start(later, done);
  await client.budgets.list();
  expect(clock.waits).toEqual([7050]);
  const dated = start({ ...later, headers: { 'retry-after': 'Tue, 24 Nov 2026 00:00:20 GMT' } }, done);
  await dated.client.budgets.list();
  expect(dated.clock.waits).toEqual([20_050]);
  const long = start({ ...later, headers: { 'retry-after': '3600' } }, done);
  const error: unknown = await long.client.budgets.list().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(RateLimitedError);
  expect(error).toMatchObject({ retryAfterMs: 3_600_000, isFinal: false });
  expect(long.asked).toHaveLength(1);
});

test.each([400, 401, 402, 403, 404, 409, 410, 422, 500])('%i is final', async (status) => {
  const { client, asked } = start({ status, body: { code: 'x', detail: 'why' } });
  await expect(client.runs.create({ agent: 'a' })).rejects.toMatchObject({ status, isFinal: true, detail: 'why' });
  expect(asked).toHaveLength(1);
});

test('what the server says to be final is final, whatever its status', async () => {
  const { client, asked } = start({ status: 503, body: {}, headers: { 'x-should-retry': 'false' } });
  await expect(client.budgets.list()).rejects.toMatchObject({ isFinal: true });
  expect(asked).toHaveLength(1);
});

test('after so many attempts the last error stands', async () => {
  const { client, asked } = start(busy);
  await expect(client.budgets.list()).rejects.toBeInstanceOf(UnavailableError);
  expect(asked).toHaveLength(4);
  await expect(client.budgets.list({}, { maxRetries: 0 })).rejects.toBeInstanceOf(UnavailableError);
  expect(asked).toHaveLength(5);
});

test('a change that is no POST is not sent again where no answer came, and is where nothing was decided', async () => {
  const lost = start('cut');
  await expect(lost.client.budgets.delete('b')).rejects.toBeInstanceOf(ConnectionError);
  expect(lost.asked).toHaveLength(1);
  const waiting = start(busy, { status: 204 });
  expect(await waiting.client.budgets.delete('b')).toBeUndefined();
  expect(waiting.asked).toHaveLength(2);
});

test('silence is a TimeoutError, and a signal ends a call with its own reason', async () => {
  const { client } = start('silent');
  await expect(client.budgets.list({}, { timeoutMs: 10, maxRetries: 0 })).rejects.toBeInstanceOf(TimeoutError);
  const stop = new AbortController();
  const waiting = client.budgets.list({}, { signal: stop.signal });
  stop.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  await expect(client.budgets.list({}, { signal: stop.signal })).rejects.toThrow('enough');
});

test('a signal ends the pause between two attempts', async () => {
  const stop = new AbortController();
  const server = fakeServer(busy);
  const client = new Cofferdam({ apiKey: 'k', fetch: server.fetch });
  const waiting = client.budgets.list({}, { signal: stop.signal, maxRetries: 100 });
  setTimeout(() => stop.abort(), 20);
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
});

test('the error of a lost connection says what it was', async () => {
  const { client } = start('cut');
  await expect(client.budgets.list()).rejects.toThrow('http://cofferdam.test: fetch failed: socket hang up');
});

test('a refusal for money says what is short', async () => {
  const problem = {
    code: 'budget_exceeded',
    detail: 'agent a has 0.42 USD left',
    instance: 'req-1',
    budget: 'b',
    per: 'agent',
    subject: 'a',
    limit_usd: '5',
    spent_usd: '4.58',
    reserved_usd: '0',
    available_usd: '0.42',
    required_usd: '0.61',
    resets_at: '2026-11-23T23:00:00Z',
  };
  const { client } = start({ status: 402, body: problem });
  const error: unknown = await client.runs.create({ agent: 'a' }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(BudgetExhaustedError);
  expect(error).toMatchObject({
    name: 'BudgetExhaustedError',
    message: 'agent a has 0.42 USD left',
    requestId: 'req-1',
  });
  const { available, required, limit, spent, reserved, resetsAt, subject, unit } = error as BudgetExhaustedError;
  expect({ available, required, limit, spent, reserved, resetsAt, subject, unit }).toEqual({
    available: '0.42',
    required: '0.61',
    limit: '5',
    spent: '4.58',
    reserved: '0',
    resetsAt: '2026-11-23T23:00:00Z',
    subject: 'a',
    unit: 'usd',
  });
});

test('what is wrong with each field is told', async () => {
  const errors = [{ field: 'limit_usd', problem: 'must be text' }, 'odd', null];
  const { client } = start({ status: 400, body: { code: 'invalid_request', field: 'limit_usd', errors } });
  const refused = client.runs.create({ agent: 'a' });
  await expect(refused).rejects.toMatchObject({ field: 'limit_usd', errors: [errors[0]] });
});

test('pages follow each other; the first is there by itself', async () => {
  const page = (ids: string[], next: string | null): Script => ({
    status: 200,
    body: { data: ids.map((id) => ({ id })), next_cursor: next },
  });
  const { client, asked } = start(page(['a', 'b'], 'c1'), page(['c'], null));
  const seen: string[] = [];
  for await (const { id } of client.agents.list({ limit: 2 })) seen.push(id);
  expect(seen).toEqual(['a', 'b', 'c']);
  expect(asked.map(({ url }) => url)).toEqual([
    'http://cofferdam.test/v1/agents?limit=2',
    'http://cofferdam.test/v1/agents?limit=2&cursor=c1',
  ]);
});

test('names in a path are encoded, and one that is empty is refused', async () => {
  const { client, asked } = start({ status: 200, body: {} });
  await client.agents.get('team/one two');
  expect(asked[0]?.url).toBe('http://cofferdam.test/v1/agents/team%2Fone%20two');
  await expect(client.agents.get('')).rejects.toThrow(/needs id/);
});

test('why something is changed goes with it, in any script', async () => {
  const { client, asked } = start({ status: 200, body: {} });
  await client.budgets.update('b', { limit_usd: '1' }, { reason: 'höher' });
  expect(Buffer.from(asked[0]?.headers['x-cofferdam-reason'] ?? '', 'latin1').toString('utf8')).toBe('höher');
});

test('an address that is none is refused at once', () => {
  expect(() => new Cofferdam({ baseUrl: 'cofferdam' })).toThrow(/baseUrl must start with/);
});
