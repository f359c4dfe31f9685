import type { StoredOverridePrice } from '../price-book/stored-prices.ts';

/** A row of price_overrides; rows are only ever added. */
export interface KeptOverride {
  readonly id: string;
  readonly provider: string;
  readonly model: string;
  readonly effectiveFromMs: number;
  readonly price: StoredOverridePrice;
  readonly createdMs: number;
}

export interface OverrideRow {
  id: string;
  provider: string;
  model: string;
  effective_from: number;
  price: StoredOverridePrice;
  created_at: number;
}

export const overrideColumns = 'id, provider, model, effective_from, price, created_at';

export function keptOverrideOf({
  effective_from: effectiveFromMs,
  created_at: createdMs,
  ...row
}: OverrideRow): KeptOverride {
  return { ...row, effectiveFromMs, createdMs };
}

/** An override without any price ends the one before it: from then on the book's price holds again. */
export function isEnd({ price }: Pick<KeptOverride, 'price'>): boolean {
  return Object.values(price).every((member) => member === null || member === undefined);
}
