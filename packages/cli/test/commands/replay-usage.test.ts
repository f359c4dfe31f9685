import { afterEach, describe, expect, it } from 'vitest';
import { answerQuietly, type FakeServer, type Reaction, type RecordedCall, startFakeServer } from '../fake-server.ts';
import { createFakeTerminal, exitCode, runCommand } from '../fake-terminal.ts';

let server: FakeServer;
afterEach(() => server.close());

const lines = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    JSON.stringify({
      id: `u${index}`,
      source: 's',
      agent: index % 2 ? 'b' : 'a',
      usage: { provider: 'p', model: 'm', input_tokens: 3, output_tokens: 1 },
    }),
  ).join('\n');

const recordsOf = (call: RecordedCall) => [call.body].flat() as { id: string }[];
const charge = (call: RecordedCall): Reaction => {
  const data = recordsOf(call).map(({ id }) => ({ id, cost_usd: '0.1' }));
  return { status: 201, body: Array.isArray(call.body) ? { data } : data[0] };
};

async function replay(react: (call: RecordedCall) => Reaction, text: string, args: string[] = []) {
  server = await startFakeServer(
    (call) => answerQuietly(call) ?? (call.path === '/v1/usage' ? react(call) : undefined),
  );
  const terminal = createFakeTerminal({ files: { 'usage.ndjson': text } });
  const code = await runCommand(
    ['replay', 'usage.ndjson', '--url', server.url, '--key', 'k', '--json', '--concurrency', '1', ...args],
    terminal,
  );
  return { code, terminal };
}

describe('replaying usage records', () => {
  it('sends arrays of a hundred, each record once, and adds up 0.1 without a float in sight', async () => {
    const { code, terminal } = await replay(charge, lines(230));
    expect(code).toBe(exitCode.ok);
    expect(server.callsOf('POST', '/v1/usage').map((call) => recordsOf(call).length)).toEqual([100, 100, 30]);
    expect(JSON.parse(terminal.stdout)).toMatchObject({
      decided: 230,
      spend: [
        { agent: 'a', model: 'p/m', calls: 115, cost_usd: '11.5', input_tokens: 345 },
        { agent: 'b', model: 'p/m', calls: 115, cost_usd: '11.5' },
      ],
      total: { cost_usd: '23' },
    });
  });

  it('sends a batch again, the same, when its answer was lost', async () => {
    let dropped = false;
    const { code } = await replay((call) => {
      if (dropped) return charge(call);
      dropped = true;
      return 'drop';
    }, lines(3));
    expect(code).toBe(exitCode.ok);
    const [first, second] = server.callsOf('POST', '/v1/usage');
    expect(second?.body).toEqual(first?.body);
  });

  it('books what is good and names each line that is not, whoever found it out; then ends with 1', async () => {
    const isBad = ({ id }: { id: string }) => id === 'u2' || id === 'u4';
    // As the server has it: in an array a field is named with the place of its record.
    const refuse = (call: RecordedCall): Reaction => {
      const at = Array.isArray(call.body) ? `${recordsOf(call).findIndex(isBad)}.` : '';
      return { status: 422, body: { code: 'invalid_usage', detail: `${at}cost_usd is wrong` } };
    };
    const text = `${lines(5)}\n{"agent":\n${lines(7).split('\n').slice(5).join('\n')}`;
    const { code, terminal } = await replay(
      (call) => (recordsOf(call).some(isBad) ? refuse(call) : charge(call)),
      text,
      ['--concurrency', '64'],
    );
    expect(code).toBe(exitCode.failed);
    const result = JSON.parse(terminal.stdout) as Record<string, unknown>;
    expect(result).toMatchObject({ decided: 8, rows: 8, failure: null, total: { calls: 5, cost_usd: '0.5' } });
    expect(result['left_out']).toEqual([
      { line: 3, code: 'invalid_usage', detail: 'cost_usd is wrong' },
      { line: 5, code: 'invalid_usage', detail: 'cost_usd is wrong' },
      { line: 6, code: 'unreadable', detail: 'this is no JSON object' },
    ]);
  });

  it('stops where nothing is right, and where the fault is not of a record', async () => {
    const refused = await replay(() => ({ status: 422, body: { code: 'invalid_usage', detail: 'no' } }), lines(300));
    expect(refused.code).toBe(exitCode.failed);
    expect(refused.terminal.stderr).toContain('100 records were left out');
    await server.close();
    const unknown = await replay(
      () => ({ status: 401, body: { code: 'unauthenticated', detail: 'no key' } }),
      lines(3),
    );
    expect([unknown.code, unknown.terminal.stderr]).toEqual([
      exitCode.failed,
      expect.stringContaining('usage.ndjson:1-3: unauthenticated: no key'),
    ]);
  });

  it('stops after --limit rows', async () => {
    await replay(charge, lines(9), ['--limit', '4']);
    expect(server.callsOf('POST', '/v1/usage').flatMap(recordsOf)).toHaveLength(4);
  });
});
