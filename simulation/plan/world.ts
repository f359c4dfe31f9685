import type { Draw } from '../../packages/server/test/gateway/support/draw.ts';
import type { BudgetTerms } from './action.ts';

/** An org as it begins. Every label of it begins with its name, so that a row of another org would be seen. */
export interface Org {
  readonly name: string;
  readonly agents: readonly string[];
  readonly budgets: readonly BudgetTerms[];
  /** Bought before anything else; null where it begins postpaid. */
  readonly creditNanoUsd: bigint | null;
  readonly hasChannel: boolean;
}

const pers: readonly BudgetTerms['per'][] = [
  'org', 'org', 'agent', 'agent', 'workflow', 'team', 'connection', 'model', 'run',
]; // prettier-ignore
const windows = ['minute', 'hour', 'hour', 'day', 'day', 'week', 'month', 'lifetime'];

function drawLimit(draw: Draw): BudgetTerms['limit'] {
  const unit = draw.oneOf(['usd', 'usd', 'usd', 'usd', 'requests', 'tokens', 'concurrent']);
  if (unit === 'usd') return { limit_usd: `${draw.between(1, 24)}.${draw.between(1, 9)}` };
  if (unit === 'requests') return { limit_requests: draw.between(5, 60) };
  return unit === 'tokens' ? { limit_tokens: draw.between(2_000, 60_000) } : { limit_concurrent: draw.between(2, 12) };
}

function drawActions(draw: Draw): BudgetTerms['actions'] {
  const at = draw.between(3, 11) / 10;
  const kind = draw.oneOf(['throttle', 'pause', 'block', 'block']);
  return [{ at, do: kind, ...(kind === 'throttle' ? { requests_per_minute: draw.between(2, 20) } : {}) }];
}

/** A budget that a few dozen calls come up against. */
export function drawBudget(draw: Draw, name: string): BudgetTerms {
  const per = draw.oneOf(pers);
  const limit = drawLimit(draw);
  const enforcement = draw.chance(0.75) ? 'hard' : 'soft';
  const window = draw.oneOf(windows);
  const hasWindow = !('limit_concurrent' in limit);
  const windDown = draw.chance(0.15) ? draw.between(1, 4) / 10 : null;
  const actions = draw.chance(0.2) ? drawActions(draw) : [];
  return {
    name,
    per,
    ...(hasWindow ? { window: per === 'run' ? 'run' : window } : {}),
    limit,
    enforcement,
    thresholds: draw.chance(0.5) ? [0.7, 0.9] : [0.25, 0.5, 1],
    allowFree: draw.chance(0.2),
    windDown: 'limit_usd' in limit && enforcement === 'hard' ? windDown : null,
    actions: hasWindow ? actions : [],
  };
}

export function drawOrg(draw: Draw, index: number): Org {
  const name = `o${index}`;
  return {
    name,
    agents: Array.from({ length: draw.between(2, 4) }, (_, agent) => `${name}-a${agent}`),
    budgets: Array.from({ length: draw.between(2, 5) }, (_, at) => drawBudget(draw, `b${at}`)),
    creditNanoUsd: draw.chance(0.6) ? BigInt(draw.between(2, 30)) * 1_000_000_000n : null,
    hasChannel: index === 0,
  };
}
