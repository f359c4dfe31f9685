import { MAX_AMOUNT_NANO_USD, NANO_USD_PER_USD, USD_DECIMALS } from './nano-usd.ts';
import { type ParsedDecimal, parseDecimal } from './parse-decimal.ts';

/** The amount in nano-USD, or why it was refused. */
export type ParsedUsd = ParsedDecimal;

export interface ParseUsdOptions {
  /** Takes amounts below zero, as corrections and ledger entries have. */
  readonly allowNegative?: boolean;
}

const MAX_WHOLE = MAX_AMOUNT_NANO_USD / NANO_USD_PER_USD;

/**
 * Reads an amount of USD from its wire form: a string of plain digits with at most nine decimals, at most 1e9 in
 * magnitude. Anything else is refused with a reason that completes the sentence "the amount …".
 */
export function parseUsd(text: unknown, options: ParseUsdOptions = {}): ParsedUsd {
  return parseDecimal(text, {
    decimals: USD_DECIMALS,
    maxWhole: MAX_WHOLE,
    allowNegative: options.allowNegative === true,
  });
}
