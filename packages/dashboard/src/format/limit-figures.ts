import { count } from './count.ts';
import { money } from './money.ts';

export const units = ['usd', 'tokens', 'requests', 'concurrent'] as const;
export type Unit = (typeof units)[number];

type Figure = string | number | undefined;

/** Whatever carries a limit and where it stands: each figure under a name with its unit, as the API has it. */
export type Limited = { readonly [name in `${'limit' | 'spent' | 'reserved' | 'available'}_${Unit}`]?: Figure };

export function unitOf(limited: Limited): Unit {
  return units.find((unit) => limited[`limit_${unit}`] !== undefined) ?? 'usd';
}

const unitWords: Readonly<Record<Exclude<Unit, 'usd'>, string>> = {
  tokens: 'tokens',
  requests: 'requests',
  concurrent: 'open at once',
};

/** `$9.41`, `12.4k tokens`: a figure in the unit of its budget. */
export function amountText(unit: Unit, figure: string | number): string {
  if (unit === 'usd') return money(String(figure));
  return `${count(Number(figure))} ${unitWords[unit]}`;
}

interface LimitFigures {
  readonly unit: Unit;
  readonly limit: string | number;
  readonly spent: string | number;
  readonly reserved: string | number;
  readonly available: string | number;
}

export function figuresOf(limited: Limited): LimitFigures {
  const unit = unitOf(limited);
  const figure = (name: 'limit' | 'spent' | 'reserved' | 'available'): string | number =>
    limited[`${name}_${unit}`] ?? 0;
  return {
    unit,
    limit: figure('limit'),
    spent: figure('spent'),
    reserved: figure('reserved'),
    available: figure('available'),
  };
}
