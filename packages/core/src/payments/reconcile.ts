import type { Movement } from './derive-payment.ts';

/** What the wallet has for a movement. Amounts are signed, in nano-USD. */
export interface BookedMovement {
  readonly kind: Movement['kind'];
  readonly reference: string;
  /** Null where it was not booked. */
  readonly amountNanoUsd: bigint | null;
  /** What corrections have added since, and how many there were. */
  readonly correctedNanoUsd: bigint;
  readonly corrections: number;
}

export type ResidualKind = 'missing_here' | 'missing_there' | 'amount_differs';

/** Where the ledger and the processor differ. */
export interface Residual {
  readonly kind: ResidualKind;
  readonly movement: Movement['kind'];
  readonly reference: string;
  /** What the processor says that it should be, and what the ledger has, corrections included. */
  readonly expectedNanoUsd: bigint;
  readonly actualNanoUsd: bigint;
  readonly corrections: number;
}

const sign = { 'top-up': 1n, 'claw-back': -1n, 'reinstate-credit': 1n } as const;

/** Names a movement among those of an org: its kind and its reference. */
export function movementName({ kind, reference }: Pick<Movement, 'kind' | 'reference'>): string {
  return `${kind} ${reference}`;
}

function compare(movement: Movement | undefined, booked: BookedMovement | undefined): Residual[] {
  const named = movement ?? booked;
  if (named === undefined) return [];
  const expectedNanoUsd = movement === undefined ? 0n : sign[movement.kind] * movement.amountNanoUsd;
  const actualNanoUsd = (booked?.amountNanoUsd ?? 0n) + (booked?.correctedNanoUsd ?? 0n);
  if (expectedNanoUsd === actualNanoUsd) return [];
  const isHere = booked !== undefined && booked.amountNanoUsd !== null;
  const isThere = movement !== undefined;
  const both = isThere ? 'amount_differs' : 'missing_there';
  return [
    {
      kind: isHere ? both : 'missing_here',
      movement: named.kind,
      reference: named.reference,
      expectedNanoUsd,
      actualNanoUsd,
      corrections: booked?.corrections ?? 0,
    },
  ];
}

/** What differs between the movements that the processor names and what was booked, one by one. */
export function reconcile(expected: readonly Movement[], booked: readonly BookedMovement[]): Residual[] {
  const there = new Map(expected.map((one) => [movementName(one), one]));
  const here = new Map(booked.map((one) => [movementName(one), one]));
  const names = [...new Set([...there.keys(), ...here.keys()])];
  return names.flatMap((name) => compare(there.get(name), here.get(name)));
}
