import { type BookedMovement, movementName } from '@cofferdam/core';
import type { Queryable } from '../../store/connection.ts';
import { movementKindOf, type PaymentEntryKind } from './entry-kind.ts';
import { statements } from './statements.ts';

interface BookedRow {
  kind: PaymentEntryKind;
  reference: string;
  amount_nano_usd: bigint | null;
  corrected_nano_usd: bigint;
  corrections: bigint;
}

/** The names under which something was booked for a payment. */
export async function referencesOf(db: Queryable, orgId: string, paymentId: string): Promise<string[]> {
  const { rows } = await db.query<{ reference: string }>({ ...statements.namesOfPayment, values: [orgId, paymentId] });
  return rows.map(({ reference }) => reference);
}

/** What the ledger has under the references, with what corrections have added to each. */
export async function readBooked(
  db: Queryable,
  orgId: string,
  references: readonly string[],
): Promise<BookedMovement[]> {
  const { rows } = await db.query<BookedRow>({ ...statements.bookedMovements, values: [orgId, references] });
  const booked = new Map<string, BookedMovement>();
  for (const row of rows) {
    const one = { kind: movementKindOf(row.kind), reference: row.reference };
    const known = booked.get(movementName(one));
    booked.set(movementName(one), {
      ...one,
      amountNanoUsd: row.amount_nano_usd ?? known?.amountNanoUsd ?? null,
      correctedNanoUsd: row.corrected_nano_usd + (known?.correctedNanoUsd ?? 0n),
      corrections: Number(row.corrections) + (known?.corrections ?? 0),
    });
  }
  return [...booked.values()];
}
