import {
  createOverrideSet,
  findPrice,
  type FoundPrice,
  type NoPrice,
  type PriceBook,
  type PriceSources,
} from '@cofferdam/core';
import type { Queryable } from '../../store/connection.ts';
import { overrideOf } from '../price-book/stored-prices.ts';
import { keptOverrideOf, overrideColumns, type OverrideRow } from './stored-override.ts';

const overridesSql = `SELECT ${overrideColumns} FROM price_overrides WHERE org_id = $1 ORDER BY effective_from, id`;

/** All that prices an org's usage, but for its ceiling. */
export async function priceSourcesOf(db: Queryable, book: PriceBook, orgId: string): Promise<PriceSources> {
  const { rows } = await db.query<OverrideRow>(overridesSql, [orgId]);
  return { book, overrides: createOverrideSet(rows.map((row) => overrideOf(keptOverrideOf(row)))), ceiling: null };
}

/** The price of a model for an org as of an instant: its own, or the book's. */
export async function priceInForce(
  db: Queryable,
  book: PriceBook,
  orgId: string,
  name: { readonly provider: string; readonly model: string },
  timeMs: number,
): Promise<FoundPrice | NoPrice> {
  return findPrice(await priceSourcesOf(db, book, orgId), name.provider, name.model, timeMs);
}
