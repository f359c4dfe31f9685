import { readFileSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { createProcessTerminal } from '../../src/terminal/process-terminal.ts';
import type { VerifyOptions } from '../../src/session.ts';
import { type Answer, type FakeServer, type RecordedCall, startFakeServer } from '../fake-server.ts';
import { createFakeTerminal, exitCode, runCommand } from '../fake-terminal.ts';

let server: FakeServer | null = null;
afterEach(() => server?.close());

async function call(args: string[], react: (call: RecordedCall) => Answer | undefined) {
  server = await startFakeServer(react);
  const terminal = createFakeTerminal({ env: { COFFERDAM_URL: server.url, COFFERDAM_KEY: 'k' } });
  const code = await runCommand(args, terminal);
  return { code, stdout: terminal.stdout, calls: server.calls.map(({ method, path }) => `${method} ${path}`) };
}

const made = {
  time: '2026-11-23T00:00:00Z',
  seq: 7,
  balance_usd: '12.5',
  head_hash: 'abcd',
  note: 'a note\n\n— signed\n',
};

it('checkpoint prints what is to be kept elsewhere', async () => {
  const { stdout, calls } = await call(['ledger', 'checkpoint'], () => ({ status: 201, body: made }));
  expect([stdout, calls]).toEqual(['a note\n\n— signed\n', ['POST /v1/credits/checkpoints']]);
});

it('checkpoints lists them', async () => {
  const { stdout } = await call(['ledger', 'checkpoints'], () => ({ status: 200, body: { data: [made] } }));
  expect(stdout).toMatch(/^2026-11-23T00:00:00Z +7 +12\.5 +abcd$/m);
});

it('export prints the file as it comes', async () => {
  const { stdout, calls } = await call(['ledger', 'export'], () => ({ status: 200, body: 'lines' }));
  expect([JSON.parse(stdout), calls]).toEqual(['lines', ['GET /v1/credits/ledger/export']]);
});

it('verifier prints the program of one file, which needs nothing but Node', async () => {
  const printed: string[] = [];
  const outAndDrain = async (text: string) => void printed.push(text);
  const real = createProcessTerminal();
  const terminal = { ...createFakeTerminal(), readFile: (path: string) => real.readFile(path), outAndDrain };
  expect(await runCommand(['ledger', 'verifier'], terminal)).toBe(exitCode.ok);
  const program = readFileSync(new URL('../../offline/verify-ledger.mjs', import.meta.url), 'utf8');
  expect(printed.join('')).toBe(program);
  const imported = [...program.matchAll(/from '([^']+)'/g)].map(([, name]) => name);
  expect(imported.filter((name) => name?.startsWith('node:') !== true)).toEqual([]);
});

it('verify takes checkpoints, and what their key is known by', async () => {
  const asked: VerifyOptions[] = [];
  const files = { 'a.txt': 'note a', 'b.txt': 'note b' };
  const terminal = createFakeTerminal({ files, env: { COFFERDAM_SECRET_KEY: 's' } });
  const args = ['verify', '--checkpoint', 'a.txt', '--checkpoint', 'b.txt', '--checkpoint-key', 'cofferdam+1+2'];
  await runCommand([...args, '--data-dir', 'd'], terminal, {
    verify: async (options) => {
      asked.push(options);
      return { ok: true, checked: {}, differences: [] };
    },
  });
  expect(asked).toEqual([
    { dataDir: 'd', checkpoints: ['note a', 'note b'], checkpointKey: 'cofferdam+1+2', secretKey: 's' },
  ]);
});

it('a checkpoint that cannot be read is no verification', async () => {
  const terminal = createFakeTerminal();
  expect(await runCommand(['verify', '--checkpoint', 'none.txt'], terminal)).toBe(exitCode.failed);
  expect(terminal.stderr).toContain('the checkpoint none.txt cannot be read');
});
