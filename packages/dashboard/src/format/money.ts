/**
 * Amounts as people read them, from the API's exact decimal strings. Nothing is added up here, and no amount becomes a
 * floating-point number: digits are cut from the text, rounded half up.
 */

function group(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',');
}

/** The digits of a positive decimal, rounded half up to so many decimals. */
function roundTo(text: string, decimals: number): string {
  const [whole = '0', fraction = ''] = text.split('.');
  const kept = BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0'));
  const rounded = (fraction[decimals] ?? '0') >= '5' ? kept + 1n : kept;
  const digits = rounded.toString().padStart(decimals + 1, '0');
  const cut = digits.length - decimals;
  return decimals === 0 ? digits : `${digits.slice(0, cut)}.${digits.slice(cut)}`;
}

/** How many decimals show the first three digits that are not zero. */
function decimalsOfSmall(text: string): number {
  const fraction = text.split('.')[1] ?? '';
  const first = fraction.search(/[1-9]/);
  return first === -1 ? 2 : Math.max(2, first + 3);
}

/** `$1,284.07` from a dollar up, three significant digits below: what cost something never looks like nothing. */
export function money(usd: string): string {
  const isNegative = usd.startsWith('-');
  const amount = isNegative ? usd.slice(1) : usd;
  const isSmall = /^0(\.|$)/.test(amount);
  const shown = roundTo(amount, isSmall ? decimalsOfSmall(amount) : 2);
  const [whole = '0', fraction = '00'] = shown.split('.');
  const decimals = isSmall ? fraction.replace(/0+$/, '').padEnd(2, '0') : fraction;
  return `${isNegative ? '−' : ''}$${group(whole)}.${decimals}`;
}

/** The amount to the last digit, for a tooltip. */
export function exactMoney(usd: string): string {
  return `${usd} USD`;
}
