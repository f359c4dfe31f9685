import type { Run } from '@cofferdam/core';
import type { Queryable } from '../../store/connection.ts';
import { runOf, type RunRow } from '../../store/lane/run-row.ts';
import { readRunStops, type RunStop } from './run-stop.ts';
import { findReservation } from '../reservations/find-reservation.ts';

/** What a run spent and holds, its descendants included. */
export interface RunSpend {
  readonly spentNanoUsd: bigint;
  readonly reservedNanoUsd: bigint;
  readonly ownSpentNanoUsd: bigint;
  readonly unpricedRecords: number;
}

const findSql = `
  SELECT id, agent, workflow, parent, path, limit_nano_usd, status, created_at, finished_at, last_seen_at
    FROM runs WHERE org_id = $1 AND id = $2`;

// A run's tree is found from its root downwards: every run knows its parent, none its children.
const spendSql = `
  WITH RECURSIVE tree (id) AS (
    SELECT $2::text UNION SELECT r.id FROM tree t JOIN runs r ON r.org_id = $1 AND r.parent = t.id)
  SELECT (SELECT coalesce(sum(u.cost_nano_usd), 0)::bigint FROM usage_records u
           WHERE u.org_id = $1 AND u.run IN (SELECT id FROM tree)) AS spent,
         (SELECT coalesce(sum(u.cost_nano_usd), 0)::bigint FROM usage_records u
           WHERE u.org_id = $1 AND u.run = $2) AS own_spent,
         (SELECT count(*) FROM usage_records u
           WHERE u.org_id = $1 AND u.run IN (SELECT id FROM tree) AND u.cost_nano_usd IS NULL) AS unpriced,
         (SELECT coalesce(sum(r.amount_nano_usd), 0)::bigint
            FROM open_reservations o JOIN reservations r ON r.org_id = o.org_id AND r.id = o.reservation_id
           WHERE o.org_id = $1 AND r.run IN (SELECT id FROM tree)) AS reserved`;

interface SpendRow {
  spent: bigint;
  own_spent: bigint;
  unpriced: bigint;
  reserved: bigint;
}

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A call without a run id is a run of its own, under its reservation's id: it has no row, and is made from it. */
async function ownRun(db: Queryable, orgId: string, id: string): Promise<Run | null> {
  const reservation = uuidForm.test(id) ? await findReservation(db, orgId, id) : null;
  if (reservation === null || reservation.run !== id) return null;
  const { agent, workflow } = reservation.dimensions;
  return {
    id,
    agent,
    workflow,
    parent: null,
    path: [id],
    limitNanoUsd: null,
    status: null,
    createdMs: reservation.createdMs,
    finishedMs: null,
    lastSeenMs: reservation.closedMs ?? reservation.createdMs,
  };
}

export interface FoundRun {
  readonly run: Run;
  readonly spend: RunSpend;
  /** What stopped it; null where nothing did. */
  readonly stop: RunStop | null;
}

/** A run with what it spent and what stopped it, or null. */
export async function findRun(db: Queryable, orgId: string, id: string, nowMs: number): Promise<FoundRun | null> {
  const { rows } = await db.query<RunRow>(findSql, [orgId, id]);
  const run = rows[0] === undefined ? await ownRun(db, orgId, id) : runOf(rows[0]);
  if (run === null) return null;
  const spend = await db.query<SpendRow>(spendSql, [orgId, id]);
  const { spent, own_spent: own, unpriced, reserved } = spend.rows[0]!;
  const stops = await readRunStops(db, orgId, [run], nowMs);
  return {
    run,
    stop: stops.get(id) ?? null,
    spend: { spentNanoUsd: spent, reservedNanoUsd: reserved, ownSpentNanoUsd: own, unpricedRecords: Number(unpriced) },
  };
}
