import type { Pause, Restriction } from '@cofferdam/core';
import { timestamp, timestampOrNull, type Cell } from './columns.ts';

/** In the order of insert-restrictions.sql. */
export const restrictionColumns: readonly ((restriction: Restriction) => Cell)[] = [
  (r) => r.id,
  (r) => r.budgetId,
  (r) => r.budgetName,
  (r) => r.limitVersion,
  (r) => r.subject,
  (r) => timestamp(r.windowStartMs),
  (r) => timestampOrNull(r.windowEndMs),
  (r) => r.kind,
  (r) => r.atPpm,
  (r) => r.requestsPerMinute,
  (r) => r.agent,
  (r) => timestamp(r.takenMs),
];

/** In the order of upsert-pauses.sql. */
export const pauseColumns: readonly ((pause: Pause) => Cell)[] = [
  (p) => p.agent,
  (p) => timestamp(p.atMs),
  (p) => timestampOrNull(p.untilMs),
  (p) => p.by,
  (p) => p.reason,
  (p) => p.cause.restrictionId,
];
