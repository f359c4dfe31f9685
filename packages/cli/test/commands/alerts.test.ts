import { afterEach, describe, expect, it } from 'vitest';
import { type Answer, type FakeServer, type RecordedCall, startFakeServer } from '../fake-server.ts';
import { createFakeTerminal, exitCode, runCommand } from '../fake-terminal.ts';

let server: FakeServer;
afterEach(() => server.close());

async function call(
  args: string[],
  react: (call: RecordedCall) => Answer | undefined,
  env: Record<string, string> = {},
) {
  server = await startFakeServer(react);
  const terminal = createFakeTerminal({ env: { COFFERDAM_URL: server.url, COFFERDAM_KEY: 'k', ...env } });
  const code = await runCommand(args, terminal);
  return { code, stdout: terminal.stdout, stderr: terminal.stderr };
}

const hook = { name: 'ops', kind: 'webhook', url: 'https://example.com/hook', failures: 0, disabled: false };
const alert = {
  id: 'a1',
  time: '2026-11-23T14:00:00Z',
  severity: 'warning',
  state: 'open',
  title: 'Agent bot has used 86 % of 5.00 USD',
  text: 'Spent: 4.30 USD',
};

describe('channels', () => {
  it('add prints the signing secret of a webhook alone', async () => {
    const { stdout } = await call(
      [
        'channels',
        'add',
        'ops',
        '--kind',
        'webhook',
        '--target',
        hook.url,
        '--route',
        'severity=critical,team=x',
        '--all',
      ],
      () => ({ status: 201, body: { ...hook, signing_secret: 'whsec_abc' } }),
    );
    expect(stdout).toBe('whsec_abc\n');
    expect(server.calls[0]!.body).toEqual({
      name: 'ops',
      kind: 'webhook',
      url: hook.url,
      routes: [{}, { severity: 'critical', team: 'x' }],
    });
  });

  it('add takes what is secret from a variable, under the name of its kind', async () => {
    const slack = { name: 'chat', kind: 'slack', host: 'hooks.slack.com' };
    const args = ['channels', 'add', 'chat', '--kind', 'slack', '--secret-env', 'SLACK'];
    const { stdout } = await call(args, () => ({ status: 201, body: slack }), { SLACK: 'https://hooks.slack.com/x' });
    expect(server.calls[0]!.body).toEqual({ name: 'chat', kind: 'slack', url: 'https://hooks.slack.com/x' });
    expect(stdout).toMatch(/chat +slack +hooks\.slack\.com/);
  });

  it('add refuses a route of another dimension, and a variable that is not set, before it asks the server', async () => {
    const wrong = await call(['channels', 'add', 'x', '--kind', 'webhook', '--route', 'agent=a'], () => undefined);
    expect([wrong.code, server.calls.length]).toEqual([exitCode.usage, 0]);
    await server.close();
    const unset = await call(['channels', 'add', 'x', '--kind', 'slack', '--secret-env', 'NONE'], () => undefined);
    expect([unset.code, server.calls.length]).toEqual([exitCode.usage, 0]);
  });

  it('test ends with 1 where the message does not arrive, and says why', async () => {
    const failed = await call(['channels', 'test', 'ops'], () => ({
      status: 200,
      body: { delivered: false, status: 500, error: 'answered 500' },
    }));
    expect(failed.code).toBe(exitCode.failed);
    expect(failed.stderr).toContain('the test message did not arrive: answered 500');
  });

  it('disable and enable change the state', async () => {
    await call(['channels', 'disable', 'ops'], () => ({ status: 200, body: { ...hook, disabled: true } }));
    expect(server.calls.map(({ method, path, body }) => [method, path, body])).toEqual([
      ['PATCH', '/v1/channels/ops', { disabled: true }],
    ]);
  });
});

describe('alerts', () => {
  it('list asks for what was named', async () => {
    const { stdout } = await call(['alerts', 'list', '--state', 'open', '--budget', 'daily budget'], () => ({
      status: 200,
      body: { data: [alert], next_cursor: null },
    }));
    expect(server.calls[0]!.path).toBe('/v1/alerts?state=open&budget=daily+budget&limit=50');
    expect(stdout).toMatch(/a1 +2026-11-23T14:00:00Z +warning +open +Agent bot has used 86 % of 5\.00 USD/);
  });

  it('show has the whole text', async () => {
    const { stdout } = await call(['alerts', 'show', 'a1'], () => ({ status: 200, body: alert }));
    expect(stdout).toBe('Agent bot has used 86 % of 5.00 USD\n\nSpent: 4.30 USD\n');
  });

  it('acknowledge, snooze, resolve and redeliver go where they belong', async () => {
    const answered = () => ({ status: 200, body: alert });
    const seen: unknown[] = [];
    for (const args of [
      ['acknowledge', 'a1'],
      ['snooze', 'a1', '--until', '2026-11-24T00:00:00Z'],
      ['resolve', 'a1'],
      ['redeliver', 'd1'],
    ]) {
      await call(['alerts', ...args], answered);
      seen.push([server.calls[0]!.path, server.calls[0]!.body]);
      await server.close();
    }
    expect(seen).toEqual([
      ['/v1/alerts/a1/acknowledge', {}],
      ['/v1/alerts/a1/snooze', { until: '2026-11-24T00:00:00Z' }],
      ['/v1/alerts/a1/resolve', {}],
      ['/v1/deliveries/d1/redeliver', {}],
    ]);
    server = await startFakeServer(() => undefined);
  });
});
