import { fail } from '../../errors/problem.ts';
import type { Queryable } from '../../store/connection.ts';
import type { OrgTransaction } from '../org-transaction.ts';
import type { StoredCeilingPrice } from '../price-book/stored-prices.ts';
import { nextId } from './next-id.ts';

/** What tokens without a price count as; a ceiling that was removed has no price. */
export interface KeptCeiling {
  readonly id: string;
  readonly price: StoredCeilingPrice | null;
  readonly createdMs: number;
}

interface CeilingRow {
  id: string;
  price: StoredCeilingPrice | null;
  created_at: number;
}

const newestSql = `
  SELECT id, price, created_at FROM ceiling_prices WHERE org_id = $1 ORDER BY created_at DESC, id DESC LIMIT 1`;

const insertSql = `
  INSERT INTO ceiling_prices (org_id, id, price, created_at) VALUES ($1, $2, $3, $4) RETURNING id, price, created_at`;

function ceilingOf({ created_at: createdMs, ...row }: CeilingRow): KeptCeiling {
  return { ...row, createdMs };
}

async function newestCeiling(db: Queryable, orgId: string): Promise<KeptCeiling | null> {
  const { rows } = await db.query<CeilingRow>(newestSql, [orgId]);
  return rows[0] === undefined ? null : ceilingOf(rows[0]);
}

/** The org's ceiling price, or null. */
export async function findCeiling(db: Queryable, orgId: string): Promise<KeptCeiling | null> {
  const newest = await newestCeiling(db, orgId);
  return newest === null || newest.price === null ? null : newest;
}

async function append({ tx, orgId, nowMs }: OrgTransaction, price: StoredCeilingPrice | null): Promise<KeptCeiling> {
  const newest = await newestCeiling(tx, orgId);
  const json = price === null ? null : JSON.stringify(price);
  const { rows } = await tx.query<CeilingRow>(insertSql, [orgId, nextId(newest?.id ?? null), json, new Date(nowMs)]);
  return ceilingOf(rows[0]!);
}

export function setCeiling(org: OrgTransaction, price: StoredCeilingPrice): Promise<KeptCeiling> {
  return append(org, price);
}

/** From then on what has no price is unpriced again. Raises `not_found` where there is no ceiling. */
export async function removeCeiling(org: OrgTransaction): Promise<void> {
  if ((await findCeiling(org.tx, org.orgId)) === null) fail('not_found', 'there is no ceiling price');
  await append(org, null);
}
