import type { Priced, Pricing } from '../../../src/ledger/index.ts';
import { outputTokens, promptTokens } from '../../../src/usage/index.ts';

interface Rates {
  readonly input: bigint;
  readonly output: bigint;
  readonly estimated: boolean;
}

/** Whole nano-USD a token, so that every cost in these tests can be worked out in the head. */
const rates: { readonly [model: string]: Rates } = {
  small: { input: 1n, output: 2n, estimated: false },
  'small-2026-01-01': { input: 1n, output: 2n, estimated: false },
  large: { input: 10n, output: 20n, estimated: false },
  free: { input: 0n, output: 0n, estimated: false },
  ceiling: { input: 100n, output: 100n, estimated: true },
};

/** Other names of models: priced under their own name, counted under the canonical one. */
const aliases: { readonly [model: string]: string } = { 'small-2026-01-01': 'small' };

/** Nano-USD a unit. */
const toolRates: { readonly [tool: string]: bigint } = { search: 5n };

const unpriced: Priced = { kind: 'unpriced', reason: 'no price is known' };

function price(model: string, input: number, output: number): Priced {
  const found = rates[model];
  if (found === undefined) return unpriced;
  const costNanoUsd = BigInt(input) * found.input + BigInt(output) * found.output;
  return { kind: 'priced', costNanoUsd, priceVersion: `${model}-1`, estimated: found.estimated };
}

/** Fixed prices of the provider `acme`; its model `mystery`, like any other, has none. */
export const fixedPricing: Pricing = {
  rate: ({ model, buckets }) => price(model, promptTokens(buckets), outputTokens(buckets)),
  rateTool: ({ tool, quantity }) => {
    const rate = toolRates[tool];
    if (rate === undefined) return unpriced;
    return { kind: 'priced', costNanoUsd: BigInt(quantity) * rate, priceVersion: 'tools-1', estimated: false };
  },
  estimate: ({ model, inputTokens, maxOutputTokens }) => price(model, inputTokens, maxOutputTokens),
  bound: ({ model, bound, outputTokens: cap }) => {
    const priced = price(model, bound.inputTokens, cap * bound.choices);
    return priced.kind === 'priced' ? priced.costNanoUsd : null;
  },
  canonical: (_provider, model) => aliases[model] ?? model,
  isPriced: (_provider, model) => model in rates,
};
