import { describe, expect, it } from 'vitest';
import type { VerifyOptions, VerifyReport } from '../../src/session.ts';
import { createFakeTerminal, exitCode, runCommand } from '../fake-terminal.ts';

const clean: VerifyReport = { ok: true, checked: { counters: 1200, wallets: 1 }, differences: [] };
const broken: VerifyReport = {
  ok: false,
  checked: { counters: 2 },
  differences: [{ kind: 'counter.spent', org: 'default', subject: 'coder', expected: '3.5', actual: '3.4' }],
};

async function verify(report: VerifyReport, args: string[] = [], env: Record<string, string> = {}) {
  const asked: VerifyOptions[] = [];
  const terminal = createFakeTerminal({ env });
  const code = await runCommand(['verify', ...args], terminal, {
    verify: async (options) => {
      asked.push(options);
      return report;
    },
  });
  return { code, stdout: terminal.stdout, asked: asked[0] };
}

describe('verify', () => {
  it('ends with 0 when nothing differs', async () => {
    const { code, stdout } = await verify(clean);
    expect(code).toBe(exitCode.ok);
    expect(stdout.split('\n')).toEqual([
      'checked    rows',
      '────────  ─────',
      'counters  1,200',
      'wallets       1',
      '',
      'No differences.',
      '',
    ]);
  });

  it('ends with 1 and the difference', async () => {
    const { code, stdout } = await verify(broken);
    expect(code).toBe(exitCode.failed);
    expect(stdout).toMatch(/counter\.spent +default +coder +3\.5 +3\.4/);
    expect(stdout).toContain('1 difference.');
  });

  it('says it to machines as it came', async () => {
    expect(JSON.parse((await verify(broken, ['--json'])).stdout)).toEqual(broken);
  });

  it.each([
    [[], {}, { dataDir: '/home/someone/.cofferdam' }],
    [[], { COFFERDAM_DATA_DIR: '/d' }, { dataDir: '/d' }],
    [[], { COFFERDAM_DATA_DIR: '/d', COFFERDAM_DATABASE_URL: 'postgres://u' }, { databaseUrl: 'postgres://u' }],
    [['--data-dir', '/e'], { COFFERDAM_DATABASE_URL: 'postgres://u' }, { dataDir: '/e' }],
    [['--database-url', 'postgres://v'], { COFFERDAM_DATA_DIR: '/d' }, { databaseUrl: 'postgres://v' }],
  ])('with %j and %j looks at %j', async (args, env, store) => {
    expect((await verify(clean, args, env)).asked).toEqual(store);
  });
});

describe('a database that is not there', () => {
  const refusing = (why: Error) => ({
    verify: () => Promise.reject(why),
    rollups: () => Promise.reject(why),
  });

  it.each([
    [Object.assign(new Error('There is no database in /d: start the server once.'), { name: 'NoDatabase' }), 'in /d'],
    [Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' }), 'ECONNREFUSED 127.0.0.1'],
    [
      Object.assign(new AggregateError([new Error('connect ECONNREFUSED ::1:1')]), { code: 'ECONNREFUSED' }),
      'ECONNREFUSED ::1:1',
    ],
  ])('is told in words: %s', async (error, words) => {
    for (const command of [['verify'], ['rollups', 'check']]) {
      const terminal = createFakeTerminal();
      expect(await runCommand(command, terminal, refusing(error))).toBe(exitCode.failed);
      expect(terminal.stderr).toContain(words);
      expect(terminal.stderr).not.toMatch(/^ +at /m);
    }
  });
});
