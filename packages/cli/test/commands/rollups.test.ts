import { expect, it } from 'vitest';
import type { RollupReport } from '../../src/session.ts';
import { createFakeTerminal, exitCode, runCommand } from '../fake-terminal.ts';

const clean: RollupReport = { orgs: 1, rows: 1234, differences: [] };
const broken: RollupReport = {
  ...clean,
  differences: [{ kind: 'rollups', org: 'o', subject: '15 minutes', expected: '2 records', actual: 'nothing' }],
};

async function rollups(action: string, report: RollupReport) {
  const terminal = createFakeTerminal({ env: { COFFERDAM_DATABASE_URL: 'postgres://u' } });
  const asked: unknown[] = [];
  const code = await runCommand(['rollups', action], terminal, {
    rollups: (...given) => {
      asked.push(given);
      return Promise.resolve(report);
    },
  });
  return { code, stdout: terminal.stdout, asked };
}

it.each([
  ['check', clean, exitCode.ok, '1,234 rows of 1 org: no differences.'],
  ['check', broken, exitCode.failed, '1,234 rows of 1 org: 1 difference.'],
  ['rebuild', broken, exitCode.ok, '1,234 rows of 1 org: 1 difference mended.'],
] as const)('rollups %s', async (action, report, code, last) => {
  const result = await rollups(action, report);
  expect([result.code, result.stdout.trimEnd().split('\n').at(-1)]).toEqual([code, last]);
  expect(result.asked).toEqual([[action, { databaseUrl: 'postgres://u' }]]);
});
