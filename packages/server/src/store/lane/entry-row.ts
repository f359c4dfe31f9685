import type { LedgerEntry } from '@cofferdam/core';
import { timestamp, type Cell } from './columns.ts';

export interface EntryRow {
  id: string;
  seq: bigint;
  kind: LedgerEntry['kind'];
  amount_nano_usd: bigint;
  balance_nano_usd: bigint;
  time: number;
  usage_record_id: string | null;
  reservation_id: string | null;
  reference: string | null;
  reason: string | null;
}

export function ledgerEntryOf(row: EntryRow): LedgerEntry {
  return {
    id: row.id,
    seq: Number(row.seq),
    kind: row.kind,
    amount: row.amount_nano_usd,
    balanceAfter: row.balance_nano_usd,
    timeMs: row.time,
    usageRecordId: row.usage_record_id,
    reservationId: row.reservation_id,
    reference: row.reference,
    reason: row.reason,
  };
}

/** In the order of insert-entries.sql. */
export const entryColumns: readonly ((entry: LedgerEntry) => Cell)[] = [
  (e) => e.id,
  (e) => e.seq,
  (e) => e.kind,
  (e) => e.amount,
  (e) => e.balanceAfter,
  (e) => timestamp(e.timeMs),
  (e) => e.usageRecordId,
  (e) => e.reservationId,
  (e) => e.reference,
  (e) => e.reason,
];
