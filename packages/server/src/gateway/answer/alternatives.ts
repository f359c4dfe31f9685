import { formatUsd } from '@cofferdam/core';
import type { Problem } from '../../errors/problem.ts';

/** A model that the refused call could use instead: it would fit. */
export interface Alternative {
  readonly model: string;
  /** What would be reserved for this call. */
  readonly requiredNanoUsd: bigint;
  /** The cap of its output, per choice, at that price. */
  readonly maxOutputTokens: number;
}

/** The refusal with the models that would fit, in the order given; unchanged where there is none. */
export function withAlternatives(problem: Problem, alternatives: readonly Alternative[]): Problem {
  if (alternatives.length === 0) return problem;
  const shown = alternatives.map(({ model, requiredNanoUsd, maxOutputTokens }) => ({
    model,
    required_usd: formatUsd(requiredNanoUsd),
    max_output_tokens: maxOutputTokens,
  }));
  return { ...problem, alternatives: shown };
}
