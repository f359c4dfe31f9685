/**
 * How large one amount is beside another: for drawing alone. Amounts are read as numbers here and nowhere else, since a
 * picture has no billionths.
 */
export function shareOf(part: string | number, whole: string | number): number {
  const [some, all] = [Number(part), Number(whole)];
  if (all > 0) return some / all;
  return some > 0 ? 1 : 0;
}
