import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { type Answer, type FakeServer, type RecordedCall, startFakeServer } from '../fake-server.ts';
import { createFakeTerminal, exitCode, runCommand } from '../fake-terminal.ts';

let server: FakeServer | null = null;
afterEach(() => server?.close());

async function call(args: string[], react: (call: RecordedCall) => Answer | undefined) {
  server = await startFakeServer(react);
  const terminal = createFakeTerminal({ env: { COFFERDAM_URL: server.url, COFFERDAM_KEY: 'k' } });
  const code = await runCommand(args, terminal);
  return { code, stdout: terminal.stdout, stderr: terminal.stderr, paths: server.calls.map(({ path }) => path) };
}

const november = {
  month: '2026-11',
  timezone: 'Europe/Berlin',
  org: 'Acme',
  is_over: true,
  opening_balance_usd: '100',
  closing_balance_usd: '96.75',
  movements: [{ kind: 'charge', entries: 3, amount_usd: '-3.25' }],
  teams: [{ team: null, entries: 3, amount_usd: '-3.25' }],
};

it('a month is shown in sums, between its balances', async () => {
  const { stdout, paths } = await call(['statement', '2026-11', '--timezone', 'Europe/Berlin'], () => ({
    status: 200,
    body: november,
  }));
  expect(paths).toEqual(['/v1/credits/statements/2026-11?timezone=Europe%2FBerlin']);
  expect(stdout).toContain('Statement of 2026-11 (Europe/Berlin), Acme');
  expect(stdout).toMatch(/^opening balance +100$/m);
  expect(stdout).toMatch(/^charge +3 +-3\.25$/m);
  expect(stdout).toMatch(/^closing balance +96\.75$/m);
});

it('without a month all months are listed', async () => {
  const { stdout, paths } = await call(['statement'], () => ({ status: 200, body: { data: [november] } }));
  expect(paths).toEqual(['/v1/credits/statements?timezone=UTC']);
  expect(stdout).toMatch(/^2026-11 +100 +96\.75 +true$/m);
});

it.each([
  ['--csv', 'csv'],
  ['--html', 'html'],
])('%s prints the file as it is', async (option, format) => {
  const { stdout, paths } = await call(['statement', '2026-11', option], () => ({ status: 200, body: 'a file\r\n' }));
  expect(paths).toEqual([`/v1/credits/statements/2026-11?timezone=UTC&format=${format}`]);
  expect(stdout).toContain('a file');
});

it('a refusal of a file is told as any other', async () => {
  const problem = { code: 'forbidden', detail: 'this needs an admin key' };
  const { code, stderr, stdout } = await call(['statement', '2026-11', '--csv'], () => ({
    status: 403,
    body: problem,
  }));
  expect([code, stdout]).toEqual([exitCode.failed, '']);
  expect(stderr).toContain('forbidden: this needs an admin key');
});

it.each([[['statement', '--csv']], [['statement', '2026-11', '--csv', '--html']]])(
  'what makes no sense is not sent: %j',
  async (args) => {
    const { code, paths } = await call(args, () => undefined);
    expect([code, paths]).toEqual([exitCode.usage, []]);
  },
);

it('a file whose end is missing is no file: exit 1', async () => {
  const broken = http.createServer((_request, response) => {
    response.write('time,seq\r\n');
    setImmediate(() => response.destroy());
  });
  await new Promise<void>((resolve) => broken.listen(0, '127.0.0.1', resolve));
  const { port } = broken.address() as AddressInfo;
  const terminal = createFakeTerminal({ env: { COFFERDAM_URL: `http://127.0.0.1:${port}`, COFFERDAM_KEY: 'k' } });
  const code = await runCommand(['statement', '2026-11', '--csv'], terminal);
  broken.close();
  expect(code).toBe(exitCode.failed);
  expect(terminal.stderr).toContain('not whole');
});
