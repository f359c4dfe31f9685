import { formatUsd } from '@cofferdam/core';
import type { AlertFigures } from '../alert.ts';

/**
 * The figures of an alert as the wire has them: each amount under a name that carries its unit, USD as decimal strings,
 * and what is left where a limit says so.
 */
export function wireFigures({ unit, amounts, facts }: AlertFigures): Record<string, string | number> {
  const { limit, spent, reserved } = amounts;
  const isCounted = limit !== undefined && spent !== undefined && reserved !== undefined;
  const available = isCounted ? { available: String(BigInt(limit) - BigInt(spent) - BigInt(reserved)) } : {};
  const shown = Object.entries({ ...amounts, ...available }).map(([name, text]): [string, string | number] =>
    unit === 'usd' ? [`${name}_usd`, formatUsd(BigInt(text))] : [`${name}_${unit}`, Number(text)],
  );
  return { ...Object.fromEntries(shown), ...facts };
}
