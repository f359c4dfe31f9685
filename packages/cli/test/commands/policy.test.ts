import { afterEach, beforeEach, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Answer, type FakeServer, type RecordedCall, startFakeServer } from '../fake-server.ts';
import { createFakeTerminal, exitCode, runCommand } from '../fake-terminal.ts';

let server: FakeServer;
let answers: Record<string, Answer>;
beforeEach(async () => {
  answers = {};
  server = await startFakeServer(({ path }: RecordedCall) => answers[path]);
});
afterEach(() => server.close());

const file = `version: 1
channels:
  - name: chat
    kind: slack
    url: \${SLACK_URL}
budgets:
  - name: a day of $\${not_this}
    per: agent
    window: day
    limit_usd: "5"
`;

const changes = [
  {
    section: 'budgets',
    name: 'day',
    action: 'change',
    before: { limit_usd: '4' },
    after: { limit_usd: '5' },
    drifted: true,
  },
  { section: 'budgets', name: 'old', action: 'delete', before: { name: 'old' }, after: null, drifted: false },
];
const plan = {
  plan: '0123456789abcdef',
  changes,
  last_applied: { at: '2026-11-01T00:00:00Z', by: 'ci', reason: 'first' },
};

async function run(args: string[], text = file, env: Record<string, string> = { SLACK_URL: 'https://x.example/1' }) {
  const settings = { COFFERDAM_URL: server.url, COFFERDAM_KEY: 'k', ...env };
  const terminal = createFakeTerminal({ env: settings, files: { 'cofferdam.yaml': text } });
  const code = await runCommand(args, terminal);
  return { code, stdout: terminal.stdout, stderr: terminal.stderr };
}

it('plans the file with what the environment says, and marks what was changed by hand', async () => {
  answers['/v1/policy/plan'] = { status: 200, body: { ...plan, backtest: null, not_replayed: [] } };
  const { code, stdout } = await run(['plan']);
  expect(code).toBe(exitCode.ok);
  expect(server.calls[0]!.body).toEqual({
    backtest_days: 30,
    policy: {
      version: 1,
      channels: [{ name: 'chat', kind: 'slack', url: 'https://x.example/1' }],
      budgets: [{ name: 'a day of ${not_this}', per: 'agent', window: 'day', limit_usd: '5' }],
    },
  });
  expect(stdout).toContain('1 to change, 1 to end. Last applied 2026-11-01T00:00:00Z by ci: first.');
  expect(stdout).toMatch(/~ budgets day ! changed by hand.*\n +limit_usd: 4 → 5\n +- budgets old \(goes\)/);
  expect((await run(['plan', '--check'])).code).toBe(exitCode.failed);
});

it('does not end anything that nobody has looked at', async () => {
  answers['/v1/policy/plan'] = { status: 200, body: { ...plan, backtest: null, not_replayed: [] } };
  answers['/v1/policy/apply'] = {
    status: 200,
    body: { ...plan, applied_at: '', signing_secrets: { hook: 'whsec_x' } },
  };
  const refused = await run(['apply']);
  expect([refused.code, server.calls.map(({ path }) => path)]).toEqual([exitCode.failed, ['/v1/policy/plan']]);
  expect(refused.stderr).toContain('--plan 0123456789abcdef');
  const { code, stdout } = await run(['apply', '--plan', '0123456789abcdef']);
  expect([code, server.calls.at(-1)!.body]).toMatchObject([exitCode.ok, { plan: '0123456789abcdef' }]);
  expect(stdout).toContain('hook: whsec_x');
});

it('names the lines that are wrong', async () => {
  const errors = [
    { field: 'policy.budgets.0.limit_usd', problem: 'must be a decimal string' },
    { field: 'policy.channels.0.port', problem: 'is unknown' },
  ];
  const [first] = errors;
  const body = { code: 'invalid_request', field: first!.field, detail: `${first!.field}: ${first!.problem}`, errors };
  answers['/v1/policy/plan'] = { status: 400, body };
  const { code, stderr } = await run(['plan']);
  expect(code).toBe(exitCode.failed);
  expect(stderr).toContain('cofferdam.yaml:10: budgets.0.limit_usd: must be a decimal string');
  expect(stderr).toContain('cofferdam.yaml:3: channels.0.port: is unknown');
});

it.each([
  ['is not YAML', 'version: 1\nbudgets: [', /cofferdam\.yaml:2: /],
  ['is empty', '# nothing\n', /is empty/],
  ['needs what is not set', 'version: 1\nchannels:\n  - url: ${NOBODY}\n', /cofferdam\.yaml:3: NOBODY is not set/],
])('a file that %s is not sent', async (_, text, message) => {
  const { code, stderr } = await run(['plan'], text);
  expect([code, server.calls]).toEqual([exitCode.usage, []]);
  expect(stderr).toMatch(message);
});

it('exports a file that says the same', async () => {
  const policy = {
    version: 1,
    budgets: [{ name: 'a: b', limit_usd: '5' }],
    channels: [{ name: 'chat', kind: 'slack' }],
  };
  answers['/v1/policy'] = { status: 200, body: policy };
  const { stdout } = await run(['export']);
  expect(parse(stdout)).toEqual(policy);
  expect(stdout).toContain(`$schema=${server.url}/policy.schema.json`);
  expect(stdout).toContain('# chat: url is kept by the server');
});
