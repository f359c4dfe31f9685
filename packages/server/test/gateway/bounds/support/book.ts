import { createPriceBook, type PriceBook } from '@cofferdam/core';
import { seedPriceBook } from '../../../../src/services/price-book/seed.ts';

/** The book that the server starts with. */
export async function openBook(): Promise<PriceBook> {
  return createPriceBook((await seedPriceBook()).data);
}
