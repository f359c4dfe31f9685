import type { LedgerEntry } from '@cofferdam/core';
import type { Queryable } from '../../store/connection.ts';
import { idBounds } from '../../store/lane/columns.ts';
import { statements } from './statements.ts';

/** What brought an entry about: the labels of its charge, or its payment; null where there is none. */
export interface EntryCause {
  readonly agent: string | null;
  readonly run: string | null;
  readonly provider: string | null;
  readonly model: string | null;
  readonly payment: string | null;
}

type Labels = Omit<EntryCause, 'payment'>;

const noLabels: Labels = { agent: null, run: null, provider: null, model: null };

async function findLabels(db: Queryable, orgId: string, ids: readonly string[]): Promise<Map<string, Labels>> {
  if (ids.length === 0) return new Map();
  const values = [orgId, ids, ...idBounds(ids)];
  const { rows } = await db.query<{ id: string } & Labels>({ ...statements.labelsOfEntries, values });
  return new Map(rows.map(({ id, ...labels }) => [id, labels]));
}

type Named = Pick<LedgerEntry, 'kind' | 'reference'>;

async function findPayments(db: Queryable, orgId: string, entries: readonly Named[]): Promise<Map<string, string>> {
  const named = entries.filter(({ reference }) => reference !== null);
  if (named.length === 0) return new Map();
  const values = [orgId, named.map(({ kind }) => kind), named.map(({ reference }) => reference)];
  const { rows } = await db.query<{ kind: string; reference: string; payment_id: string }>({
    ...statements.paymentsOfEntries,
    values,
  });
  return new Map(rows.map(({ kind, reference, payment_id: payment }) => [`${kind} ${reference}`, payment]));
}

/** What brought each of these entries about. */
export async function findCauses(
  db: Queryable,
  orgId: string,
  entries: readonly LedgerEntry[],
): Promise<(entry: LedgerEntry) => EntryCause> {
  const labels = await findLabels(
    db,
    orgId,
    entries.flatMap(({ usageRecordId }) => usageRecordId ?? []),
  );
  const payments = await findPayments(db, orgId, entries);
  return ({ kind, reference, usageRecordId }) => ({
    ...((usageRecordId === null ? undefined : labels.get(usageRecordId)) ?? noLabels),
    payment: payments.get(`${kind} ${reference}`) ?? null,
  });
}
