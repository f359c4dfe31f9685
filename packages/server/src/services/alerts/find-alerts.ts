import { fail } from '../../errors/problem.ts';
import type { Queryable } from '../../store/connection.ts';
import { timestampOrNull } from '../../store/lane/columns.ts';
import { type Alert, alertOf, type AlertRow, type AlertState, type Severity } from './alert.ts';
import { statements } from './statements.ts';

/** Which alerts are asked for; null for any. `budget` is an id or a name. */
export interface AlertSearch {
  readonly beforeId: string | null;
  readonly state: string | null;
  readonly type: string | null;
  readonly budget: string | null;
  readonly agent: string | null;
  readonly severity: string | null;
  /** Of its time; the end is not included. */
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly limit: number;
}

/** Alerts of an org, newest first. */
export async function listAlerts(db: Queryable, orgId: string, search: AlertSearch): Promise<Alert[]> {
  const { beforeId, state, type, budget, agent, severity, fromMs, toMs, limit } = search;
  const times = [timestampOrNull(fromMs), timestampOrNull(toMs)];
  const values = [orgId, beforeId, state, type, budget, agent, severity, limit, ...times];
  const { rows } = await db.query<AlertRow>({ ...statements.listAlerts, values });
  return rows.map(alertOf);
}

/** Raises `not_found`. */
export async function requireAlert(db: Queryable, orgId: string, id: string): Promise<Alert> {
  const { rows } = await db.query<AlertRow>({ ...statements.findAlert, values: [orgId, id] });
  return rows[0] === undefined ? fail('not_found', `there is no alert ${id}`) : alertOf(rows[0]);
}

/** Alerts by their ids, oldest first. */
export async function findAlerts(db: Queryable, orgId: string, ids: readonly string[]): Promise<Alert[]> {
  const { rows } = await db.query<AlertRow>({ ...statements.findAlerts, values: [orgId, ids] });
  return rows.map(alertOf);
}

/** One change of an alert's state. */
export interface AlertChange {
  readonly state: AlertState;
  readonly snoozedUntilMs: number | null;
  readonly changedMs: number;
  readonly changedBy: string;
  readonly changedByName: string | null;
}

interface ChangeRow {
  readonly state: AlertState;
  readonly snoozed_until: number | null;
  readonly changed_at: number;
  readonly changed_by: string;
  readonly changed_by_name: string | null;
}

/** What became of an alert, in order. */
export async function listAlertChanges(db: Queryable, orgId: string, id: string): Promise<AlertChange[]> {
  const { rows } = await db.query<ChangeRow>({ ...statements.listChanges, values: [orgId, id] });
  return rows.map((row) => ({
    state: row.state,
    snoozedUntilMs: row.snoozed_until,
    changedMs: row.changed_at,
    changedBy: row.changed_by,
    changedByName: row.changed_by_name,
  }));
}

/** How many alerts are not resolved, of one state and severity. */
export interface AlertCount {
  readonly state: AlertState;
  readonly severity: Severity;
  readonly count: number;
}

export async function countAlerts(db: Queryable, orgId: string): Promise<AlertCount[]> {
  return (await db.query<AlertCount>({ ...statements.countAlerts, values: [orgId] })).rows;
}
