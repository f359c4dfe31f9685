import { UsageError } from '../exit.ts';

/** What a budget does at a share of its limit, as the API takes it. */
export interface BudgetAction {
  readonly at: number;
  readonly do: string;
  readonly requests_per_minute?: number;
}

const form = /^(alert|throttle|pause|block)@(\d+(?:\.\d+)?|\.\d+)(?:=(\d+)\/min)?$/;

/** Reads `block@1.2`, `pause@0.95`, `throttle@0.9=10/min`. */
export function readAction(text: string, actions: BudgetAction[]): BudgetAction[] {
  const [, kind, share, rate] = form.exec(text) ?? [];
  if (kind === undefined || (kind === 'throttle') !== (rate !== undefined))
    throw new UsageError(`--action takes throttle@0.9=10/min, pause@0.95, block@1.2 or alert@0.8, not "${text}"`);
  const throttled = rate === undefined ? {} : { requests_per_minute: Number(rate) };
  return [...actions, { at: Number(share), do: kind, ...throttled }];
}
