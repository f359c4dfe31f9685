import type { Counter } from '@cofferdam/core';
import { timestamp, timestampOrNull, type Cell } from './columns.ts';

export interface CounterRow {
  budget_id: string;
  subject: string;
  window_start: number;
  window_end: number | null;
  spent: bigint;
  reserved: bigint;
}

export function counterOfRow(row: CounterRow): Counter {
  return {
    budgetId: row.budget_id,
    subject: row.subject,
    windowStartMs: row.window_start,
    windowEndMs: row.window_end,
    spent: row.spent,
    reserved: row.reserved,
  };
}

/** In the order of insert-counters.sql. */
export const counterColumns: readonly ((counter: Counter) => Cell)[] = [
  (c) => c.budgetId,
  (c) => c.subject,
  (c) => timestamp(c.windowStartMs),
  (c) => timestampOrNull(c.windowEndMs),
  (c) => c.spent,
  (c) => c.reserved,
];

/** A counter that changed, with the figures that it was read with. */
export interface CounterChange {
  readonly counter: Counter;
  readonly oldSpent: bigint;
  readonly oldReserved: bigint;
}

/** In the order of update-counters.sql. */
export const counterChangeColumns: readonly ((change: CounterChange) => Cell)[] = [
  (c) => c.counter.budgetId,
  (c) => c.counter.subject,
  (c) => timestamp(c.counter.windowStartMs),
  (c) => c.oldSpent,
  (c) => c.oldReserved,
  (c) => c.counter.spent,
  (c) => c.counter.reserved,
];
