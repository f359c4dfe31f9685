import type { LedgerEntry, LedgerEntryKind } from '@cofferdam/core';
import type { Queryable } from '../../store/connection.ts';
import { ledgerEntryOf, type EntryRow } from '../../store/lane/entry-row.ts';

export interface EntrySearch {
  readonly kind: LedgerEntryKind | null;
  /** Labels of the charge behind an entry; a top-up has none. */
  readonly agent: string | null;
  readonly run: string | null;
  /** A model's own id, or `provider/model`. */
  readonly model: string | null;
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly beforeId: string | null;
  readonly limit: number;
}

const conditionOf = {
  kind: (value: string) => `e.kind = ${value}`,
  agent: (value: string) => `u.agent = ${value}`,
  run: (value: string) => `u.run = ${value}`,
  model: (value: string) => `(u.model = ${value} OR u.provider || '/' || u.model = ${value})`,
  fromMs: (value: string) => `e.time >= ${value}`,
  toMs: (value: string) => `e.time < ${value}`,
  beforeId: (value: string) => `e.id < ${value}`,
} as const;

const conditionNames = Object.keys(conditionOf) as (keyof typeof conditionOf)[];

/** Entries of an org's wallet, newest first. Only conditions that are asked for stand in the statement. */
export async function findEntries(db: Queryable, orgId: string, search: EntrySearch): Promise<LedgerEntry[]> {
  const values: unknown[] = [orgId];
  const conditions = ['e.org_id = $1'];
  for (const name of conditionNames) {
    const value = search[name];
    if (value === null) continue;
    values.push(typeof value === 'number' ? new Date(value) : value);
    conditions.push(conditionOf[name](`$${values.length}`));
  }
  values.push(search.limit);
  const { rows } = await db.query<EntryRow>(
    `SELECT e.* FROM ledger_entries e
       LEFT JOIN usage_records u ON u.org_id = e.org_id AND u.id = e.usage_record_id
      WHERE ${conditions.join(' AND ')} ORDER BY e.id DESC LIMIT $${values.length}`,
    values,
  );
  return rows.map(ledgerEntryOf);
}
