import type { Counter, Restraint } from '@cofferdam/core';
import { timestamp, timestampOrNull, type Cell } from './columns.ts';

export interface CounterRow {
  budget_id: string;
  subject: string;
  window_start: number;
  window_end: number | null;
  spent: bigint;
  reserved: bigint;
  wound_down_by: string | null;
  restraint: Restraint | null;
}

export function counterOfRow(row: CounterRow): Counter {
  return {
    budgetId: row.budget_id,
    subject: row.subject,
    windowStartMs: row.window_start,
    windowEndMs: row.window_end,
    spent: row.spent,
    reserved: row.reserved,
    woundDownBy: row.wound_down_by,
    restraint: row.restraint,
  };
}

/** In the order of upsert-counters.sql. */
export const counterColumns: readonly ((counter: Counter) => Cell)[] = [
  (c) => c.budgetId,
  (c) => c.subject,
  (c) => timestamp(c.windowStartMs),
  (c) => timestampOrNull(c.windowEndMs),
  (c) => c.spent,
  (c) => c.reserved,
  (c) => c.woundDownBy,
  (c) => (c.restraint === null ? null : JSON.stringify(c.restraint)),
];
