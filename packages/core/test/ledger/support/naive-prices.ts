/** Nano-USD for an input and an output token. */
const priceList: { readonly [model: string]: readonly [bigint, bigint] } = {
  small: [1n, 2n],
  large: [10n, 20n],
  free: [0n, 0n],
  ceiling: [100n, 100n],
};

/** The cost of a call, or null where the model has no price. */
export function naivePriceOf(model: string, input: number, output: number): bigint | null {
  const rates = priceList[model];
  return rates === undefined ? null : BigInt(input) * rates[0] + BigInt(output) * rates[1];
}

/** The cost of a tool's units, or null where it has no price. */
export function naiveToolPriceOf(name: string, quantity: string): bigint | null {
  return name === 'search' ? 5n * BigInt(quantity) : null;
}
