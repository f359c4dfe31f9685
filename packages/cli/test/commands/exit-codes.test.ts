import { describe, expect, it } from 'vitest';
import { startFakeServer } from '../fake-server.ts';
import { createFakeTerminal, exitCode, runCommand } from '../fake-terminal.ts';

const files = { 'trace.csv': 'TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:17:03.9,1,1\n' };

describe('what is called wrongly ends with 2, having sent nothing', () => {
  it.each([
    [[], 'Usage: cofferdam'],
    [['nonsense'], "unknown command 'nonsense'"],
    [['replay'], "missing required argument 'file'"],
    [['replay', 'trace.csv', '--speed', 'fast'], '--speed takes a number above 0'],
    [['replay', 'trace.csv', '--concurrency', '0'], '--concurrency takes a whole number from 1'],
    [['replay', 'trace.csv', '--limit', '0'], '--limit takes a whole number from 1'],
    [['replay', 'trace.csv', '--mapping', 'guess'], 'Allowed choices are paired, crossed, hash'],
    [['replay', 'trace.csv', '--agent-limit', 'coder'], '--agent-limit takes agent=usd'],
    [['replay', 'trace.csv', '--agent-limit', 'coder=1e3'], '--agent-limit: the amount "1e3"'],
    [['replay', 'trace.csv', '--agents', 'a', '--models', 'x/y,x/z'], '--models names 2 models for 1 agents'],
    [['replay', 'trace.csv', '--id', 'a b'], '--id takes'],
    [['topup', '5'], "required option '--reference <text>'"],
    [['topup', '0.0000000001', '--reference', 'r'], 'has more than 9 decimals'],
    [['topup', '1e3', '--reference', 'r'], 'AMOUNT: the amount "1e3"'],
    [['budgets', 'create', 'x'], 'a budget has one limit'],
    [['budgets', 'create', 'x', '--limit-usd', '1', '--limit-tokens', '5'], 'a budget has one limit'],
    [['budgets', 'create', 'x', '--limit-usd', '1', '--match', 'agent'], '--match takes label=value'],
    [['report', '--from', 'yesterday'], '--from takes a time'],
    [['keys', 'create', 'x', '--pin', 'team'], '--pin takes label=value'],
    [['trace', 'generate', '--rows', 'many'], '--rows takes a whole number'],
    [['--url', 'ftp://x', 'report'], 'must start with http:// or https://'],
  ])('%j', async (args, message) => {
    const terminal = createFakeTerminal({ files, env: { COFFERDAM_KEY: 'k', COFFERDAM_URL: 'http://127.0.0.1:9' } });
    expect(await runCommand(args, terminal)).toBe(exitCode.usage);
    expect(terminal.stderr).toContain(message);
    expect(terminal.stdout).toBe('');
  });
});

describe('help', () => {
  it.each([[['--help']], [['replay', '--help']], [['budgets', '--help']]])(
    '%j is a result, and ends with 0',
    async (args) => {
      const terminal = createFakeTerminal();
      expect(await runCommand(args, terminal)).toBe(exitCode.ok);
      expect(terminal.stdout).toContain('Usage: cofferdam');
      expect(terminal.stdout).toContain('--url');
    },
  );
});

describe('what fails ends with 1 and says what to do', () => {
  it('nothing at the address', async () => {
    // A port that was just given back: nothing listens on it.
    const gone = await startFakeServer(() => undefined);
    await gone.close();
    const terminal = createFakeTerminal({ files, env: { COFFERDAM_KEY: 'k', COFFERDAM_URL: gone.url } });
    expect(await runCommand(['replay', 'trace.csv'], terminal)).toBe(exitCode.failed);
    expect(terminal.stderr).toBe(
      `error: nothing answers at ${gone.url} (connection refused)\nStart the server with \`cofferdam start\`, or name another one with --url or COFFERDAM_URL.\n`,
    );
  });

  it('no key', async () => {
    const terminal = createFakeTerminal();
    expect(await runCommand(['report'], terminal)).toBe(exitCode.failed);
    expect(terminal.stderr).toContain('/home/someone/.cofferdam/admin-key cannot be read');
    expect(terminal.stderr).toContain('--key or COFFERDAM_KEY');
  });

  it('no such file', async () => {
    const terminal = createFakeTerminal();
    expect(await runCommand(['replay', 'nowhere.csv', '--key', 'k'], terminal)).toBe(exitCode.failed);
    expect(terminal.stderr).toContain('nowhere.csv cannot be read: ENOENT');
  });

  it('a bad row, before anything is sent', async () => {
    const server = await startFakeServer(() => undefined);
    const terminal = createFakeTerminal({ files: { 'trace.csv': `${files['trace.csv']}oops,1,1\n` } });
    expect(await runCommand(['replay', 'trace.csv', '--url', server.url, '--key', 'k'], terminal)).toBe(
      exitCode.failed,
    );
    await server.close();
    expect(terminal.stderr).toContain('trace.csv:3: TIMESTAMP "oops"');
    expect(server.calls).toEqual([]);
  });

  it('a refusal: its code, its detail, and what to do', async () => {
    const server = await startFakeServer(() => ({
      status: 401,
      body: { code: 'unauthenticated', detail: 'the key is\u001B[31m not known' },
    }));
    const terminal = createFakeTerminal();
    expect(await runCommand(['budgets', 'list', '--url', server.url, '--key', 'k'], terminal)).toBe(exitCode.failed);
    await server.close();
    expect(terminal.stderr).toContain(
      'error: unauthenticated: the key is\uFFFD[31m not known\nThe server does not know',
    );
  });

  it.each([
    ['--key', ['--key', 'k'], {}],
    ['COFFERDAM_KEY; unset it, or give --key', [], { COFFERDAM_KEY: 'k' }],
    ['COFFERDAM_ADMIN_KEY; unset it, or give --key', [], { COFFERDAM_ADMIN_KEY: 'k' }],
  ])('a refusal of the key says that it is from %s', async (origin, args, env) => {
    const detail = 'this needs an admin key';
    const server = await startFakeServer(() => ({ status: 403, body: { code: 'forbidden', detail } }));
    const terminal = createFakeTerminal({ env: { ...env } });
    expect(await runCommand(['budgets', 'list', '--url', server.url, ...args], terminal)).toBe(exitCode.failed);
    await server.close();
    expect(terminal.stderr).toContain(
      `${detail}\nThis key may not do that; an admin key may. The key is from ${origin}.\n`,
    );
  });
});

describe('the key', () => {
  it.each([
    [['--key', 'flag'], { COFFERDAM_KEY: 'env', COFFERDAM_ADMIN_KEY: 'admin' }, 'flag'],
    [[], { COFFERDAM_KEY: 'env', COFFERDAM_ADMIN_KEY: 'admin' }, 'env'],
    [[], { COFFERDAM_ADMIN_KEY: 'admin' }, 'admin'],
    [[], {}, 'home'],
    [[], { COFFERDAM_DATA_DIR: '/data' }, 'data'],
    [[], { COFFERDAM_KEY: '', COFFERDAM_ADMIN_KEY: '', COFFERDAM_DATA_DIR: '' }, 'home'],
  ])('with %j and %j is "%s"', async (args, env, key) => {
    const server = await startFakeServer(() => ({ status: 200, body: { data: [] } }));
    const keyFiles = { '/home/someone/.cofferdam/admin-key': 'home\n', '/data/admin-key': 'data\n' };
    const terminal = createFakeTerminal({ env: { COFFERDAM_URL: server.url, ...env }, files: keyFiles });
    expect(await runCommand(['keys', 'list', ...args], terminal)).toBe(exitCode.ok);
    await server.close();
    expect(server.calls[0]?.authorization).toBe(`Bearer ${key}`);
  });
});
