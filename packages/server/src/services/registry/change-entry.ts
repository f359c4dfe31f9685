import type { RegistryKind } from '@cofferdam/core';
import { fail } from '../../errors/problem.ts';
import type { CallPolicy } from '../connections/call-policy.ts';
import type { Change } from '../audit/change.ts';
import { recordChange } from '../audit/record-change.ts';
import type { OrgTransaction } from '../org-transaction.ts';
import { liftPausesOf } from '../restrictions/lift-restrictions.ts';
import { entryColumns, entryFacts, entryOf, type EntryRow, type KeptEntry } from './entry.ts';
import { findEntry } from './find-entries.ts';

/** What is left out stays as it is; a team of null takes the agent out of its team, a policy of null ends its policy. */
export interface EntryChange {
  readonly name?: string | undefined;
  readonly team?: string | null | undefined;
  readonly policy?: CallPolicy | null | undefined;
}

const insertSql = `
  INSERT INTO registry (org_id, kind, id, name, team, policy, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT (org_id, kind, id) DO NOTHING RETURNING ${entryColumns}`;

const changeSql = `
  UPDATE registry SET name = coalesce($4, name), team = CASE WHEN $5 THEN $6 ELSE team END,
         policy = CASE WHEN $7 THEN $8 ELSE policy END
   WHERE org_id = $1 AND kind = $2 AND id = $3 RETURNING ${entryColumns}`;

const pauseSql = `
  UPDATE registry
     SET paused_at = CASE WHEN $3 THEN CASE WHEN paused_until <= $4 THEN $4 ELSE coalesce(paused_at, $4) END END,
         paused_until = NULL, paused_restriction = NULL, paused_by = CASE WHEN $3 THEN $5 END,
         paused_reason = CASE WHEN $3 THEN $6 END, paused_alert = CASE WHEN $3 THEN $7::uuid END
   WHERE org_id = $1 AND kind = 'agent' AND id = $2 RETURNING ${entryColumns}`;

async function requireEntry({ tx, orgId }: OrgTransaction, kind: RegistryKind, id: string): Promise<KeptEntry> {
  return (await findEntry(tx, orgId, kind, id)) ?? fail('not_found', `there is no ${kind} ${id}`);
}

async function recorded(
  org: OrgTransaction,
  action: Change['action'],
  before: KeptEntry | null,
  after: KeptEntry,
): Promise<KeptEntry> {
  const target = { kind: after.kind, id: after.id, name: after.name };
  const shown = { before: before === null ? null : entryFacts(before, org.nowMs), after: entryFacts(after, org.nowMs) };
  await recordChange(org, { action, target, ...shown });
  return after;
}

function stored(policy: CallPolicy | null): string | null {
  return policy === null ? null : JSON.stringify(policy);
}

/** A team that an agent is put into is a label like any other: it is registered. */
async function registerTeam({ tx, orgId, nowMs }: OrgTransaction, team: string | null | undefined): Promise<void> {
  if (team !== null && team !== undefined)
    await tx.query(insertSql, [orgId, 'team', team, team, null, null, new Date(nowMs)]);
}

/** Registers an agent before its first use. Raises `name_taken` where there is one of this id. */
export async function addAgent(org: OrgTransaction, id: string, change: EntryChange): Promise<KeptEntry> {
  const { name = id, team = null, policy = null } = change;
  const values = [org.orgId, 'agent', id, name, team, stored(policy), new Date(org.nowMs)];
  const { rows } = await org.tx.query<EntryRow>(insertSql, values);
  if (rows[0] === undefined) fail('name_taken', `agent ${id} exists`, { field: 'id' });
  await registerTeam(org, team);
  return recorded(org, 'agent.registered', null, entryOf(rows[0]));
}

/** Names a team before anybody is in it. Raises `name_taken` where there is one of this id. */
export async function addTeam(org: OrgTransaction, id: string, name: string): Promise<KeptEntry> {
  const values = [org.orgId, 'team', id, name, null, null, new Date(org.nowMs)];
  const { rows } = await org.tx.query<EntryRow>(insertSql, values);
  if (rows[0] === undefined) fail('name_taken', `team ${id} exists`, { field: 'id' });
  return recorded(org, 'team.registered', null, entryOf(rows[0]));
}

/** Renames a label, or gives an agent another team or policy. Raises `not_found`. */
export async function changeEntry(
  org: OrgTransaction,
  kind: RegistryKind,
  id: string,
  { name, team, policy }: EntryChange,
): Promise<KeptEntry> {
  const changedTeam = [team !== undefined, team ?? null];
  const changedPolicy = [policy !== undefined, stored(policy ?? null)];
  const before = await requireEntry(org, kind, id);
  const values = [org.orgId, kind, id, name ?? null, ...changedTeam, ...changedPolicy];
  const { rows } = await org.tx.query<EntryRow>(changeSql, values);
  await registerTeam(org, team);
  return recorded(org, `${kind}.changed`, before, entryOf(rows[0]!));
}

/** Pauses or resumes an agent, perhaps for an alert; one that is so already stays as it is. Raises `not_found`. */
export async function pauseAgent(
  org: OrgTransaction,
  id: string,
  pause: boolean,
  alertId: string | null = null,
): Promise<KeptEntry> {
  const before = await requireEntry(org, 'agent', id);
  // Whatever paused it, the operator's word is the last.
  await liftPausesOf(org, id);
  const { rows } = await org.tx.query<EntryRow>(pauseSql, [
    org.orgId,
    id,
    pause,
    new Date(org.nowMs),
    org.by.actor.name,
    org.by.reason,
    alertId,
  ]);
  return recorded(org, pause ? 'agent.paused' : 'agent.resumed', before, entryOf(rows[0]!));
}
