import fc from 'fast-check';
import { expect, it } from 'vitest';
import { headerSafe, inBandHeaders } from '../../../src/gateway/answer/index.ts';

const reservationId = '019ab000-0000-7000-8000-000000000001';

it('say what is known', () => {
  expect(
    inBandHeaders({
      reservationId,
      run: 'run-1',
      costNanoUsd: 10_100_000n,
      remaining: { budgetName: 'Team Süd, 5 % / day', availableNanoUsd: -1n },
      maxOutputTokens: 1024,
      final: true,
      estimated: true,
    }),
  ).toEqual({
    'x-cofferdam-reservation': reservationId,
    'x-cofferdam-run': 'run-1',
    'x-cofferdam-cost-usd': '0.0101',
    'x-cofferdam-estimated': 'true',
    'x-cofferdam-remaining-usd': '-0.000000001',
    'x-cofferdam-remaining-budget': 'Team%20S%C3%BCd,%205%20%25%20/%20day',
    'x-cofferdam-output-clamped': '1024',
    'x-cofferdam-final': 'true',
  });
});

it('leave out what is not, and keep what is nothing', () => {
  const plain = { reservationId, run: 'run-1', remaining: null, maxOutputTokens: null, final: false, estimated: false };
  expect(inBandHeaders({ ...plain, costNanoUsd: null })).toEqual({
    'x-cofferdam-reservation': reservationId,
    'x-cofferdam-run': 'run-1',
  });
  expect(inBandHeaders({ ...plain, costNanoUsd: 0n })).toMatchObject({ 'x-cofferdam-cost-usd': '0' });
});

it('are visible ASCII whatever a name holds, and can be read back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      expect(headerSafe(name)).toMatch(/^[!-~]*$/);
      expect(decodeURIComponent(headerSafe(name))).toBe(name);
    }),
  );
});
