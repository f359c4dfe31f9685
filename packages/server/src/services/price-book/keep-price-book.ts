import type { PriceBookData } from '@cofferdam/core';
import type { Queryable } from '../../store/connection.ts';

/** Maps and bigints have no JSON of their own: maps become lists of pairs, bigints decimal strings. */
function plain(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  return value instanceof Map ? [...value] : value;
}

/** Keeps each version of the book whole, so that a charge can be rated again however long ago it was made. */
export async function keepPriceBook(db: Queryable, book: PriceBookData, nowMs: number): Promise<void> {
  await db.query(
    'INSERT INTO price_books (version, book, created_at) VALUES ($1, $2, $3) ON CONFLICT (version) DO NOTHING',
    [book.version, JSON.stringify(book, plain), new Date(nowMs)],
  );
}
