import { MAX_TOKENS } from '@cofferdam/core';
import type { Flags } from './metered-usage.ts';

// Figures are added to each other on the way to a whole, and the whole has to stay within what the ledger takes.
const MAX_FIGURE = MAX_TOKENS / 100;

/**
 * A figure of the provider; undefined where it says none, which is not 0. One that is no count is flagged and not used:
 * a negative figure must not become a credit.
 */
export function countOf(value: unknown, flags: Flags): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && value < 0) {
    flags.add('negative_count');
    return undefined;
  }
  if (typeof value !== 'number' || !Number.isInteger(value) || value > MAX_FIGURE) {
    flags.add('invalid_count');
    return undefined;
  }
  return value;
}

/** Adds figures that are said; undefined where none is. */
export function sumOf(...figures: readonly (number | undefined)[]): number | undefined {
  const said = figures.filter((figure) => figure !== undefined);
  return said.length === 0 ? undefined : said.reduce((sum, figure) => sum + figure, 0);
}
