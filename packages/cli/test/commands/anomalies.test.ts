import { afterEach, describe, expect, it } from 'vitest';
import { type Answer, type FakeServer, type RecordedCall, startFakeServer } from '../fake-server.ts';
import { createFakeTerminal, exitCode, runCommand } from '../fake-terminal.ts';

let server: FakeServer;
afterEach(() => server.close());

async function call(args: string[], react: (call: RecordedCall) => Answer | undefined) {
  server = await startFakeServer(react);
  const terminal = createFakeTerminal({ env: { COFFERDAM_URL: server.url, COFFERDAM_KEY: 'k' } });
  const code = await runCommand(args, terminal);
  return { code, stdout: terminal.stdout, stderr: terminal.stderr };
}

const rules = { enabled: true, factor: 10, min_amount_usd: '0.001', pause: false };

describe('anomalies', () => {
  it('list shows what was found, with what is usual and the likely cause', async () => {
    const figures = { kind: 'charge', cost_usd: '2.4', norm_usd: '0.06', factor: '40', cause_text: 'the context grew' };
    const body = { data: [{ time: '2026-11-23T14:00:00Z', agent: 'bot', figures }], next_cursor: null };
    const { stdout } = await call(['anomalies', 'list', '--agent', 'bot'], () => ({ status: 200, body }));
    expect(server.calls[0]!.path).toContain('type=anomaly&agent=bot');
    expect(stdout).toMatch(/2026-11-23T14:00:00Z +bot +charge +2\.4 +0\.06 +40 +the context grew/);
  });

  it('set-rules sends what was said, as the wire has it, and shows what is the own of an agent', async () => {
    const body = { agent: 'bot', own: { factor: 5 }, rules: { ...rules, factor: 5 } };
    const args = ['anomalies', 'set-rules', 'bot', '--factor', '5', '--min-amount', '0.50', '--pause', '--off'];
    const { stdout } = await call(args, () => ({ status: 200, body }));
    expect(server.calls[0]).toMatchObject({
      method: 'PUT',
      path: '/v1/agents/bot/anomaly-rules',
      body: { factor: 5, min_amount_usd: '0.5', pause: true, enabled: false },
    });
    expect(stdout).toMatch(/factor +5 +the agent/);
    expect(stdout).toMatch(/min amount usd +0\.001 +the org/);
  });

  it('set-rules asks for a rule, and refuses what is none, before it asks the server', async () => {
    for (const more of [[], ['--factor', 'ten'], ['--min-amount', 'x']]) {
      const { code } = await call(['anomalies', 'set-rules', ...more], () => ({ status: 200, body: rules }));
      expect([code, server.calls.length]).toEqual([exitCode.usage, 0]);
      await server.close();
    }
  });

  it('clear-rules takes those of an agent away, and gives the org its defaults', async () => {
    await call(['anomalies', 'clear-rules', 'bot'], ({ method }) =>
      method === 'DELETE' ? { status: 204, body: undefined } : { status: 200, body: { agent: 'bot', own: {}, rules } },
    );
    expect(server.calls.map(({ method }) => method)).toEqual(['DELETE', 'GET']);
    await server.close();
    const { stdout } = await call(['anomalies', 'clear-rules'], () => ({
      status: 200,
      body: { ...rules, agents: ['x'] },
    }));
    expect(server.calls[0]).toMatchObject({ method: 'PUT', path: '/v1/anomaly-rules', body: {} });
    expect(stdout).toContain('Agents with rules of their own: x');
  });
});

describe('norms', () => {
  it('shows an agent as a whole, its models and its runs, as far as they are known', async () => {
    const cost = { median: '0.005', p95: '0.006', high: '0.007' };
    const norm = { count: 40, since: '2026-11-01T00:00:00Z', norm_usd: '0.005', cost_usd: cost };
    const body = { agent: 'bot', charges: norm, runs: null, series: [{ ...norm, series: 'openai/gpt-4o' }] };
    const { stdout } = await call(['norms', 'bot'], () => ({ status: 200, body }));
    expect(stdout).toMatch(/all charges +40 +0\.005 +0\.005 +0\.006 +0\.007/);
    expect(stdout).toMatch(/openai\/gpt-4o +40/);
    expect(stdout).not.toMatch(/^runs/m);
  });
});
