export { centsOfNanoUsd, nanoUsdOfCents } from './cents.ts';
export { formatUsd } from './format-usd.ts';
export {
  MAX_AMOUNT_NANO_USD,
  NANO_USD_PER_USD,
  type NanoUsd,
  PICO_USD_PER_NANO_USD,
  type PicoUsd,
  USD_DECIMALS,
} from './nano-usd.ts';
export { type DecimalFormat, type ParsedDecimal, parseDecimal } from './parse-decimal.ts';
export { type ParsedUsd, parseUsd, type ParseUsdOptions } from './parse-usd.ts';
export { shareOut } from './share-out.ts';
export { divideHalfUp, divideUp, roundHalfUp, roundUp } from './round.ts';
