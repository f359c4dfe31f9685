import { percent } from './count.ts';

/** `+12 %`, `−3.5 %`; what was nothing before is new, since no share of nothing is a number. */
export function changeShort(change: number | null | undefined): string {
  if (change === undefined) return '';
  if (change === null) return 'new';
  return `${change < 0 ? '−' : '+'}${percent(Math.abs(change))}`;
}
