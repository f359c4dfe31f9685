import { expect, test } from 'vitest';
import { BadOption, readOptions } from '../options.ts';

test('without a word it is the ledger, in full', () => {
  expect(readOptions([])).toMatchObject({ bench: 'ledger', clients: [1, 32, 64, 256], seconds: 5, repetitions: 3 });
});

test('the gateway has clients and latencies of its own', () => {
  const full = { bench: 'gateway', clients: [1, 16, 64], upstreamMs: [0, 50], seconds: 5, repetitions: 3 };
  expect(readOptions(['gateway'])).toMatchObject(full);
});

test('quick is short, and gives way to what is said', () => {
  expect(readOptions(['gateway', '--quick'])).toMatchObject({ seconds: 2, repetitions: 1 });
  expect(readOptions(['gateway', '--quick', '--seconds', '4'])).toMatchObject({ seconds: 4, repetitions: 1 });
});

test.each([
  [['wallet']],
  [['gateway', '--pools', '1']],
  [['reports', '--clients', '1']],
  [['reports', '--records', '10']],
  [['ledger', '--days', '3']],
  [['ledger', '--upstream-ms', '0']],
  [['gateway', '--clients', '0']],
  [['gateway', '--upstream-ms', 'none']],
])('%s is refused', (args) => {
  expect(() => readOptions(args)).toThrow(BadOption);
});

test('reports have records instead of a load', () => {
  expect(readOptions(['reports'])).toMatchObject({ records: 10_000_000, days: 90, calls: 40 });
  expect(readOptions(['reports', '--quick', '--days', '30'])).toMatchObject({ records: 200_000, days: 30, calls: 5 });
});
