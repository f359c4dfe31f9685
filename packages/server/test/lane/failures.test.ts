import { expect, test } from 'vitest';
import { isStoreFailure } from '../../src/services/lane/failures.ts';

test.each([
  [true, Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })],
  [true, new Error('Connection terminated unexpectedly')],
  [true, Object.assign(new Error('terminating connection'), { code: '57P01' })],
  [false, Object.assign(new Error('duplicate key'), { code: '23505' })],
  [false, new TypeError('socket.setTimeout is not a function')],
  [false, Object.assign(new TypeError('the "timeout" argument'), { code: 'ERR_INVALID_ARG_TYPE' })],
])('whether it was the store that failed: %s, %s', (isStore, error) => {
  expect(isStoreFailure(error)).toBe(isStore);
});
