import type { CreditCommand, Lot, LotDraw, Seen } from '@cofferdam/core';
import type pg from 'pg';
import { idBounds } from './columns.ts';
import { lotOf, type LotRow } from './lot-row.ts';
import { statements } from './statements.ts';

export interface CreditName {
  readonly kind: CreditCommand['kind'];
  readonly reference: string;
}

/** Commands on credit that were carried out before, by kind and reference. */
export async function loadCredited(
  client: pg.Client,
  orgId: string,
  names: readonly CreditName[],
): Promise<(Seen & CreditName)[]> {
  const values = [orgId, names.map((name) => name.kind), names.map((name) => name.reference)];
  const { rows } = await client.query<CreditName & { request_hash: string; answer: string }>({
    ...statements.loadCredited,
    values,
  });
  return rows.map(({ kind, reference, request_hash: hash, answer }) => ({ kind, reference, hash, answer }));
}

/** Every lot of the org with anything left. */
export async function loadOpenLots(client: Pick<pg.Client, 'query'>, orgId: string): Promise<Lot[]> {
  const { rows } = await client.query<LotRow>({ ...statements.loadOpenLots, values: [orgId] });
  return rows.map(lotOf);
}

/** Lots by their ids, as if nothing were left of them: whoever holds the open ones knows what is. */
export async function loadLots(client: pg.Client, orgId: string, ids: readonly string[]): Promise<Lot[]> {
  const { rows } = await client.query<LotRow>({ ...statements.loadLots, values: [orgId, ids] });
  return rows.map(lotOf);
}

/** The lots of purchases by their top-ups' references, as if nothing were left of them. */
export async function loadPurchases(
  client: pg.Client,
  orgId: string,
  references: readonly string[],
): Promise<{ topUp: string; lot: Lot }[]> {
  const { rows } = await client.query<LotRow & { top_up: string }>({
    ...statements.loadPurchases,
    values: [orgId, references],
  });
  return rows.map((row) => ({ topUp: row.top_up, lot: lotOf(row) }));
}

/** What entries drew, each with its lot as if nothing were left of it. */
export async function loadDraws(
  client: pg.Client,
  orgId: string,
  entryIds: readonly string[],
): Promise<{ draw: LotDraw; lot: Lot }[]> {
  const { rows } = await client.query<LotRow & { entry_id: string; draw_seq: bigint; drawn_nano_usd: bigint }>({
    ...statements.loadDraws,
    values: [orgId, entryIds, ...idBounds(entryIds)],
  });
  return rows.map((row) => ({
    draw: { entryId: row.entry_id, lotId: row.id, seq: Number(row.draw_seq), amount: row.drawn_nano_usd },
    lot: lotOf(row),
  }));
}
