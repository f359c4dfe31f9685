import { expect, test } from 'vitest';
import type { Honesty } from '../gateway/books.ts';
import { dishonesties } from '../gateway/faults.ts';

const honest: Honesty = {
  ledgerCalls: 10,
  ledgerNanoUsd: '258000',
  upstreamCalls: 10,
  upstreamNanoUsd: '258000',
  broken: 0,
  estimated: 0,
  openReservations: 0,
  overshootNanoUsd: '0',
};

test('a load that both sides counted alike has no fault', () => {
  expect(dishonesties('load', honest)).toEqual([]);
});

test.each<[string, Partial<Honesty>]>([
  ['one nano-USD more in the ledger', { ledgerNanoUsd: '258001' }],
  ['one nano-USD less in the ledger', { ledgerNanoUsd: '257999' }],
  ['a call that the ledger does not have', { ledgerCalls: 9 }],
  ['money above a limit', { overshootNanoUsd: '1' }],
  ['a reservation that was leaked', { openReservations: 1 }],
  ['a call that was charged by an estimate', { estimated: 1 }],
  ['an answer that did not go out whole', { broken: 1 }],
])('%s is one', (_, change) => {
  expect(dishonesties('load', { ...honest, ...change })).toHaveLength(1);
});
