import { fail, invalidField } from '../../errors/problem.ts';
import type { Queryable } from '../../store/connection.ts';
import type { Facts } from '../audit/change.ts';
import { recordChange } from '../audit/record-change.ts';
import type { OrgTransaction } from '../org-transaction.ts';
import type { Alert, AlertState } from './alert.ts';
import { requireAlert } from './find-alerts.ts';
import { statements } from './statements.ts';

/** A change of state: by whom, and when. */
export interface Changing {
  readonly state: AlertState;
  readonly snoozedUntilMs: number | null;
  readonly by: string;
  readonly nowMs: number;
}

/** Changes those of the alerts that are not resolved, and returns their ids. */
export async function changeAlerts(
  tx: Queryable,
  orgId: string,
  ids: readonly string[],
  { state, snoozedUntilMs, by, nowMs }: Changing,
): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  const until = snoozedUntilMs === null ? null : new Date(snoozedUntilMs);
  const values = [orgId, ids, state, until, new Date(nowMs), by];
  const { rows } = await tx.query<{ id: string }>({ ...statements.changeAlerts, values });
  return rows.map(({ id }) => id);
}

async function queue(
  tx: Queryable,
  orgId: string,
  ids: readonly string[],
  event: 'resolved' | 'reminded',
  dueMs: number,
): Promise<void> {
  if (ids.length > 0) await tx.query({ ...statements.queueEvent, values: [orgId, ids, event, new Date(dueMs)] });
}

/**
 * Resolves alerts, and has the incidents closed that were opened for them. `by` is the id of a key, or what resolved
 * them: `top_up`, `window`, `recovery`. Those that are resolved already are passed over.
 */
export async function resolveAlerts(
  tx: Queryable,
  orgId: string,
  ids: readonly string[],
  by: string,
  nowMs: number,
): Promise<readonly string[]> {
  const resolved = await changeAlerts(tx, orgId, ids, { state: 'resolved', snoozedUntilMs: null, by, nowMs });
  await queue(tx, orgId, resolved, 'resolved', nowMs);
  return resolved;
}

/** The same for alerts that are known by their dedupe keys, such as those of a wallet that is topped up. */
export async function resolveByKey(
  tx: Queryable,
  orgId: string,
  keys: readonly string[],
  by: string,
  nowMs: number,
): Promise<readonly string[]> {
  const { rows } = await tx.query<{ id: string }>({ ...statements.openByKey, values: [orgId, keys] });
  return resolveAlerts(
    tx,
    orgId,
    rows.map(({ id }) => id),
    by,
    nowMs,
  );
}

/** What an operator does about an alert. */
export type AlertAction =
  | { readonly kind: 'acknowledge' }
  | { readonly kind: 'resolve' }
  | { readonly kind: 'snooze'; readonly untilMs: number };

const maxSnoozeMs = 90 * 86_400_000;

function requireSnooze(untilMs: number, nowMs: number): void {
  if (untilMs <= nowMs) invalidField('until', 'must be in the future');
  if (untilMs > nowMs + maxSnoozeMs) invalidField('until', 'must be within 90 days');
}

const pastOf = { acknowledge: 'acknowledged', resolve: 'resolved', snooze: 'snoozed' } as const;

function stateFacts({ state, snoozedUntilMs }: Alert): Facts {
  return { state, snoozed_until: snoozedUntilMs === null ? null : new Date(snoozedUntilMs).toISOString() };
}

/**
 * Does what the holder of a key asks for. What is resolved stays so: resolving it again changes nothing, and
 * anything else raises `alert_resolved`. Raises `not_found`, `invalid_request`.
 */
export async function actOnAlert(org: OrgTransaction, id: string, action: AlertAction): Promise<Alert> {
  const { tx, orgId, nowMs } = org;
  const keyId = org.by.actor.id ?? org.by.actor.name;
  const alert = await requireAlert(tx, orgId, id);
  if (alert.state === 'resolved') {
    if (action.kind === 'resolve') return alert;
    fail('alert_resolved', `alert ${id} is resolved`, { alert: id });
  }
  if (action.kind === 'resolve') await resolveAlerts(tx, orgId, [id], keyId, nowMs);
  else if (action.kind === 'acknowledge')
    await changeAlerts(tx, orgId, [id], { state: 'acknowledged', snoozedUntilMs: null, by: keyId, nowMs });
  else {
    requireSnooze(action.untilMs, nowMs);
    await changeAlerts(tx, orgId, [id], { state: 'snoozed', snoozedUntilMs: action.untilMs, by: keyId, nowMs });
    await queue(tx, orgId, [id], 'reminded', action.untilMs);
  }
  const after = await requireAlert(tx, orgId, id);
  const target = { kind: 'alert', id, name: alert.type };
  const shown = { before: stateFacts(alert), after: stateFacts(after) };
  await recordChange(org, { action: `alert.${pastOf[action.kind]}`, target, ...shown });
  return after;
}
