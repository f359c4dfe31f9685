import type { Need } from './admit.ts';
import type { ReserveCommand } from './commands.ts';
import type { Leg } from './legs.ts';
import type { Refusal } from './refusal.ts';
import type { LedgerState } from './state.ts';

/** What a reservation is to hold. */
export interface Amounts {
  readonly usd: bigint;
  /** Null where the caller gave no estimate. */
  readonly tokens: number | null;
  /** The cap on the output of each choice that a call was admitted with; null for what is no call. */
  readonly maxOutputTokens: number | null;
}

export function needFor(amounts: Pick<Amounts, 'usd' | 'tokens'>): Need {
  return {
    usd: amounts.usd,
    tokens: amounts.tokens === null ? null : BigInt(amounts.tokens),
    requests: 1n,
    concurrent: 1n,
  };
}

/** Whether anything can refuse: what has no price is only let through where nothing does. */
export function isLimited(state: Pick<LedgerState, 'wallet'>, legs: readonly Leg[]): boolean {
  return state.wallet.mode !== 'postpaid' || legs.some((leg) => leg.limit.hard);
}

/**
 * What the call needs: the stated amount, else the price of the estimate rounded up. Under a hard limit a model must
 * have a price, and a budget of tokens needs an estimate: what cannot be bounded is not admitted.
 */
export function amountsOf(state: LedgerState, command: ReserveCommand, legs: readonly Leg[]): Amounts | Refusal {
  const { estimate, dimensions, amountNanoUsd } = command;
  const { provider, model } = dimensions;
  const known = provider === null || model === null || state.pricing.isPriced(provider, model, state.timeMs);
  if (!known && isLimited(state, legs)) return { code: 'model_unpriced', provider, model };
  const tokens = estimate === null ? null : estimate.inputTokens + estimate.maxOutputTokens;
  if (tokens === null && legs.some((leg) => leg.limit.hard && leg.limit.unit === 'tokens')) {
    return {
      code: 'estimate_required',
      detail: 'a budget of tokens applies: give estimate with input_tokens and max_output_tokens',
    };
  }
  if (amountNanoUsd !== null) return { usd: amountNanoUsd, tokens, maxOutputTokens: null };
  if (estimate === null || provider === null || model === null) {
    return { code: 'estimate_required', detail: 'give amount_usd, or estimate with provider and model' };
  }
  const priced = state.pricing.estimate({ provider, model, timeMs: state.timeMs, ...estimate });
  if (priced.kind === 'unpriced') return { code: 'model_unpriced', provider, model };
  return { usd: priced.costNanoUsd, tokens, maxOutputTokens: null };
}
