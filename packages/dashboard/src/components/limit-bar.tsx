import { amountText, figuresOf, type Limited } from '../format/limit-figures.ts';
import { shareOf } from '../format/share.ts';
import { BudgetBar } from './budget-bar.tsx';

/** Where a limit stands, in words. */
export function limitText(limited: Limited): string {
  const { unit, limit, spent, reserved } = figuresOf(limited);
  if (unit === 'concurrent') return `${reserved} of ${limit} open`;
  return `${amountText(unit, spent)} spent and ${amountText(unit, reserved)} reserved of ${amountText(unit, limit)}`;
}

interface LimitBarProps {
  readonly limited: Limited;
  readonly thresholds?: readonly number[];
}

/** The bar of a budget's counter, of an alert's figures, or of whatever else the API gives with a limit. */
export function LimitBar({ limited, thresholds = [] }: LimitBarProps) {
  const { limit, spent, reserved } = figuresOf(limited);
  const shares = { spent: shareOf(spent, limit), reserved: shareOf(reserved, limit) };
  return <BudgetBar shares={shares} text={limitText(limited)} thresholds={thresholds} />;
}
