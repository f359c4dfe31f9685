import { expect, test } from 'vitest';
import { readOptions } from '../options.ts';

test('one seed where nothing else is said; as many as there is time for where that is bounded', () => {
  expect(readOptions([])).toEqual({ firstSeed: 1, seeds: 1, minutes: null, trace: false });
  expect(readOptions(['--seed', '9', '--seeds', '3'])).toMatchObject({ firstSeed: 9, seeds: 3 });
  expect(readOptions(['--minutes', '5'])).toMatchObject({ seeds: Number.MAX_SAFE_INTEGER, minutes: 5 });
});

test.each([
  ['--seed', 'x'],
  ['--seeds', '0'],
  ['--minutes', '1.5'],
  ['--colour', 'red'],
])('what makes no sense is refused: %s %s', (...args) => {
  expect(() => readOptions(args)).toThrow();
});
