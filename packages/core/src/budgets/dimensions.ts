import type { Budget, MatchDimension } from './budget.ts';

/**
 * The labels that a charge carries. A label that is absent is null: budgets `per` that label do not apply, and
 * `match`es on it do not match.
 */
export interface Dimensions {
  readonly agent: string;
  readonly workflow: string | null;
  readonly connection: string | null;
  readonly user: string | null;
  readonly team: string | null;
  readonly provider: string | null;
  /** The model as the provider names it; its budget subject is `provider/model`. */
  readonly model: string | null;
}

/** The subject of `per: "model"`: canonical `provider/model`, or the bare model where the provider is not known. */
export function modelSubject(dimensions: Pick<Dimensions, 'provider' | 'model'>): string | null {
  if (dimensions.model === null) return null;
  return dimensions.provider === null ? dimensions.model : `${dimensions.provider}/${dimensions.model}`;
}

/** The one subject of an org-wide budget. */
export const orgSubject = 'org';

/**
 * The subjects that a charge touches in a budget: none where the label is absent, several only for runs, since a run
 * counts for every ancestor.
 */
export function subjectsOf(budget: Budget, dimensions: Dimensions, runPath: readonly string[]): readonly string[] {
  if (budget.per === 'run') return runPath;
  if (budget.per === 'org') return [orgSubject];
  const subject = budget.per === 'model' ? modelSubject(dimensions) : dimensions[budget.per];
  return subject === null ? [] : [subject];
}

/** Whether a charge passes the budget's filters. A model is matched by its own id or by `provider/model`. */
export function matches(budget: Budget, dimensions: Dimensions): boolean {
  for (const key in budget.match) {
    const dimension = key as MatchDimension;
    const wanted = budget.match[dimension];
    if (wanted === undefined) continue;
    const value = dimensions[dimension];
    if (value === null) return false;
    if (wanted.includes(value)) continue;
    const canonical = dimension === 'model' ? modelSubject(dimensions) : null;
    if (canonical === null || !wanted.includes(canonical)) return false;
  }
  return true;
}
