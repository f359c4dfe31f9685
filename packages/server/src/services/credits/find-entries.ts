import type { LedgerEntry, LedgerEntryKind } from '@cofferdam/core';
import type { Queryable } from '../../store/connection.ts';
import { ledgerEntryOf, type EntryRow } from '../../store/lane/entry-row.ts';
import { leastEntryId } from './entry-bounds.ts';

export interface EntrySearch {
  readonly kind: LedgerEntryKind | null;
  /** Labels of the charge behind an entry; what no usage brought about has none. */
  readonly agent: string | null;
  readonly run: string | null;
  /** A model's own id, or `provider/model`. */
  readonly model: string | null;
  /** Those that drew from this lot, gave back to it, or made it. Cannot be asked for with a label. */
  readonly lot: string | null;
  /** Exactly. No charge has one. */
  readonly reference: string | null;
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly beforeId: string | null;
  readonly limit: number;
}

/** What a model may be written as: by its own id, in which there may be a slash, or after its provider. */
interface ModelName {
  readonly model: string;
  readonly provider: string | null;
}

function modelNames(written: string): ModelName[] {
  const slash = written.indexOf('/');
  const own = { model: written, provider: null };
  return slash <= 0 ? [own] : [own, { model: written.slice(slash + 1), provider: written.slice(0, slash) }];
}

class Parameters {
  readonly values: unknown[] = [];

  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

/** Ids lead with the time, so a period is a range of them, and of partitions. */
function boundsOf({ fromMs, toMs, beforeId }: EntrySearch, alias: string, parameters: Parameters): string[] {
  return [
    ...(fromMs === null ? [] : [`${alias}.id >= ${parameters.add(leastEntryId(fromMs))}`]),
    ...(toMs === null ? [] : [`${alias}.id < ${parameters.add(leastEntryId(toMs))}`]),
    ...(beforeId === null ? [] : [`${alias}.id < ${parameters.add(beforeId)}`]),
  ];
}

/** All but charges have an index of their own, which the second condition opens. */
function kindOf({ kind, reference }: EntrySearch, parameters: Parameters): string[] {
  const isNamed = reference === null ? [] : [`e.reference = ${parameters.add(reference)}`, "e.kind <> 'charge'"];
  if (kind === null) return isNamed;
  const isKind = `e.kind = ${parameters.add(kind)}`;
  return kind === 'charge' ? [isKind, ...isNamed] : [isKind, "e.kind <> 'charge'", ...isNamed];
}

/**
 * Entries of one lot: its draws from the newest back to the entry that made it. Draws have no index by lot, which every
 * charge would pay for: they are walked by their primary key, which has the lot in it, and only as far as the lot is old.
 */
function ofLot(orgId: string, lot: string, search: EntrySearch, parameters: Parameters): string {
  const org = parameters.add(orgId);
  const id = parameters.add(lot);
  const limit = parameters.add(search.limit);
  const conditions = ['', ...boundsOf(search, 'e', parameters), ...kindOf(search, parameters)].join(' AND ');
  return `
    (SELECT e.* FROM lot_draws d JOIN ledger_entries e ON e.org_id = d.org_id AND e.id = d.entry_id
      WHERE d.org_id = ${org} AND d.lot_id = ${id} AND d.entry_id >= ${id}::uuid AND e.id >= ${id}::uuid${conditions}
      ORDER BY d.entry_id DESC LIMIT ${limit})
    UNION
    SELECT e.* FROM ledger_entries e WHERE e.org_id = ${org} AND e.id = ${id}${conditions}
    ORDER BY id DESC LIMIT ${limit}`;
}

function ofWallet(orgId: string, search: EntrySearch, parameters: Parameters): string {
  const org = `e.org_id = ${parameters.add(orgId)}`;
  const conditions = [org, ...boundsOf(search, 'e', parameters), ...kindOf(search, parameters)];
  return `SELECT e.* FROM ledger_entries e WHERE ${conditions.join(' AND ')}
           ORDER BY e.id DESC LIMIT ${parameters.add(search.limit)}`;
}

/** As a usage record says what kind its entry is of; null where no usage brings that kind about. */
function typeOf({ kind }: EntrySearch): string[] | null {
  if (kind === null) return [];
  if (kind === 'correction') return ["u.type = 'correction'"];
  return kind === 'charge' ? ["u.type <> 'correction'"] : null;
}

/** The ids of a page of usage records by their labels. One that is prepaid and cost something has an entry of its id. */
function idsOfUsage(orgId: string, search: EntrySearch, name: ModelName | null, parameters: Parameters): string {
  const { agent, run, limit } = search;
  const labels = { agent, run, model: name?.model ?? null, provider: name?.provider ?? null };
  const conditions = [
    `u.org_id = ${parameters.add(orgId)}`,
    ...Object.entries(labels).flatMap(([label, value]) =>
      value === null ? [] : [`u.${label} = ${parameters.add(value)}`],
    ),
    ...boundsOf(search, 'u', parameters),
    'u.prepaid AND u.cost_nano_usd <> 0',
    ...(typeOf(search) ?? []),
  ];
  return `(SELECT u.id FROM usage_records u WHERE ${conditions.join(' AND ')}
            ORDER BY u.id DESC LIMIT ${parameters.add(limit)})`;
}

/** Entries by whom they are booked to: the ids first, which pin how the entries are read. */
function ofUsage(orgId: string, search: EntrySearch, parameters: Parameters): string {
  const names = search.model === null ? [null] : modelNames(search.model);
  const branches = names.map((name) => idsOfUsage(orgId, search, name, parameters));
  return `SELECT e.* FROM ledger_entries e
           WHERE e.org_id = ${parameters.add(orgId)} AND e.id = ANY (ARRAY(${branches.join(' UNION ALL ')}))
           ORDER BY e.id DESC LIMIT ${parameters.add(search.limit)}`;
}

function textOf(orgId: string, search: EntrySearch, isOfUsage: boolean, parameters: Parameters): string {
  if (search.lot !== null) return ofLot(orgId, search.lot, search, parameters);
  return isOfUsage ? ofUsage(orgId, search, parameters) : ofWallet(orgId, search, parameters);
}

/** Entries of an org's wallet, newest first: as many rows are read as a page holds, however many entries there are. */
export async function findEntries(db: Queryable, orgId: string, search: EntrySearch): Promise<LedgerEntry[]> {
  const parameters = new Parameters();
  const { agent, run, model } = search;
  const isOfUsage = agent !== null || run !== null || model !== null;
  if (isOfUsage && (typeOf(search) === null || search.reference !== null)) return [];
  const text = textOf(orgId, search, isOfUsage, parameters);
  const { rows } = await db.query<EntryRow>(text, parameters.values);
  return rows.map(ledgerEntryOf);
}
