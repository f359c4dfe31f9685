import { MAX_AMOUNT_NANO_USD, type NanoUsd, USD_DECIMALS } from './nano-usd.ts';

export type ParsedUsd = { readonly ok: true; readonly value: NanoUsd } | { readonly ok: false; readonly reason: string };

export interface ParseUsdOptions {
  /** Takes amounts below zero, as corrections and ledger entries have. */
  readonly allowNegative?: boolean;
}

// Sign, ten digits, point and nine decimals are the longest amount there is. The bound comes before the pattern, so
// that a megabyte of digits costs nothing.
const MAX_LENGTH = 21;

const DECIMAL = /^(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?$/;

/**
 * Reads an amount of USD from its wire form: a string of plain digits with at most nine decimals, at most 1e9 in
 * magnitude. Anything else is refused with a reason that completes the sentence "the amount …": a JSON number (it has
 * already been through a float), an exponent, a plus sign, blanks, a bare or trailing point, leading zeros.
 */
export function parseUsd(text: unknown, options: ParseUsdOptions = {}): ParsedUsd {
  if (typeof text !== 'string') return refuse('must be a decimal string such as "12.5"');
  if (text.length > MAX_LENGTH && !hasManyDecimals(text)) return refuse('is out of range: at most 1000000000 USD');
  const parts = DECIMAL.exec(text.slice(0, MAX_LENGTH + 1));
  if (parts === null) return refuse('must be plain digits with an optional point, such as "12.5"');
  const [, sign = '', whole = '', decimals = ''] = parts;
  if (decimals.length > USD_DECIMALS) return refuse(`has more than ${USD_DECIMALS} decimals`);
  if (sign === '-' && options.allowNegative !== true) return refuse('must not be negative');
  const magnitude = BigInt(whole + decimals.padEnd(USD_DECIMALS, '0'));
  if (magnitude > MAX_AMOUNT_NANO_USD) return refuse('is out of range: at most 1000000000 USD');
  return { ok: true, value: sign === '-' ? -magnitude : magnitude };
}

// A long text is most likely a float's digits ("0.30000000000000004…"): saying "out of range" of it would mislead.
function hasManyDecimals(text: string): boolean {
  const point = text.slice(0, MAX_LENGTH + 1).indexOf('.');
  return point >= 0 && point < MAX_LENGTH - USD_DECIMALS;
}

function refuse(reason: string): ParsedUsd {
  return { ok: false, reason };
}
