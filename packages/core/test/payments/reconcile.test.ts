import { describe, expect, test } from 'vitest';
import { type BookedMovement, type Movement, reconcile } from '../../src/index.ts';

const topUp: Movement = { kind: 'top-up', cause: 'payment', reference: 'pi_1', amountNanoUsd: 100n };
const clawBack: Movement = { kind: 'claw-back', cause: 'refund', reference: 're_1', amountNanoUsd: 40n };

function booked(movement: Movement, amountNanoUsd: bigint | null, correctedNanoUsd = 0n): BookedMovement {
  const corrections = correctedNanoUsd === 0n ? 0 : 1;
  return { kind: movement.kind, reference: movement.reference, amountNanoUsd, correctedNanoUsd, corrections };
}

describe('the ledger and the processor', () => {
  test.each<[string, Movement[], BookedMovement[]]>([
    ['nothing on either side', [], []],
    ['the same on both', [topUp, clawBack], [booked(clawBack, -40n), booked(topUp, 100n)]],
    ['a wrong amount that was set right', [topUp], [booked(topUp, 90n, 10n)]],
    ['what was not booked, and set right', [topUp], [booked(topUp, null, 100n)]],
    ['what is unknown there, and set right', [], [booked(clawBack, -40n, 40n)]],
  ])('agree on %s', (_, there, here) => expect(reconcile(there, here)).toEqual([]));

  test.each<[string, Movement[], BookedMovement[], [kind: string, expected: bigint, actual: bigint]]>([
    ['a payment that is not booked', [topUp], [], ['missing_here', 100n, 0n]],
    ['a refund that is not booked', [clawBack], [booked(clawBack, null)], ['missing_here', -40n, 0n]],
    ['a payment that is unknown there', [], [booked(topUp, 100n)], ['missing_there', 0n, 100n]],
    ['a refund that is unknown there', [], [booked(clawBack, -40n)], ['missing_there', 0n, -40n]],
    ['too much', [topUp], [booked(topUp, 101n)], ['amount_differs', 100n, 101n]],
    ['too little taken back', [clawBack], [booked(clawBack, -39n)], ['amount_differs', -40n, -39n]],
    ['a correction that went too far', [topUp], [booked(topUp, 90n, 11n)], ['amount_differs', 100n, 101n]],
  ])('differ by %s', (_, there, here, [kind, expectedNanoUsd, actualNanoUsd]) => {
    expect(reconcile(there, here)).toMatchObject([{ kind, expectedNanoUsd, actualNanoUsd }]);
  });

  test('tell a movement from another of the same reference', () => {
    const back: Movement = { ...clawBack, kind: 'reinstate-credit' };
    expect(reconcile([clawBack, back], [booked(clawBack, -40n)])).toMatchObject([
      { kind: 'missing_here', movement: 'reinstate-credit', expectedNanoUsd: 40n },
    ]);
  });
});
