import { boundCost, createPriceBook, NO_OVERRIDES } from '@cofferdam/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  boundRequests,
  costOfUsage,
  usageWithin,
  withoutUnsoldCaches,
} from '../../../core/test/prices/calls-within.ts';
import { seedPriceBook } from '../../src/services/price-book/seed.ts';

const { data } = await seedPriceBook();
const sources = { book: createPriceBook(data), overrides: NO_OVERRIDES, ceiling: null };

const names = data.providers.flatMap(({ id, models }) => models.map((model): [string, string] => [id, model.id]));
const tiers = ['batch', 'flex', 'priority', 'scale', 'on_demand'];
const timesMs = ['2025-11-23T12:00:00Z', '2026-11-23T20:00:00Z'].map(Date.parse);

const calls = boundRequests(names, tiers, timesMs)
  .filter((request) => boundCost(sources, request) !== null)
  .chain((request) => usageWithin(sources, request).map((used) => ({ request, used })))
  .map(({ request, used }) => ({ request, used: withoutUnsoldCaches(sources, request, used) }));

it('no call of any model that is sold costs more than its bound, whatever its provider reports within it', () => {
  const compared = new Set<string>();
  fc.assert(
    fc.property(calls, ({ request, used }) => {
      const cost = costOfUsage(sources, request, used);
      if (cost === null) return;
      compared.add(`${request.provider}/${request.model}`);
      const bound = boundCost(sources, request)!;
      expect(cost <= bound, `${cost} > ${bound}`).toBe(true);
    }),
    { numRuns: 6_000 },
  );
  expect(compared.size).toBeGreaterThan(500);
});
