import { formatUsd, parseUsd } from '@cofferdam/core';
import { UsageError } from '../exit.ts';

/** An amount of USD from the command line in its wire form. Throws a UsageError that names the argument. */
export function readAmount(name: string, text: string): string {
  const parsed = parseUsd(text);
  if (!parsed.ok) throw new UsageError(`${name}: the amount "${text}" ${parsed.reason}`);
  return formatUsd(parsed.value);
}
