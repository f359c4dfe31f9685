import { expect, test } from 'vitest';
import { readCommand } from '../command/read-command.ts';
import { BadOption, type Values } from '../command/values.ts';
import { readGatewayOptions } from '../gateway/options.ts';
import { readLedgerOptions } from '../ledger/options.ts';
import { readReportsOptions } from '../reports/options.ts';

/** Which benchmark it is, and what it was given. */
function given(...args: string[]): { name: string; values: Values } {
  const command = readCommand(args);
  if (command.kind !== 'run') throw new Error(`${args.join(' ')} is ${command.kind}`);
  return { name: command.benchmark.name, values: command.values };
}

test('without a word it is the ledger, in full', () => {
  const { name, values } = given();
  expect(name).toBe('ledger');
  expect(readLedgerOptions(values)).toMatchObject({ clients: [1, 32, 64, 256], seconds: 5, repetitions: 3 });
});

test('the gateway has clients and latencies of its own', () => {
  const full = { clients: [1, 16, 64], upstreamMs: [0, 50], seconds: 5, repetitions: 3 };
  expect(readGatewayOptions(given('gateway').values)).toMatchObject(full);
});

test('quick is short, and gives way to what is said', () => {
  const read = (...args: string[]) => readGatewayOptions(given('gateway', ...args).values);
  expect(read('--quick')).toMatchObject({ seconds: 2, repetitions: 1 });
  expect(read('--quick', '--seconds', '4')).toMatchObject({ seconds: 4, repetitions: 1 });
});

test('reports have records instead of a load', () => {
  const read = (...args: string[]) => readReportsOptions(given('reports', ...args).values);
  expect(read()).toMatchObject({ records: 10_000_000, days: 90, calls: 40 });
  expect(read('--quick', '--days', '30')).toMatchObject({ records: 200_000, days: 30, calls: 5 });
});

test('all of them take no option but to be quick', () => {
  expect(readCommand(['all', '--quick'])).toEqual({ kind: 'all', values: { quick: true } });
  expect(() => readCommand(['all', '--seconds', '1'])).toThrow('--seconds is no option of all benchmarks');
});

test.each([
  [['wallet']],
  [['ledger', 'gateway']],
  [['gateway', '--pools', '1']],
  [['reports', '--clients', '1']],
  [['reports', '--records', '10']],
  [['ledger', '--days', '3']],
  [['ledger', '--upstream-ms', '0']],
  [['gateway', '--clients', '0']],
  [['gateway', '--upstream-ms', 'none']],
])('%s is refused', (args) => {
  const prepare = (): unknown => {
    const command = readCommand(args);
    return command.kind === 'run' && command.benchmark.prepare(command.values);
  };
  expect(prepare).toThrow(BadOption);
});
