import { count } from './count.ts';
import { money } from './money.ts';
import { shareOf } from './share.ts';

/** A limit and where it stands, in the budget's own unit: only that unit's members are there. */
export interface LimitFigures {
  readonly limit_usd?: string;
  readonly spent_usd?: string;
  readonly reserved_usd?: string;
  readonly available_usd?: string;
  readonly limit_tokens?: number;
  readonly spent_tokens?: number;
  readonly reserved_tokens?: number;
  readonly available_tokens?: number;
  readonly limit_requests?: number;
  readonly spent_requests?: number;
  readonly reserved_requests?: number;
  readonly available_requests?: number;
  readonly limit_concurrent?: number;
  readonly spent_concurrent?: number;
  readonly reserved_concurrent?: number;
  readonly available_concurrent?: number;
}

interface Standing {
  /** For the drawing alone. */
  readonly shares: { readonly spent: number; readonly reserved: number };
  /** `$4.50 spent and $0.25 reserved of $8.00`. */
  readonly words: string;
  readonly available: string;
}

const units = ['usd', 'tokens', 'requests', 'concurrent'] as const;

/** How a budget stands, as it is drawn and said. */
export function standingOf(figures: LimitFigures): Standing {
  const unit = units.find((one) => figures[`limit_${one}`] !== undefined) ?? 'usd';
  const show = (figure: string | number): string =>
    unit === 'usd' ? money(String(figure)) : `${count(Number(figure))}${unit === 'concurrent' ? '' : ` ${unit}`}`;
  const limit = figures[`limit_${unit}`] ?? 0;
  const spent = figures[`spent_${unit}`] ?? 0;
  const reserved = figures[`reserved_${unit}`] ?? 0;
  const words =
    unit === 'concurrent'
      ? `${show(reserved)} open of ${show(limit)}`
      : `${show(spent)} spent and ${show(reserved)} reserved of ${show(limit)}`;
  return {
    shares: { spent: shareOf(spent, limit), reserved: shareOf(reserved, limit) },
    words,
    available: show(figures[`available_${unit}`] ?? 0),
  };
}
