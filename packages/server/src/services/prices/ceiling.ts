import { fail } from '../../errors/problem.ts';
import type { Queryable } from '../../store/connection.ts';
import type { Facts } from '../audit/change.ts';
import { recordChange } from '../audit/record-change.ts';
import type { OrgTransaction } from '../org-transaction.ts';
import type { StoredCeilingPrice } from '../price-book/stored-prices.ts';
import { idAfter } from '../ids.ts';

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
  const { rows } = await tx.query<CeilingRow>(insertSql, [orgId, idAfter(newest?.id ?? null), json, new Date(nowMs)]);
  return ceilingOf(rows[0]!);
}

function facts(ceiling: KeptCeiling | null): Facts | null {
  if (ceiling === null || ceiling.price === null) return null;
  const { inputUsdPerMtok, outputUsdPerMtok, toolUsd } = ceiling.price;
  return { input_usd_per_mtok: inputUsdPerMtok, output_usd_per_mtok: outputUsdPerMtok, tool_usd: toolUsd };
}

async function recorded(org: OrgTransaction, before: KeptCeiling | null, after: KeptCeiling): Promise<KeptCeiling> {
  const action = after.price === null ? 'ceiling.removed' : 'ceiling.set';
  const target = { kind: 'ceiling', id: 'ceiling', name: null };
  await recordChange(org, { action, target, before: facts(before), after: facts(after) });
  return after;
}

export async function setCeiling(org: OrgTransaction, price: StoredCeilingPrice): Promise<KeptCeiling> {
  const before = await findCeiling(org.tx, org.orgId);
  return recorded(org, before, await append(org, price));
}

/** From then on what has no price is unpriced again. Raises `not_found` where there is no ceiling. */
export async function removeCeiling(org: OrgTransaction): Promise<void> {
  const before = await findCeiling(org.tx, org.orgId);
  if (before === null) fail('not_found', 'there is no ceiling price');
  await recorded(org, before, await append(org, null));
}
