import {
  divideHalfUp,
  type NanoUsd,
  parseDecimal,
  type ParsedDecimal,
  parseUsd,
  type PicoUsd,
} from '../money/index.ts';

/** A price for counted things (searches, pages, seconds): `picoUsd` for every `per` of them. */
export interface UnitPrice {
  readonly picoUsd: PicoUsd;
  readonly per: bigint;
}

const QUANTITY_DECIMALS = 9;

const ONE_NANO_UNIT = 10n ** BigInt(QUANTITY_DECIMALS);

/** Reads how many units were used: a decimal string, at most nine decimals, at most 1e9. The value is in 10^-9 units. */
export function parseQuantity(text: unknown): ParsedDecimal {
  return parseDecimal(text, { decimals: QUANTITY_DECIMALS, maxWhole: 1_000_000_000n, allowNegative: false });
}

/** Reads a price of USD for `per` units. Exact, or refused with a reason. */
export function parseUnitPrice(
  usd: unknown,
  per: bigint,
): { ok: true; value: UnitPrice } | { ok: false; reason: string } {
  const parsed = parseUsd(usd);
  return parsed.ok ? { ok: true, value: { picoUsd: parsed.value * 1000n, per } } : parsed;
}

/** The charge for a quantity in 10^-9 units, rounded once, half up. */
export function unitCost(price: UnitPrice, quantityNanoUnits: bigint): NanoUsd {
  return divideHalfUp(price.picoUsd * quantityNanoUnits, price.per * ONE_NANO_UNIT * 1000n);
}
