import { createOverrideSet, findPrice, type FoundPrice, type NoPrice, type PriceBook } from '@cofferdam/core';
import type { Queryable } from '../../store/connection.ts';
import { overrideOf } from '../price-book/stored-prices.ts';
import { keptOverrideOf, overrideColumns, type OverrideRow } from './stored-override.ts';

const overridesSql = `SELECT ${overrideColumns} FROM price_overrides WHERE org_id = $1 ORDER BY effective_from, id`;

/** The price of a model for an org as of an instant: its own, or the book's. */
export async function priceInForce(
  db: Queryable,
  book: PriceBook,
  orgId: string,
  name: { readonly provider: string; readonly model: string },
  timeMs: number,
): Promise<FoundPrice | NoPrice> {
  const { rows } = await db.query<OverrideRow>(overridesSql, [orgId]);
  const overrides = createOverrideSet(rows.map((row) => overrideOf(keptOverrideOf(row))));
  return findPrice({ book, overrides, ceiling: null }, name.provider, name.model, timeMs);
}
