import type { Reservation } from '@cofferdam/core';
import { timestamp, timestampOrNull, type Cell } from './columns.ts';
import { dimensionColumns, dimensionsOfRow, type DimensionRow } from './dimension-columns.ts';

export interface ReservationRow extends DimensionRow {
  id: string;
  run: string;
  run_path: string[] | null;
  amount_nano_usd: bigint;
  tokens: bigint | null;
  created_at: number;
  expires_at: number;
  on_expiry: Reservation['onExpiry'];
  origin: Reservation['origin'];
  wallet_held: boolean;
  state: Reservation['state'];
  closed_at: number | null;
  cost_nano_usd: bigint | null;
  expiry_record_id: string | null;
  settle_hash: string | null;
  settle_answer: string | null;
}

export function reservationOf(row: ReservationRow): Reservation {
  return {
    id: row.id,
    dimensions: dimensionsOfRow(row),
    run: row.run,
    runPath: row.run_path ?? [row.run],
    amountNanoUsd: row.amount_nano_usd,
    tokens: row.tokens === null ? null : Number(row.tokens),
    createdMs: row.created_at,
    expiresMs: row.expires_at,
    onExpiry: row.on_expiry,
    origin: row.origin,
    walletHeld: row.wallet_held,
    state: row.state,
    closedMs: row.closed_at,
    costNanoUsd: row.cost_nano_usd,
    expiryRecordId: row.expiry_record_id,
    settleHash: row.settle_hash,
    settleAnswer: row.settle_answer,
  };
}

/** A path of one run is its run: it is not stored twice. */
function storedPath(reservation: Reservation): string | null {
  return reservation.runPath.length === 1 ? null : reservation.runPath.join(' ');
}

/** In the order of insert-reservations.sql. */
export const reservationColumns: readonly ((reservation: Reservation) => Cell)[] = [
  (r) => r.id,
  ...dimensionColumns,
  (r) => r.run,
  storedPath,
  (r) => r.amountNanoUsd,
  (r) => r.tokens,
  (r) => timestamp(r.createdMs),
  (r) => timestamp(r.expiresMs),
  (r) => r.onExpiry,
  (r) => r.origin,
  (r) => r.walletHeld,
  (r) => r.state,
  (r) => timestampOrNull(r.closedMs),
  (r) => r.costNanoUsd,
  (r) => r.expiryRecordId,
  (r) => r.settleHash,
  (r) => r.settleAnswer,
];

/** A reservation that changed, with the state that it was read in. */
export interface ReservationChange {
  readonly before: Reservation;
  readonly after: Reservation;
}

/** In the order of update-reservations.sql. */
export const reservationChangeColumns: readonly ((change: ReservationChange) => Cell)[] = [
  (c) => c.after.id,
  (c) => c.before.state,
  (c) => c.after.state,
  (c) => c.after.amountNanoUsd,
  (c) => timestamp(c.after.expiresMs),
  (c) => timestampOrNull(c.after.closedMs),
  (c) => c.after.costNanoUsd,
  (c) => c.after.expiryRecordId,
  (c) => c.after.settleHash,
  (c) => c.after.settleAnswer,
];
