import { count } from './count.ts';
import { money } from './money.ts';

/** Round values from zero up to at least `top`, about four of them: for drawing alone. */
export function ticksUpTo(top: number): readonly number[] {
  if (!(top > 0)) return [0, 1];
  const rough = top / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((each) => each * power >= rough) ?? 10) * power;
  return Array.from({ length: Math.ceil(top / step - 1e-9) + 1 }, (_, index) => index * step);
}

/** `$0`, `$0.05`, `$50`, `$12k`: a tick's amount, which is round. */
export function axisMoney(value: number): string {
  if (value === 0) return '$0';
  if (value < 1) return money(value.toFixed(9));
  return `$${Number.isInteger(value) || value >= 10_000 ? count(value) : value.toFixed(2)}`;
}
