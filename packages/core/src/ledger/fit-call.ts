import type { Dimensions } from '../budgets/dimensions.ts';
import type { CallBound } from '../prices/index.ts';
import { canonicalLabels } from '../registry/register.ts';
import { admit, type Asker } from './admit.ts';
import { type Amounts, isLimited, needFor } from './amounts.ts';
import type { ReserveCommand } from './commands.ts';
import { type Charged, legsOf, type Leg } from './legs.ts';
import type { Alternative } from './outcomes.ts';
import type { Refusal } from './refusal.ts';
import type { LedgerState } from './state.ts';

export function askerOf({ final }: Pick<ReserveCommand, 'final'>): Asker {
  return final === true ? 'last' : 'any';
}

/** What a call holds with a cap on the output of each choice; null where it cannot be priced. */
function amountsAt(state: LedgerState, dimensions: Dimensions, bound: CallBound, cap: number): Amounts | null {
  const { provider, model } = dimensions;
  if (provider === null || model === null) return null;
  const usd = state.pricing.bound({ provider, model, timeMs: state.timeMs, bound, outputTokens: cap });
  if (usd === null) return null;
  return { usd, tokens: tokensAt(bound, cap), maxOutputTokens: cap };
}

/** Every model that may serve the call is used up to the bound. */
function tokensAt({ inputTokens, choices, otherModels = [] }: CallBound, cap: number): number {
  return (inputTokens + cap * choices) * (1 + otherModels.length);
}

/** The largest cap that fits, between one that does and one that does not: what a call costs never falls as it grows. */
function largestFitting(fits: (cap: number) => boolean, fitting: number, tooLarge: number): number {
  let [low, high] = [fitting, tooLarge];
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * Admits a call with the largest output, between its floor and its cap, that every limit affords. Where not even the
 * floor fits, the refusal is the floor's: that is what the call needs at least. A call without a price is let through
 * where nothing limits it, and holds nothing.
 */
export function fitCall(
  state: LedgerState,
  dimensions: Dimensions,
  bound: CallBound,
  legs: readonly Leg[],
  asker: Asker,
): Amounts | Refusal {
  const { provider, model } = dimensions;
  const refusalOf = (amounts: Amounts): Refusal | null => admit(state, legs, needFor(amounts), 'reserve', asker);
  const full = amountsAt(state, dimensions, bound, bound.maxOutputTokens);
  if (full === null) {
    if (isLimited(state, legs)) return { code: 'model_unpriced', provider: provider ?? '', model: model ?? '' };
    const { maxOutputTokens } = bound;
    const unpriced = { usd: 0n, tokens: tokensAt(bound, maxOutputTokens), maxOutputTokens };
    // Where nothing limits, a soft budget may still block or throttle.
    return refusalOf(unpriced) ?? unpriced;
  }
  const refusedInFull = refusalOf(full);
  if (refusedInFull === null) return full;
  const least = amountsAt(state, dimensions, bound, bound.minOutputTokens);
  if (least === null || bound.minOutputTokens >= bound.maxOutputTokens) return refusedInFull;
  const refused = refusalOf(least);
  if (refused !== null) return refused;
  const fits = (cap: number): boolean => {
    const amounts = amountsAt(state, dimensions, bound, cap);
    return amounts !== null && refusalOf(amounts) === null;
  };
  const cap = largestFitting(fits, bound.minOutputTokens, bound.maxOutputTokens);
  return amountsAt(state, dimensions, bound, cap) ?? least;
}

const maxAlternatives = 5;

const forMoney = new Set<Refusal['code']>(['budget_exceeded', 'run_cap_exceeded', 'insufficient_credit']);

/** Models of the same provider that the same call would be admitted with, in the order in which they were named. */
export function alternativesFor(
  state: LedgerState,
  command: ReserveCommand,
  caller: Omit<Charged, 'budgetTimeMs'>,
  refusal: Refusal,
): readonly Alternative[] {
  const { bound, alternatives = [] } = command;
  if (bound === undefined || !forMoney.has(refusal.code)) return [];
  const found: Alternative[] = [];
  for (const model of alternatives) {
    const asked = { ...caller.dimensions, model };
    const charged = { ...caller, dimensions: canonicalLabels(state, asked), budgetTimeMs: state.timeMs };
    const amounts = fitCall(state, asked, bound, legsOf(state, charged), askerOf(command));
    if ('code' in amounts || amounts.maxOutputTokens === null) continue;
    found.push({ model, requiredNanoUsd: amounts.usd, maxOutputTokens: amounts.maxOutputTokens });
    if (found.length === maxAlternatives) break;
  }
  return found;
}
