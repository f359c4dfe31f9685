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

const recordsOf = (call: RecordedCall) => call.body as { id: string }[];
const charge = (call: RecordedCall): Reaction => ({
  status: 201,
  body: { data: recordsOf(call).map(({ id }) => ({ id, cost_usd: '0.1' })) },
});

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

  it('names the line of a record that the server refuses, having booked those before it', async () => {
    const bad: Reaction = {
      status: 422,
      body: { code: 'invalid_usage', detail: 'cache_read_tokens is more than input_tokens' },
    };
    const { code, terminal } = await replay(
      (call) => (recordsOf(call).some(({ id }) => id === 'u2') ? bad : charge(call)),
      lines(5),
    );
    expect(code).toBe(exitCode.failed);
    expect(terminal.stderr).toContain(
      'error: usage.ndjson:3: invalid_usage: cache_read_tokens is more than input_tokens',
    );
    expect(JSON.parse(terminal.stdout)).toMatchObject({ decided: 2, total: { calls: 2, cost_usd: '0.2' } });
  });

  it('stops after --limit rows', async () => {
    await replay(charge, lines(9), ['--limit', '4']);
    expect(server.callsOf('POST', '/v1/usage').flatMap(recordsOf)).toHaveLength(4);
  });
});
