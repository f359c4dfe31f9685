import type { Lot, LotDraw } from '@cofferdam/core';
import { timestamp, timestampOrNull, type Cell } from './columns.ts';

export interface LotRow {
  id: string;
  seq: bigint;
  source: Lot['source'];
  priority: number;
  amount_nano_usd: bigint;
  remaining_nano_usd: bigint;
  expires_at: number | null;
  reference: string | null;
  created_at: number;
}

export function lotOf(row: LotRow): Lot {
  return {
    id: row.id,
    seq: Number(row.seq),
    source: row.source,
    priority: row.priority,
    amount: row.amount_nano_usd,
    remaining: row.remaining_nano_usd,
    expiresMs: row.expires_at,
    reference: row.reference,
    createdMs: row.created_at,
  };
}

export interface DrawRow {
  entry_id: string;
  lot_id: string;
  seq: bigint;
  amount_nano_usd: bigint;
}

export function lotDrawOf(row: DrawRow): LotDraw {
  return { entryId: row.entry_id, lotId: row.lot_id, seq: Number(row.seq), amount: row.amount_nano_usd };
}

/** In the order of insert-lots.sql. */
export const lotColumns: readonly ((lot: Lot) => Cell)[] = [
  (l) => l.id,
  (l) => l.seq,
  (l) => l.source,
  (l) => l.priority,
  (l) => l.amount,
  (l) => timestampOrNull(l.expiresMs),
  (l) => l.reference,
  (l) => timestamp(l.createdMs),
];

/** In the order of draw-lots.sql: the draws first, then what they leave. */
export const drawColumns: readonly ((draw: LotDraw) => Cell)[] = [
  (d) => d.entryId,
  (d) => d.lotId,
  (d) => d.seq,
  (d) => d.amount,
];

export const openLotColumns: readonly ((lot: Lot) => Cell)[] = [
  (l) => l.id,
  (l) => l.remaining,
  (l) => timestampOrNull(l.expiresMs),
];
