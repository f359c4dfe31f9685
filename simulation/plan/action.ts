/** What a charge came to: told as a cost, as tokens of the one model that is used here, or not known. */
export type Spent =
  | { readonly kind: 'cost'; readonly nanoUsd: bigint }
  | { readonly kind: 'usage'; readonly input: number; readonly cached: number; readonly output: number }
  | { readonly kind: 'unknown' };

/** Whom a call is for; the user is the action's own, so that every row in the database says which action made it. */
export interface Labels {
  readonly agent: string;
  readonly workflow?: string;
  readonly connection?: string;
  readonly team?: string;
  readonly run?: string;
}

export interface BudgetTerms {
  readonly name: string;
  readonly per: 'org' | 'agent' | 'workflow' | 'team' | 'connection' | 'model' | 'run';
  readonly window?: string;
  readonly limit: Readonly<Record<string, string | number>>;
  readonly enforcement: 'hard' | 'soft';
  readonly thresholds: readonly number[];
  readonly allowFree: boolean;
  readonly windDown: number | null;
  readonly actions: readonly Readonly<Record<string, unknown>>[];
}

/** What whoever opened a page for a payment does there, and afterwards. */
export type Payer = 'pays' | 'leaves' | 'is declined' | 'gets a part back' | 'disputes and loses' | 'disputes and wins';

/** What is done. `pick` counts back from the newest of what the org was told of: reservations, top-ups, budgets, actions. */
export type Deed =
  | {
      readonly kind: 'reserve';
      readonly labels: Labels;
      /** Null where it is bounded by an estimate instead. */
      readonly nanoUsd: bigint | null;
      readonly tokens: { readonly input: number; readonly output: number } | null;
      readonly ttlSeconds: number;
      readonly onExpiry: 'release' | 'charge';
      readonly final: boolean;
    }
  | { readonly kind: 'settle'; readonly pick: number; readonly spent: Spent }
  | { readonly kind: 'release'; readonly pick: number }
  | {
      readonly kind: 'extend';
      readonly pick: number;
      readonly ttlSeconds: number | null;
      readonly nanoUsd: bigint | null;
    }
  | { readonly kind: 'report'; readonly labels: Labels; readonly spent: Spent; readonly agoMs: number }
  | {
      readonly kind: 'start-run';
      readonly run: string;
      readonly agent: string;
      readonly parent: string | null;
      readonly limitNanoUsd: bigint | null;
    }
  | { readonly kind: 'finish-run'; readonly run: string }
  | { readonly kind: 'top-up'; readonly nanoUsd: bigint; readonly expiresInMs: number | null }
  | { readonly kind: 'grant'; readonly nanoUsd: bigint; readonly expiresInMs: number | null; readonly priority: number }
  | { readonly kind: 'adjust'; readonly nanoUsd: bigint }
  | { readonly kind: 'refund'; readonly pick: number; readonly nanoUsd: bigint }
  | { readonly kind: 'checkout'; readonly cents: number; readonly payer: Payer }
  | { readonly kind: 'budget'; readonly terms: BudgetTerms }
  | { readonly kind: 'change-budget'; readonly pick: number; readonly share: number }
  | { readonly kind: 'end-budget'; readonly pick: number }
  | { readonly kind: 'pause' | 'resume'; readonly agent: string }
  | {
      readonly kind: 'call';
      readonly agent: string;
      readonly outputTokens: number;
      readonly cap: number;
      readonly stream: boolean;
    }
  | { readonly kind: 'again'; readonly pick: number; readonly withAnotherBody: boolean }
  | { readonly kind: 'read'; readonly path: string }
  | { readonly kind: 'stranger'; readonly pick: number; readonly victim: number }
  | { readonly kind: 'nonsense'; readonly path: string; readonly body: unknown };

/**
 * What a client does when the answer is 503 or lost: asks again, of another node, until there is one; gives up; or it is
 * gone before it could hear anything.
 */
export type Patience = 'asks again' | 'asks once' | 'vanishes';

export interface Action {
  /** Its place in the whole plan: the mark that all its rows and amounts carry. */
  readonly index: number;
  readonly org: number;
  readonly node: number;
  readonly patience: Patience;
  /** The same request goes to this node too, at the same moment. */
  readonly alsoTo: number | null;
  readonly deed: Deed;
}
