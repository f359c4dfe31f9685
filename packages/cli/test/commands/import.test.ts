import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { type FakeServer, type Reaction, type RecordedCall, startFakeServer } from '../fake-server.ts';
import { createFakeTerminal, exitCode, runCommand } from '../fake-terminal.ts';

let server: FakeServer;
afterEach(() => server.close());

function rowsOf({ body }: RecordedCall): Record<string, unknown>[] {
  const lines = String(body).trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

function imported(call: RecordedCall, more: Record<string, unknown> = {}): Reaction {
  return {
    status: 200,
    body: { imported: rowsOf(call).length, repeated: 0, unpriced: 0, cost_usd: '0.1', errors: [], ...more },
  };
}

async function run(text: string, react: (call: RecordedCall) => Reaction, ...args: string[]) {
  server = await startFakeServer(react);
  const terminal = createFakeTerminal({ files: { 'past/usage.csv': text } });
  const common = ['--url', server.url, '--key', 'k'];
  const code = await runCommand(['import', 'past/usage.csv', ...common, ...args], terminal);
  return { code, terminal };
}

it('sends a table in parts of two thousand rows, each row under a name of its own, and adds up what they cost', async () => {
  const rows = Array.from({ length: 4_100 }, (_, index) => `2026-01-01T00:00:00Z,bot,${index % 7}`);
  const { code, terminal } = await run(`time,agent,cost_usd\n${rows.join('\n')}\n`, (call) => imported(call), '--json');
  expect(code).toBe(exitCode.ok);
  expect(server.calls.map((call) => [call.path, rowsOf(call).length])).toEqual([
    ['/v1/imports/usage?source=usage.csv', 2_000],
    ['/v1/imports/usage?source=usage.csv', 2_000],
    ['/v1/imports/usage?source=usage.csv', 100],
  ]);
  expect(new Set(server.calls.flatMap(rowsOf).map(({ id }) => id)).size).toBe(4_100);
  expect(JSON.parse(terminal.stdout)).toMatchObject({ rows: 4_100, imported: 4_100, cost_usd: '0.3', left_out: 0 });
});

it('names the same rows the same, whatever stands before them, and keeps the names that they have', async () => {
  const names = async (text: string): Promise<unknown[]> => {
    await run(text, (call) => imported(call), '--source', 'old');
    const ids = server.calls.flatMap(rowsOf).map(({ id }) => id);
    await server.close();
    return ids;
  };
  const two = '2026-01-01T00:00:00Z,bot,1\n2026-01-01T00:00:00Z,bot,1\n';
  const [first, second] = await names(`time,agent,cost_usd\n${two}`);
  expect(first).not.toBe(second);
  expect(await names(`time,agent,cost_usd\n2026-01-02T00:00:00Z,bot,9\n${two}`)).toEqual([
    expect.any(String),
    first,
    second,
  ]);
  expect(await names('{"id":"mine","time":"2026-01-01T00:00:00Z"}\n')).toEqual(['mine']);
});

it('says what is wrong by the line of the file, and ends with 1', async () => {
  const errors = [{ line: 2, field: 'time', problem: 'must be an RFC 3339 time' }];
  const table = 'time,agent,request_id\n2026-01-01T00:00:00Z,a,"two\nlines"\nyesterday,a,x\n';
  const { code, terminal } = await run(table, (call) => imported(call, { imported: 0, errors }));
  expect(code).toBe(exitCode.failed);
  expect(terminal.stdout).toContain('usage.csv:4: time: must be an RFC 3339 time');
  expect(terminal.stdout).toContain('2 were left out');
});

it('sends a part again where the server was busy, and nothing where the file cannot be read', async () => {
  let count = 0;
  const busy = (call: RecordedCall): Reaction => ((count += 1) === 1 ? { status: 503, body: {} } : imported(call));
  expect((await run('time,agent,cost_usd\n2026-01-01T00:00:00Z,bot,1\n', busy)).code).toBe(exitCode.ok);
  expect(count).toBe(2);
  await server.close();
  const { code, terminal } = await run('time,agent\n"2026', (call) => imported(call));
  expect([code, server.calls.length]).toEqual([exitCode.failed, 0]);
  expect(terminal.stderr).toContain('Nothing was sent.');
});

it('sends what is good, and names rows that cannot be sent together with those that the server refuses', async () => {
  const table = 'time,agent,cost_usd\n2026-01-01T00:00:00Z,a\nyesterday,a,1\n2026-01-01T00:00:00Z,a,1\n';
  const errors = [{ line: 1, field: 'time', problem: 'must be an RFC 3339 time' }];
  const { code, terminal } = await run(table, (call) => imported(call, { imported: 1, errors }));
  expect(code).toBe(exitCode.failed);
  expect(server.calls.flatMap(rowsOf)).toHaveLength(2);
  expect(terminal.stdout).toContain('2 were left out.');
  expect(terminal.stdout.split('\n').slice(1, 3)).toEqual([
    'usage.csv:2: row: has 2 fields for 3 columns',
    'usage.csv:3: time: must be an RFC 3339 time',
  ]);
  await server.close();
  const lines = `{"time":"2026-01-01T00:00:00Z"\n{"time":"${'x'.repeat(70_000)}"}\n{"agent":"a"}\n`;
  const second = await run(lines, (call) => imported(call), '--json');
  expect(JSON.parse(second.terminal.stdout)).toMatchObject({
    rows: 3,
    imported: 1,
    left_out: 2,
    errors: [
      { line: 1, problem: 'is no JSON object' },
      { line: 2, problem: 'is longer than 65536 characters' },
    ],
  });
});

it("takes somebody else's export with --from, and says how many rows have nothing in them", async () => {
  const day = '1759622400,1759708800,2025-10-05T00:00:00+00:00';
  const table = `start_time,end_time,start_time_iso,amount_value,amount_currency\n${day},0.5,usd\n${day},,\n`;
  const { code, terminal } = await run(table, (call) => imported(call), '--from', 'openai');
  expect(code).toBe(exitCode.ok);
  expect(server.calls.flatMap(rowsOf)).toMatchObject([{ agent: 'openai', cost_usd: '0.5' }]);
  expect(terminal.stdout).toContain('1 had nothing in them');
  await server.close();
  expect((await run(table, (call) => imported(call), '--from', 'nobody')).code).toBe(exitCode.usage);
});

const at = '2026-01-01T00:00:00Z';

it.each([
  ['two columns of one name', `time,agent,agent\n${at},a,b\n`, /usage\.csv:1: two columns have the name "agent"/],
  [
    'columns that are not known, each once',
    `time,agnet,cost_usd,colour\n${at},a,1,\n${at},a,1,red\n`,
    /usage\.csv:1: "agnet" is no column of an import; did you mean agent\?\nusage\.csv:1: "colour" is no column/,
  ],
  [
    'members that are not known, each once',
    `{"time":"${at}","usage":{"input_tokens":1}}\n{"time":"${at}","hue":1}\n{"time":"${at}","hue":2,"usage":{"in":1}}\n`,
    /usage\.csv:2: "hue" is no column of an import\nusage\.csv:3: "in" is no column/,
  ],
  ['no rows', 'time,agent,cost_usd\n', /usage\.csv has no rows: there is nothing to import/],
  ['nothing', '\n', /usage\.csv has no rows/],
])('sends nothing of a file with %s', async (_name, text, message) => {
  const { code, terminal } = await run(text, (call) => imported(call));
  expect([code, server.calls.length]).toEqual([exitCode.failed, 0]);
  expect(terminal.stderr).toMatch(message);
  expect(terminal.stderr.match(/colour|"hue"/g)?.length ?? 1).toBe(1);
});

it('sends no more when the server has answered without reading to the end', async () => {
  const rows = `{"time":"${at}","request_id":"${'x'.repeat(60_000)}"}\n`.repeat(300);
  let taken = 0;
  let line: Socket | undefined;
  const body =
    '{"imported":0,"repeated":0,"unpriced":0,"cost_usd":"0","errors":[{"line":1,"field":"row","problem":"no"}]}';
  const early = createServer((socket) => {
    line = socket;
    socket.on('data', (piece) => (taken += piece.length)).on('error', () => undefined);
    socket.once('data', () => {
      socket.pause();
      socket.write(`HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
    });
  });
  await new Promise<void>((resolve) => {
    early.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(early.address() as AddressInfo).port}`;
  const terminal = createFakeTerminal({ files: { 'usage.ndjson': rows } });
  expect(await runCommand(['import', 'usage.ndjson', '--url', url, '--key', 'k'], terminal)).toBe(exitCode.failed);
  expect(terminal.stdout).toContain('usage.ndjson:1: row: no');
  const closed = once(line!, 'close');
  line?.resume();
  await closed;
  expect(taken).toBeLessThan(rows.length);
  early.close();
});
