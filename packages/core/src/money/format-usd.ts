import { NANO_USD_PER_USD, type NanoUsd, USD_DECIMALS } from './nano-usd.ts';

/** Writes an amount in its one canonical wire form: USD, no exponent, no trailing zeros, "0" for nothing. */
export function formatUsd(value: NanoUsd): string {
  const magnitude = value < 0n ? -value : value;
  const whole = magnitude / NANO_USD_PER_USD;
  const decimals = (magnitude % NANO_USD_PER_USD).toString().padStart(USD_DECIMALS, '0').replace(/0+$/, '');
  const text = decimals === '' ? whole.toString() : `${whole}.${decimals}`;
  return value < 0n ? `-${text}` : text;
}
