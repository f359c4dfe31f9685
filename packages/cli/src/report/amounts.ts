import { alignDecimals } from '../terminal/figures.ts';

/** A column of figures of budgets of different units: money to one number of decimals, counts with none. */
export function alignAmounts(amounts: readonly string[], isMoney: (index: number) => boolean): string[] {
  const money = alignDecimals(amounts.filter((_, index) => isMoney(index)));
  const counts = alignDecimals(
    amounts.filter((_, index) => !isMoney(index)),
    0,
  );
  return amounts.map((_, index) => (isMoney(index) ? money.shift() : counts.shift()) ?? '');
}
