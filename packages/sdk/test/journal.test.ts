import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Cofferdam, type Intent } from '../src/index.ts';
import { fileJournal } from '../src/node/index.ts';
import { fakeClock, fakeServer, type Script } from './fake-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'cofferdam-journal-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newPath = (): string => join(folder, 'deep', `journal-${(files += 1)}.ndjson`);

const intent = (id: string, cost = '1'): Intent => ({
  id,
  operation: 'POST /v1/reservations/{id}/settle',
  path: { id },
  body: { cost_usd: cost },
  idempotency_key: `key-${id}-${cost}`,
});

test('what was put is there for the next process, the latest of each id, the oldest first', async () => {
  const path = newPath();
  const one = fileJournal(path);
  await Promise.all(['a', 'b', 'c', 'd'].map((id) => one.put(intent(id))));
  await one.put(intent('a', '2'));
  await one.remove('b');
  await one.remove('unknown');
  await one.close();
  const other = fileJournal(path);
  expect(await other.pending()).toEqual([intent('c'), intent('d'), intent('a', '2')]);
  // What is done with does not stay in the file.
  expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(4);
  await other.close();
});

test('a last line that was cut off is kept beside, and what is written then is whole', async () => {
  const path = newPath();
  const one = fileJournal(path);
  await one.put(intent('a'));
  await one.close();
  appendFileSync(path, '{"put":{"id":"b","oper');
  const other = fileJournal(path);
  expect(await other.pending()).toEqual([intent('a')]);
  expect(readFileSync(`${path}.unreadable`, 'utf8')).toBe('{"put":{"id":"b","oper\n');
  await other.put(intent('c'));
  await other.close();
  const last = fileJournal(path);
  expect(await last.pending()).toEqual([intent('a'), intent('c')]);
  await last.close();
});

test('one process has it at a time; what a dead one left is taken over', async () => {
  const path = newPath();
  const one = fileJournal(path);
  await one.put(intent('a'));
  await expect(fileJournal(path).pending()).rejects.toThrow(/open in this process/);
  await one.close();
  // Process 1 is alive wherever this runs, and is another.
  writeFileSync(`${path}.lock`, '1');
  await expect(fileJournal(path).put(intent('b'))).rejects.toThrow(/process 1 has the journal/);
  // Larger than any number that a system gives.
  writeFileSync(`${path}.lock`, '999999999');
  const other = fileJournal(path);
  expect(await other.pending()).toHaveLength(1);
  await other.close();
});

function start(journal: ReturnType<typeof fileJournal>, ...scripts: readonly Script[]) {
  const server = fakeServer(...scripts);
  const problems: string[] = [];
  const client = new Cofferdam({
    apiKey: 'k',
    fetch: server.fetch,
    timeoutMs: 1e6,
    clock: fakeClock(),
    journal,
    onProblem: ({ what }) => problems.push(what),
  });
  return { ...server, problems, client };
}

const held: Script = { status: 201, body: { id: 'r1', amount_usd: '1', budgets: [], wallet: null } };
const settled: Script = { status: 200, body: { id: 'r1', cost_usd: '0.5' } };

test('that work has begun is on the disk before it begins; what it spent, before that is said', async () => {
  const path = newPath();
  const journal = fileJournal(path);
  const { client, asked } = start(journal, held, settled);
  const bodies = (): unknown[] =>
    readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line.includes('"put"'))
      .map((line) => (JSON.parse(line) as { put: Intent }).put.body);
  await client.as({ agent: 'a' }).withReservation({ amount_usd: '1' }, async () => {
    expect(bodies()).toEqual([{ usage: null }]);
    return { result: 1, actual: { cost_usd: '0.5' } };
  });
  expect(bodies()).toEqual([{ usage: null }, { cost_usd: '0.5' }]);
  expect(await journal.pending()).toEqual([]);
  expect(asked.map(({ body }) => body)).toEqual([{ agent: 'a', amount_usd: '1' }, { cost_usd: '0.5' }]);
  await journal.close();
});

test('a settle without an answer costs nobody the result, and is made by recover, under its own key', async () => {
  const path = newPath();
  const journal = fileJournal(path);
  const { client, asked, problems } = start(journal, held, ...Array.from({ length: 10 }, (): Script => 'cut'), settled);
  const result = await client
    .as({ agent: 'a' })
    .withReservation({ amount_usd: '1' }, async () => ({ result: 'paid for', actual: { cost_usd: '0.5' } }));
  expect(result).toBe('paid for');
  expect(problems).toEqual(['reservation r1 is not settled yet: recover() will do it']);
  expect(await client.recover()).toEqual({ done: 1, left: [] });
  const keys = asked.slice(1).map(({ headers }) => headers['idempotency-key']);
  expect([keys.length, new Set(keys).size]).toEqual([11, 1]);
  expect(await client.recover()).toEqual({ done: 0, left: [] });
  await journal.close();
});

test('recover leaves what is under way alone, and names what the server refuses', async () => {
  const journal = fileJournal(newPath());
  await journal.put(intent('gone'));
  await journal.put(intent('closed'));
  const { client } = start(
    journal,
    held,
    { status: 404, body: { code: 'not_found' } },
    { status: 409, body: {} },
    settled,
  );
  const open = await client.as({ agent: 'a' }).hold({ amount_usd: '1' }, { heartbeat: false });
  const { done, left } = await client.recover();
  expect(done).toBe(1);
  expect(left).toMatchObject([{ intent: { id: 'gone' }, error: { code: 'not_found' } }]);
  expect((await journal.pending()).map(({ id }) => id)).toEqual(['gone', 'r1']);
  await open.settle({ cost_usd: '0.5' });
  expect((await journal.pending()).map(({ id }) => id)).toEqual(['gone']);
  await journal.close();
});

test('where the journal cannot be written no work begins, and what was reserved is given back', async () => {
  const journal = {
    put: () => Promise.reject(new Error('disk full')),
    remove: () => Promise.resolve(),
    pending: () => Promise.resolve([]),
    close: () => Promise.resolve(),
  };
  const { client, asked } = start(journal, held, { status: 200, body: {} });
  const work = client.as({ agent: 'a' }).withReservation({ amount_usd: '1' }, () => Promise.reject(new Error('began')));
  await expect(work).rejects.toThrow('disk full');
  expect(asked.map(({ url }) => new URL(url).pathname)).toEqual(['/v1/reservations', '/v1/reservations/r1/release']);
});
