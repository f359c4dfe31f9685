import { axisMoney } from '../../format/axis.ts';
import { count } from '../../format/count.ts';
import { money } from '../../format/money.ts';
import type { Measure } from './search.ts';

interface Sums {
  readonly cost_usd: string;
  readonly requests: number;
  readonly tokens: number;
  readonly cost_per_request_usd?: string | null;
}

interface Shown {
  /** As the API has it; null where it says nothing. */
  readonly of: (sums: Sums) => string | null;
  readonly text: (value: string) => string;
  readonly tick: (value: number) => string;
  readonly name: string;
}

const countText = (value: string): string => count(Number(value));

/** How each measure is read off sums and shown. */
export const shown: { readonly [measure in Measure]: Shown } = {
  cost: { of: (sums) => sums.cost_usd, text: money, tick: axisMoney, name: 'Spend' },
  requests: { of: (sums) => String(sums.requests), text: countText, tick: count, name: 'Requests' },
  tokens: { of: (sums) => String(sums.tokens), text: countText, tick: count, name: 'Tokens' },
  cost_per_request: {
    of: (sums) => sums.cost_per_request_usd ?? null,
    text: money,
    tick: axisMoney,
    name: 'Cost per request',
  },
};
