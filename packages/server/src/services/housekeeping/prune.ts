import { counterRetentionMs } from '@cofferdam/core';
import type pg from 'pg';
import { inTransaction } from '../../store/connection.ts';
import { sqlFile } from '../../store/sql-file.ts';
import { pruneAlerts } from './prune-alerts.ts';

/** Idempotency records are kept this long; a repeat after that is a new request. */
const idempotencyRetentionMs = 7 * 86_400_000;

const rowsPerStep = 5_000;

/** Closed minute and hour counters can be recomputed from the usage records; nothing open stands on them. */
const findCounters = `
  SELECT DISTINCT c.org_id FROM budgets b JOIN counters c ON c.org_id = b.org_id AND c.budget_id = b.id
   WHERE b."window" IN ('minute', 'hour') AND c.window_end < $1 AND c.reserved = 0`;

const lockLane = 'SELECT 1 FROM org_lanes WHERE org_id = $1 FOR UPDATE';

const deleteCounters = `
  DELETE FROM counters c USING (
    SELECT c.org_id, c.budget_id, c.subject, c.window_start
      FROM budgets b JOIN counters c ON c.org_id = b.org_id AND c.budget_id = b.id
     WHERE b.org_id = $1 AND b."window" IN ('minute', 'hour') AND c.window_end < $2 AND c.reserved = 0
     LIMIT ${rowsPerStep}) old
   WHERE c.org_id = old.org_id AND c.budget_id = old.budget_id AND c.subject = old.subject AND c.window_start = old.window_start`;

/**
 * Nodes must not go on with counters that are gone; and to the lane they must be as old as they were to this node, whose
 * clock may be ahead, or it would make them again from nothing.
 */
const advanceLane = `
  UPDATE org_lanes SET config_version = config_version + 1, last_time = greatest(last_time, $2) WHERE org_id = $1`;

const deleteAnswers = `
  DELETE FROM idempotency_keys i USING (
    SELECT org_id, operation, key FROM idempotency_keys WHERE created_at < $1 LIMIT ${rowsPerStep}) old
   WHERE i.org_id = old.org_id AND i.operation = old.operation AND i.key = old.key`;

const deleteCreations = 'DELETE FROM creation_counts WHERE day < $1';

/** Events of Stripe that were handled are kept this long, to be looked at; Stripe sends none again after three days. */
const eventRetentionMs = 90 * 86_400_000;

const deleteEvents = sqlFile('payments/prune-events.sql');

/** Which models were refused for want of a price is kept this long. */
const refusedModelRetentionMs = 400 * 86_400_000;

const deleteRefusedModels = 'DELETE FROM refused_models WHERE day < $1';

async function pruneEvents(pool: pg.Pool, nowMs: number): Promise<void> {
  const before = new Date(nowMs - eventRetentionMs);
  while (((await pool.query(deleteEvents.text, [before])).rowCount ?? 0) >= rowsPerStep);
}

async function pruneCounters(pool: pg.Pool, orgId: string, now: Date, before: Date): Promise<void> {
  for (;;) {
    const deleted = await inTransaction(pool, async (tx) => {
      await tx.query(lockLane, [orgId]);
      const result = await tx.query(deleteCounters, [orgId, before]);
      await tx.query(advanceLane, [orgId, now]);
      return result.rowCount ?? 0;
    });
    if (deleted < rowsPerStep) return;
  }
}

/** Deletes what is derivable or past its promise, a bounded number of rows at a time. */
export async function prune(pool: pg.Pool, nowMs: number): Promise<void> {
  const before = new Date(nowMs - counterRetentionMs);
  const { rows } = await pool.query<{ org_id: string }>(findCounters, [before]);
  for (const row of rows) await pruneCounters(pool, row.org_id, new Date(nowMs), before);
  const answersBefore = new Date(nowMs - idempotencyRetentionMs);
  for (;;) {
    const result = await pool.query(deleteAnswers, [answersBefore]);
    if ((result.rowCount ?? 0) < rowsPerStep) break;
  }
  await pruneAlerts(pool, nowMs);
  await pruneEvents(pool, nowMs);
  await pool.query(deleteRefusedModels, [new Date(nowMs - refusedModelRetentionMs)]);
  await pool.query(deleteCreations, [Math.floor(nowMs / 86_400_000) - 7]);
}
