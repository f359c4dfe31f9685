import type { Queryable } from '../../store/connection.ts';
import type { Actor, Facts, RecordedChange } from './change.ts';
import { statements } from './statements.ts';

/** Which changes are asked for; null for any. Times are epoch milliseconds, the end not included. */
export interface ChangeSearch {
  readonly beforeId: string | null;
  /** An id or a name. */
  readonly actor: string | null;
  /** Whole, or what it is about: `budget.changed`, `budget`. */
  readonly action: string | null;
  /** An id or a name. */
  readonly target: string | null;
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly limit: number;
}

interface ChangeRow {
  id: string;
  time: number;
  actor_kind: Actor['kind'];
  actor_id: string | null;
  actor_name: string;
  action: RecordedChange['action'];
  target_kind: string;
  target_id: string;
  target_name: string | null;
  before: Facts | null;
  after: Facts | null;
  reason: string | null;
}

function changeOf(row: ChangeRow): RecordedChange {
  return {
    id: row.id,
    timeMs: row.time,
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
    action: row.action,
    target: { kind: row.target_kind, id: row.target_id, name: row.target_name },
    before: row.before,
    after: row.after,
    reason: row.reason,
  };
}

function dateOrNull(timeMs: number | null): Date | null {
  return timeMs === null ? null : new Date(timeMs);
}

/** The audit log of an org, newest first. */
export async function listChanges(db: Queryable, orgId: string, search: ChangeSearch): Promise<RecordedChange[]> {
  const { beforeId, actor, action, target, fromMs, toMs, limit } = search;
  const values = [orgId, beforeId, actor, action, target, dateOrNull(fromMs), dateOrNull(toMs), limit];
  const { rows } = await db.query<ChangeRow>({ ...statements.listChanges, values });
  return rows.map(changeOf);
}
