import { createPriceBook } from '@cofferdam/core';
import { expect, test } from 'vitest';
import { parseTrace } from '../../packages/cli/src/replay/trace-rows.ts';
import { generateTrace } from '../../packages/cli/src/trace/generate.ts';
import { seedPriceBook } from '../../packages/server/src/services/price-book/seed.ts';
import { proveScenario, scenarios } from '../anomalies/proof.ts';

test('of odd charges in a made-up trace nine in ten are found with their cause, and of the others one in a thousand is told of at most', async () => {
  const { data } = await seedPriceBook();
  const rows = parseTrace([...generateTrace({ rows: 2_000, seed: 5 })].join(''), 'made up');
  const { byJudge, rightCauses } = proveScenario(createPriceBook(data), rows, scenarios[0]!, [1, 2]);
  const { injected, found, charges, falseAlarms } = byJudge.shipped;
  expect(injected).toBe(40);
  expect(found).toBeGreaterThanOrEqual(36);
  expect(rightCauses).toBeGreaterThanOrEqual(0.9 * found);
  expect(falseAlarms * 1_000).toBeLessThanOrEqual(charges);
});
