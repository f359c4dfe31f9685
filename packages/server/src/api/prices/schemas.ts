import { parseRate, parseUsd, type ParsedDecimal } from '@cofferdam/core';
import { z } from 'zod';
import { label, time } from '../fields.ts';
import { pageFields } from '../page.ts';
import { rateEntries, type WireRateName } from '../../services/prices/rate-names.ts';

function decimalText(expected: string, parse: (text: string) => ParsedDecimal) {
  return z
    .string(expected)
    .max(40, expected)
    .superRefine((text, context) => {
      const parsed = parse(text);
      if (!parsed.ok) context.addIssue({ code: 'custom', message: parsed.reason });
    });
}

/** USD per million tokens, at most six decimals. Kept as text: the core reads it exactly. */
const rateText = decimalText('must be a decimal string in USD per million tokens, such as "1.25"', parseRate);

const usdText = decimalText('must be a decimal string in USD, such as "0.01"', parseUsd);

const rateFields = Object.fromEntries(rateEntries.map(([, name]) => [name, rateText.optional()])) as {
  readonly [name in WireRateName]: z.ZodOptional<typeof rateText>;
};

const maxNamed = 100;

/** An object from names to prices, within a bound. */
function named<Price extends z.ZodType>(price: Price) {
  return z
    .record(label, price)
    .refine((prices) => Object.keys(prices).length <= maxNamed, `must have at most ${maxNamed} names`);
}

export const overrideBody = z.strictObject({
  ...rateFields,
  per_request_usd: usdText.optional(),
  tools_usd: named(usdText).optional(),
  service_tiers: named(z.strictObject(rateFields)).optional(),
  alias_of: z.strictObject({ provider: label, model: label }).optional(),
  effective_from: time.optional(),
});

export type OverrideBody = z.output<typeof overrideBody>;

/** A model's name, or `*` for prices of tools whatever the model. */
export const modelOrAny = z.union([z.literal('*'), label]);

/** The rest of the path is the model: names of models may have slashes. */
export const overrideParams = z.strictObject({ provider: label, '*': modelOrAny });

export const endOverrideQuery = z.strictObject({ effective_from: time.optional() });

export const listOverridesQuery = z.strictObject(pageFields);

export const priceQuery = z.strictObject({ provider: label, model: label, time: time.optional() });

export const ceilingBody = z.strictObject({
  input_usd_per_mtok: rateText,
  output_usd_per_mtok: rateText,
  tool_usd: usdText.optional(),
});

export const bookQuery = z.strictObject({
  provider: label.optional(),
  /** A part of `provider/model`. */
  search: z.string().max(100).optional(),
  time: time.optional(),
  ...pageFields,
});
