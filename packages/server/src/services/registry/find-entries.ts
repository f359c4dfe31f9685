import type { RegistryKind } from '@cofferdam/core';
import type { Queryable } from '../../store/connection.ts';
import { entryColumns, entryOf, type EntryRow, type KeptEntry } from './entry.ts';

const findSql = `SELECT ${entryColumns} FROM registry WHERE org_id = $1 AND kind = $2 AND id = $3`;

// Labels of one batch were made in the same millisecond: the id keeps them apart.
const listSql = `
  SELECT ${entryColumns} FROM registry
   WHERE org_id = $1 AND kind = $2 AND ($3::timestamptz IS NULL OR (created_at, id) < ($3, $4))
   ORDER BY created_at DESC, id DESC LIMIT $5`;

/** The last entry of a page: the next one starts after it. */
export type EntryPosition = Pick<KeptEntry, 'createdMs' | 'id'>;

export async function findEntry(
  db: Queryable,
  orgId: string,
  kind: RegistryKind,
  id: string,
): Promise<KeptEntry | null> {
  const { rows } = await db.query<EntryRow>(findSql, [orgId, kind, id]);
  return rows[0] === undefined ? null : entryOf(rows[0]);
}

/** Labels of a kind, newest first. */
export async function listEntries(
  db: Queryable,
  orgId: string,
  kind: RegistryKind,
  before: EntryPosition | null,
  limit: number,
): Promise<KeptEntry[]> {
  const createdAt = before === null ? null : new Date(before.createdMs);
  const { rows } = await db.query<EntryRow>(listSql, [orgId, kind, createdAt, before?.id ?? '', limit]);
  return rows.map(entryOf);
}
