import type { PolicyChange } from '@cofferdam/core';
import type { OrgTransaction } from '../org-transaction.ts';
import { removeCeiling, setCeiling } from '../prices/ceiling.ts';
import { endOverride, setOverride } from '../prices/set-override.ts';
import { namedIn } from './named-field.ts';
import { type Policy, priceName } from './policy.ts';
import type { Present } from './present.ts';

/** Sets and ends the org's own prices, from now on. */
export async function applyPrices(
  org: OrgTransaction,
  policy: Policy,
  present: Present,
  changes: readonly PolicyChange[],
): Promise<void> {
  for (const { name, after } of changes.filter(({ kind }) => kind === 'prices')) {
    if (after === null) {
      const { provider, model } = present.prices.get(name)!;
      await namedIn('policy.prices', () => endOverride(org, { provider, model, effectiveFromMs: null }));
      continue;
    }
    const index = policy.prices!.findIndex((price) => priceName(price) === name);
    const { provider, model, price } = policy.prices![index]!;
    await namedIn(`policy.prices.${index}`, () => setOverride(org, { provider, model, effectiveFromMs: null }, price));
  }
  if (changes.some(({ kind }) => kind === 'ceiling')) {
    const { ceiling } = policy;
    await namedIn('policy.ceiling', async () => {
      if (ceiling === null || ceiling === undefined) await removeCeiling(org);
      else await setCeiling(org, ceiling);
    });
  }
}
