import type { Movement } from '@cofferdam/core';

const entryKinds = { 'top-up': 'top_up', 'claw-back': 'claw_back', 'reinstate-credit': 'reinstatement' } as const;

const kinds = Object.keys(entryKinds) as Movement['kind'][];

/** The kind of the ledger entry that a movement is booked as. */
export type PaymentEntryKind = (typeof entryKinds)[Movement['kind']];

export function entryKindOf(kind: Movement['kind']): PaymentEntryKind {
  return entryKinds[kind];
}

export function movementKindOf(entryKind: PaymentEntryKind): Movement['kind'] {
  return kinds.find((kind) => entryKinds[kind] === entryKind)!;
}
