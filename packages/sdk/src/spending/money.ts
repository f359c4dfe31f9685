/** An amount of USD in nano-USD: no float touches money. Raises TypeError for a text that is no amount. */
export function nanoOf(usd: string): bigint {
  const parts = /^(-?)(\d+)(?:\.(\d{1,9}))?$/.exec(usd);
  if (parts === null) throw new TypeError(`"${usd}" is no amount of USD: it must be like "0.0101"`);
  const [, sign = '', whole = '', decimals = ''] = parts;
  const nano = BigInt(whole + decimals.padEnd(9, '0'));
  return sign === '-' ? -nano : nano;
}

/** Nano-USD as the wire has it: a decimal string without needless zeros. */
export function usdOf(nano: bigint): string {
  const size = nano < 0n ? -nano : nano;
  const digits = size.toString().padStart(10, '0');
  const decimals = digits.slice(-9).replace(/0+$/, '');
  return `${nano < 0n ? '-' : ''}${digits.slice(0, -9)}${decimals === '' ? '' : `.${decimals}`}`;
}
