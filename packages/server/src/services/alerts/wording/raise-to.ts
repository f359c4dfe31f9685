import type { NewAlert } from '../alert.ts';

/** Two leading digits are kept, rounded up: a figure that somebody would have typed. */
function roundedUp(amount: bigint): bigint {
  const step = 10n ** BigInt(Math.max(amount.toString().length - 2, 0));
  return ((amount + step - 1n) / step) * step;
}

/**
 * A limit that would have had room for what an alert tells of, with a quarter to spare: from the largest of the limit,
 * what was projected, and what was spent, reserved and asked for. In the alert's unit; null where no limit is told of.
 */
export function raiseToOf({ figures, budgetId }: NewAlert): bigint | null {
  const amount = (name: string): bigint => BigInt(figures.amounts[name] ?? 0);
  if (budgetId === null || figures.amounts['limit'] === undefined) return null;
  const asked = amount('spent') + amount('reserved') + amount('required');
  const most = [amount('limit'), amount('projected'), asked].reduce((one, other) => (one > other ? one : other));
  return roundedUp((most * 5n + 3n) / 4n);
}
