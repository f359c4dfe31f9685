import { type Ceiling, createOverrideSet, type PriceBook, type PriceSources } from '@cofferdam/core';
import type { Queryable } from '../../../store/connection.ts';
import { ceilingOf, overrideOf } from '../../price-book/stored-prices.ts';
import { keptOverrideOf, overrideColumns, type OverrideRow } from '../../prices/stored-override.ts';

/** The prices that a charge of an org was made at, by the version that it carries. */
export type SourcesOf = (priceVersion: string) => PriceSources;

const overridesSql = `SELECT ${overrideColumns} FROM price_overrides WHERE org_id = $1 ORDER BY effective_from, id`;

const ceilingsSql = 'SELECT id, price FROM ceiling_prices WHERE org_id = $1 AND price IS NOT NULL';

/** All prices that an org ever set, beside the book. */
export async function loadPriceSources(db: Queryable, orgId: string, book: PriceBook): Promise<SourcesOf> {
  const overrides = await db.query<OverrideRow>(overridesSql, [orgId]);
  const kept = await db.query<{ id: string; price: unknown }>(ceilingsSql, [orgId]);
  const set = createOverrideSet(overrides.rows.map((row) => overrideOf(keptOverrideOf(row))));
  const ceilings = new Map<string, Ceiling>(kept.rows.map((row) => [row.id, ceilingOf(row)]));
  return (priceVersion) => {
    const id = /ceiling:([\w-]+)$/.exec(priceVersion)?.[1];
    return { book, overrides: set, ceiling: (id === undefined ? undefined : ceilings.get(id)) ?? null };
  };
}
