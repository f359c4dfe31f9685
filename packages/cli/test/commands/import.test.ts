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
