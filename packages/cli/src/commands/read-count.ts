import { UsageError } from '../exit.ts';
import { parseCount } from '../replay/count.ts';

/** A whole number from an option or argument. Throws a UsageError that names it. */
export function readCount(argument: string, text: string, least = 0): number {
  const count = parseCount(text);
  if (count === undefined || count < least)
    throw new UsageError(`${argument} takes a whole number from ${least}, not "${text}"`);
  return count;
}
