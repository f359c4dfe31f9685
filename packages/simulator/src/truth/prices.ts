/**
 * Published prices in pico-USD (10^-12 USD) per token, so that 1 USD per million tokens is 1,000,000 here. Written down
 * for the simulator alone: what is compared with it must not have read the same table.
 */
export interface ModelPrice {
  readonly input: bigint;
  readonly cached: bigint;
  /** Writing to the cache for five minutes and for an hour; OpenAI and Google do not charge for it. */
  readonly written5m: bigint;
  readonly written1h: bigint;
  readonly output: bigint;
}

/** What a model costs, by tier of service, and above a length of the prompt for the whole request. */
export interface PriceList {
  readonly standard: ModelPrice;
  readonly priority?: ModelPrice;
  /** In force when the prompt is longer than so many tokens. */
  readonly long?: { readonly aboveTokens: number; readonly price: ModelPrice };
}

/** `dollars('2.5')` is the price of 2.50 USD per million tokens; at most six decimals, all of which count. */
function dollars(perMillion: string): bigint {
  const [whole = '0', decimals = ''] = perMillion.split('.');
  return BigInt(whole + decimals.padEnd(6, '0'));
}

function price(input: string, cached: string, output: string, written5m = '0', written1h = '0'): ModelPrice {
  return {
    input: dollars(input),
    cached: dollars(cached),
    output: dollars(output),
    written5m: dollars(written5m),
    written1h: dollars(written1h),
  };
}

/** Sources: openai.com/api/pricing, claude.com/pricing and ai.google.dev/gemini-api/docs/pricing. */
export const priceLists: ReadonlyMap<string, PriceList> = new Map<string, PriceList>([
  ['gpt-4o', { standard: price('2.5', '1.25', '10'), priority: price('4.25', '2.125', '17') }],
  ['gpt-4o-mini', { standard: price('0.15', '0.075', '0.6'), priority: price('0.25', '0.125', '1') }],
  ['text-embedding-3-small', { standard: price('0.02', '0.02', '0') }],
  [
    'claude-sonnet-4-5',
    {
      standard: price('3', '0.3', '15', '3.75', '6'),
      long: { aboveTokens: 200_000, price: price('6', '0.6', '22.5', '7.5', '12') },
    },
  ],
  ['claude-haiku-4-5', { standard: price('1', '0.1', '5', '1.25', '2') }],
  ['gemini-2.5-flash', { standard: price('0.3', '0.03', '2.5') }],
]);

/** One search, in nano-USD: 10 USD per thousand at OpenAI and Anthropic, 35 at Google beyond its free allowance. */
export const searchNanoUsd = { openai: 10_000_000n, anthropic: 10_000_000n, google: 35_000_000n } as const;
