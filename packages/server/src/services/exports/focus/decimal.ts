/** An integer count of 10 to the minus `decimals`, as FOCUS has figures: plain digits, always with a decimal point. */
export function decimalText(value: bigint, decimals: number): string {
  const magnitude = (value < 0n ? -value : value).toString().padStart(decimals + 1, '0');
  const at = magnitude.length - decimals;
  const places = magnitude.slice(at).replace(/0+$/, '');
  return `${value < 0n ? '-' : ''}${magnitude.slice(0, at)}.${places === '' ? '0' : places}`;
}
