/**
 * What the gateway lets a call ask of a model. `strict` refuses a call that may not fit; `fit` lowers its output cap to
 * what is left, down to `minOutputTokens`. Caps are tokens per choice; null sets no rule.
 */
export interface CallPolicy {
  readonly mode: 'strict' | 'fit' | null;
  readonly maxOutputTokens: number | null;
  readonly minOutputTokens: number | null;
}

/** A policy under the names of the wire. */
export function policyFacts(policy: CallPolicy | null): Record<string, unknown> | null {
  if (policy === null) return null;
  const { mode, maxOutputTokens, minOutputTokens } = policy;
  return { mode, max_output_tokens: maxOutputTokens, min_output_tokens: minOutputTokens };
}

export const noPolicy: CallPolicy = { mode: null, maxOutputTokens: null, minOutputTokens: null };

function smaller(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}

function larger(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}

function stricter(a: CallPolicy['mode'], b: CallPolicy['mode']): CallPolicy['mode'] {
  return a === 'strict' || b === 'strict' ? 'strict' : (a ?? b);
}

/**
 * Both policies at once: `strict` wins, the smaller cap wins, and so does the larger floor, which never rises above the
 * cap.
 */
export function combinePolicies(connection: CallPolicy, agent: CallPolicy | null): CallPolicy {
  const other = agent ?? noPolicy;
  const maxOutputTokens = smaller(connection.maxOutputTokens, other.maxOutputTokens);
  const floor = larger(connection.minOutputTokens, other.minOutputTokens);
  return {
    mode: stricter(connection.mode, other.mode),
    maxOutputTokens,
    minOutputTokens: floor === null ? null : smaller(floor, maxOutputTokens),
  };
}
