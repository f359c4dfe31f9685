import { afterEach, expect, it } from 'vitest';
import { type Answer, type FakeServer, type RecordedCall, startFakeServer } from '../fake-server.ts';
import { createFakeTerminal, exitCode, runCommand } from '../fake-terminal.ts';

let server: FakeServer;
afterEach(() => server.close());

const answer = {
  from: '2026-10-24T12:00:00Z',
  to: '2026-11-23T12:00:00Z',
  calls: 12_345,
  cost_usd: '99.5',
  unpriced_records: 2,
  refused_calls: 1_200,
  saved_usd: '10.25',
  tasks_lost: 3,
  budgets: [
    {
      name: 'daily',
      per: 'agent',
      window: 'day',
      limit_usd: '5',
      refused_calls: 1_200,
      saved_usd: '10.25',
      tasks_lost: 3,
      first_refused_at: '2026-11-01T10:00:00Z',
      subjects: 9,
      by_subject: [
        { subject: 'coder', refused_calls: 1_100, saved_usd: '10', first_refused_at: '2026-11-01T10:00:00Z' },
        { subject: 'tester', refused_calls: 100, saved_usd: '0.25', first_refused_at: '2026-11-02T10:00:00Z' },
      ],
      peak: { utilisation: 1 },
    },
    {
      name: 'calls',
      per: 'org',
      window: 'minute',
      limit_requests: 1_000,
      refused_calls: 0,
      saved_usd: '0',
      tasks_lost: 0,
      first_refused_at: null,
      subjects: 0,
      by_subject: [],
      peak: { utilisation: 0.4567 },
    },
  ],
  notes: ['Records are replayed, not reservations.'],
};

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(args: string[], files: Record<string, string> = {}): Promise<Ran> {
  const react = ({ path }: RecordedCall): Answer | undefined =>
    path === '/v1/backtests' ? { status: 200, body: answer } : undefined;
  server = await startFakeServer(react);
  const terminal = createFakeTerminal({ env: { COFFERDAM_URL: server.url, COFFERDAM_KEY: 'k' }, files });
  const code = await runCommand(args, terminal);
  return { code, stdout: terminal.stdout, stderr: terminal.stderr };
}

const budgets = [{ name: 'daily', per: 'agent', window: 'day', limit_usd: '5' }];

it.each([JSON.stringify(budgets), JSON.stringify({ budgets })])('sends the budgets of the file: %s', async (text) => {
  const { code, stdout } = await run(['backtest', '--file', 'b.json', '--from', '2026-11-01'], { 'b.json': text });
  expect(code).toBe(exitCode.ok);
  expect(server.calls.map(({ method, path, body }) => ({ method, path, body }))).toEqual([
    { method: 'POST', path: '/v1/backtests', body: { budgets, from: '2026-11-01' } },
  ]);
  expect(stdout).toMatch(/^daily +agent +day +5\.00 +USD +1,200 +10\.25 +3 +2026-11-01T10:00:00Z +100 %$/m);
  expect(stdout).toMatch(/^calls +org +minute +1,000 +requests +0 +0\.00 +0 +- +45\.7 %$/m);
  expect(stdout).toMatch(/^tester +100 +0\.25/m);
  expect(stdout).toContain('and 7 more');
  expect(stdout).toContain('12,345 calls for 99.5 USD');
  expect(stdout).toContain('Together: 1,200 calls refused, 10.25 USD saved, 3 completed tasks lost.');
  expect(stdout).toContain('2 records have no price');
});

it('previews a budget that is not made', async () => {
  const { code, stdout } = await run([
    'budgets',
    'create',
    'daily',
    '--per',
    'agent',
    '--window',
    'day',
    '--limit-usd',
    '5',
    '--preview',
  ]);
  expect(code).toBe(exitCode.ok);
  expect(server.calls.map(({ path }) => path)).toEqual(['/v1/backtests']);
  expect(stdout).toContain('completed tasks lost');
});

it.each([
  ['not JSON', '{'],
  ['no budgets', '[]'],
  ['no list', '{"name":"x"}'],
])('refuses a file that has %s, and sends nothing', async (_, text) => {
  const { code, stderr } = await run(['backtest', '--file', 'b.json'], { 'b.json': text });
  expect(code).toBe(exitCode.usage);
  expect(stderr).toContain('b.json');
  expect(server.calls).toEqual([]);
});
