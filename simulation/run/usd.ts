/** Nano-USD as the wire has it, without the code that is to be proved. */
export function usdText(nanoUsd: bigint): string {
  const digits = (nanoUsd < 0n ? -nanoUsd : nanoUsd).toString().padStart(10, '0');
  return `${nanoUsd < 0n ? '-' : ''}${digits.slice(0, -9)}.${digits.slice(-9)}`;
}

/** And back. */
export function nanoUsdOf(text: string): bigint {
  const [, sign = '', whole = '', decimals = ''] = /^(-?)(\d+)(?:\.(\d{1,9}))?$/.exec(text) ?? [];
  if (whole === '') throw new Error(`not an amount: ${text}`);
  const nanoUsd = BigInt(whole + decimals.padEnd(9, '0'));
  return sign === '' ? nanoUsd : -nanoUsd;
}
