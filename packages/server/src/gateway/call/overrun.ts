import type { Delivered } from '../providers/index.ts';

/** How far an answer may seem to pass its cap: a count of characters is not a count of tokens. */
const slack = { numerator: 5, denominator: 4, tokens: 64 } as const;

const charactersPerToken = 4;

/**
 * How many tokens were delivered, as near as can be told without the provider's tokenizer: a model sends at least one in
 * each piece, and about one for four characters.
 */
export function likelyTokens({ deltas, characters }: Delivered): number {
  return Math.max(deltas, Math.floor(characters / charactersPerToken));
}

function allowedFor(outputTokens: number): number {
  return Math.ceil((outputTokens * slack.numerator) / slack.denominator) + slack.tokens;
}

/** Whether a provider has shown by what it delivered that it does not keep to the cap, which then bounds nothing. */
export function ignoresCap(delivered: Delivered, outputTokens: number): boolean {
  return delivered.deltas > outputTokens || likelyTokens(delivered) > allowedFor(outputTokens);
}

/** Watches whether more is delivered than is held for: a provider that keeps to the cap never gets here. */
export interface Overrun {
  isPassed(delivered: Delivered): boolean;
  /** More is held now, by half. */
  grow(): void;
}

export function createOverrun(outputTokens: number): Overrun {
  let allowed = allowedFor(outputTokens);
  return {
    isPassed: (delivered) => likelyTokens(delivered) > allowed,
    grow() {
      allowed = Math.ceil(allowed * 1.5);
    },
  };
}
