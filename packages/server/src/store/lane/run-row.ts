import type { Run } from '@cofferdam/core';
import { timestamp, timestampOrNull, type Cell } from './columns.ts';

export interface RunRow {
  id: string;
  agent: string;
  workflow: string | null;
  parent: string | null;
  path: string[];
  limit_nano_usd: bigint | null;
  status: Run['status'];
  created_at: number;
  finished_at: number | null;
  last_seen_at: number;
}

export function runOf(row: RunRow): Run {
  return {
    id: row.id,
    agent: row.agent,
    workflow: row.workflow,
    parent: row.parent,
    path: row.path,
    limitNanoUsd: row.limit_nano_usd,
    status: row.status,
    createdMs: row.created_at,
    finishedMs: row.finished_at,
    lastSeenMs: row.last_seen_at,
  };
}

/** In the order of upsert-runs.sql. */
export const runColumns: readonly ((run: Run) => Cell)[] = [
  (r) => r.id,
  (r) => r.agent,
  (r) => r.workflow,
  (r) => r.parent,
  (r) => r.path.join(' '),
  (r) => r.limitNanoUsd,
  (r) => r.status,
  (r) => timestamp(r.createdMs),
  (r) => timestampOrNull(r.finishedMs),
  (r) => timestamp(r.lastSeenMs),
];
