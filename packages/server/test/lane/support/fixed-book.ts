import { createPriceBook, NO_RATES, type ModelPrices, type PriceBook } from '@cofferdam/core';

/** A model of which the book lists an input and an output rate, in nano-USD a token. */
function model(id: string, input: bigint, output: bigint): ModelPrices {
  const rates = { ...NO_RATES, inputUncached: input * 1000n, output: output * 1000n };
  const terms = { rates, contextTiers: [], serviceTiers: new Map(), perRequest: null, tools: new Map() };
  return { id, match: { equals: id }, periods: [{ id: `${id}-1`, fromMs: null, daily: null, terms }] };
}

/** The prices that the stories of the core's own tests are told with, as a book: whole nano-USD, to be added up in the head. */
export const fixedBook: PriceBook = createPriceBook({
  version: 'fixed-1',
  providers: [
    {
      id: 'acme',
      models: [model('small', 1n, 2n), model('large', 10n, 20n), model('free', 0n, 0n)],
      fallbackProviders: [],
      serviceTiers: new Map(),
      tools: new Map(),
    },
  ],
});
