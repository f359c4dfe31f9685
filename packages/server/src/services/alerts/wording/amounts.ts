import { formatUsd, type Unit } from '@cofferdam/core';

const centNano = 10_000_000n;

function grouped(whole: string): string {
  return whole.replace(/\B(?=(\d{3})+$)/g, ',');
}

/**
 * USD as people read it: to the cent, half up, and exact below a cent: what little is left is never shown as nothing.
 * `12345678900000n` is "12,345.68 USD", `400000n` is "0.0004 USD".
 */
export function usdText(nanoUsd: bigint): string {
  const magnitude = nanoUsd < 0n ? -nanoUsd : nanoUsd;
  const sign = nanoUsd < 0n ? '-' : '';
  if (magnitude !== 0n && magnitude < centNano) return `${sign}${formatUsd(magnitude)} USD`;
  const cents = (magnitude + centNano / 2n) / centNano;
  return `${sign}${grouped(String(cents / 100n))}.${String(cents % 100n).padStart(2, '0')} USD`;
}

/**
 * Two amounts that are not the same, so that they do not look the same: to the cent where that tells them apart, else
 * each exactly. `60000000n` beside `59900000n` is "0.06 USD" beside "0.0599 USD".
 */
export function apartTexts(unit: Unit, one: bigint, other: bigint): readonly [string, string] {
  const texts = [amountText(unit, one), amountText(unit, other)] as const;
  if (unit !== 'usd' || one === other || texts[0] !== texts[1]) return texts;
  return [exactText(one), exactText(other)];
}

/** With two decimals at least. */
function exactText(nanoUsd: bigint): string {
  const [whole = '', part = ''] = formatUsd(nanoUsd < 0n ? -nanoUsd : nanoUsd).split('.');
  return `${nanoUsd < 0n ? '-' : ''}${grouped(whole)}.${part.padEnd(2, '0')} USD`;
}

const unitWords: { readonly [unit in Exclude<Unit, 'usd'>]: readonly [one: string, many: string] } = {
  tokens: ['token', 'tokens'],
  requests: ['request', 'requests'],
  concurrent: ['open reservation', 'open reservations'],
};

/** An amount in its unit, with the unit. */
export function amountText(unit: Unit, amount: bigint): string {
  if (unit === 'usd') return usdText(amount);
  const [one, many] = unitWords[unit];
  const sign = amount < 0n ? '-' : '';
  return `${sign}${grouped(String(amount < 0n ? -amount : amount))} ${amount === 1n ? one : many}`;
}

/** The share that is used, in whole percent, never rounded up: "99 %" is not yet all of it. Null where nothing may be. */
export function percentText(spent: bigint, limit: bigint): string | null {
  return limit <= 0n ? null : `${(spent * 100n) / limit} %`;
}

/** A share in millionths, such as 700000, as "70 %". */
export function shareText(ppm: number): string {
  return `${ppm / 10_000} %`;
}
