// Written by scripts/openapi.mjs from docs/reference/openapi.json: change the API, not this.

export interface Runs {
  /** Start a run */
  readonly 'POST /v1/runs': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: Readonly<Record<never, never>>;
    readonly body: {
      readonly agent?: string;
      readonly workflow?: string;
      readonly connection?: string;
      readonly user?: string;
      readonly team?: string;
      readonly id?: string;
      readonly parent_run?: string;
      readonly limit_usd?: string;
    };
    readonly answer: {
      readonly id: string;
      readonly agent: string;
      readonly workflow: string | null;
      readonly parent_run: string | null;
      readonly ancestors: readonly string[];
      readonly limit_usd: string | null;
      readonly status: string;
      readonly created_at: string;
      readonly finished_at: string | null;
      readonly last_seen_at: string;
    };
  };
  /** List runs, newest first or by cost */
  readonly 'GET /v1/runs': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: {
      readonly agent?: string;
      readonly workflow?: string;
      readonly status?: 'running' | 'succeeded' | 'failed' | 'cancelled' | 'unknown';
      readonly parent_run?: '' | string;
      readonly from?: string;
      readonly to?: string;
      readonly timezone?: string;
      readonly sort?: 'created' | 'cost';
      readonly limit?: number;
      readonly cursor?: string;
    };
    readonly body: undefined;
    readonly answer: {
      readonly data: readonly {
        readonly id: string;
        readonly agent: string;
        readonly workflow: string | null;
        readonly parent_run: string | null;
        readonly ancestors: readonly string[];
        readonly limit_usd: string | null;
        readonly status: string;
        readonly created_at: string;
        readonly finished_at: string | null;
        readonly last_seen_at: string;
        /** USD, a decimal string */
        readonly spent_usd: string;
        /** USD, a decimal string */
        readonly reserved_usd: string;
        /** USD, a decimal string */
        readonly own_spent_usd: string;
        readonly unpriced_records: number;
        readonly requests: number;
        readonly descendants: number;
      }[];
      readonly next_cursor: string | null;
    };
  };
  /** End a run */
  readonly 'POST /v1/runs/{id}/finish': {
    readonly path: {
      readonly id: string;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: {
      readonly status: 'succeeded' | 'failed' | 'cancelled';
    };
    readonly answer: {
      readonly id: string;
      readonly agent: string;
      readonly workflow: string | null;
      readonly parent_run: string | null;
      readonly ancestors: readonly string[];
      readonly limit_usd: string | null;
      readonly status: string;
      readonly created_at: string;
      readonly finished_at: string | null;
      readonly last_seen_at: string;
    };
  };
  /** Read a run */
  readonly 'GET /v1/runs/{id}': {
    readonly path: {
      readonly id: string;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: undefined;
    readonly answer: {
      readonly id: string;
      readonly agent: string;
      readonly workflow: string | null;
      readonly parent_run: string | null;
      readonly ancestors: readonly string[];
      readonly limit_usd: string | null;
      readonly status: string;
      readonly created_at: string;
      readonly finished_at: string | null;
      readonly last_seen_at: string;
      /** USD, a decimal string */
      readonly spent_usd: string;
      /** USD, a decimal string */
      readonly reserved_usd: string;
      /** USD, a decimal string */
      readonly own_spent_usd: string;
      readonly unpriced_records: number;
    };
  };
  /** The runs below a run, with what each spent */
  readonly 'GET /v1/runs/{id}/tree': {
    readonly path: {
      readonly id: string;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: undefined;
    readonly answer: {
      readonly id: string;
      readonly agent: string;
      readonly workflow: string | null;
      readonly parent_run: string | null;
      readonly ancestors: readonly string[];
      readonly limit_usd: string | null;
      readonly status: string;
      readonly created_at: string;
      readonly finished_at: string | null;
      readonly last_seen_at: string;
      /** USD, a decimal string */
      readonly spent_usd: string;
      /** USD, a decimal string */
      readonly reserved_usd: string;
      /** USD, a decimal string */
      readonly own_spent_usd: string;
      readonly unpriced_records: number;
      readonly data: readonly {
        readonly id: string;
        readonly agent: string;
        readonly workflow: string | null;
        readonly parent_run: string | null;
        readonly ancestors: readonly string[];
        readonly limit_usd: string | null;
        readonly status: string;
        readonly created_at: string;
        readonly finished_at: string | null;
        readonly last_seen_at: string;
        /** USD, a decimal string */
        readonly spent_usd: string;
        /** USD, a decimal string */
        readonly reserved_usd: string;
        /** USD, a decimal string */
        readonly own_spent_usd: string;
        readonly unpriced_records: number;
        readonly requests: number;
        readonly descendants: number;
        readonly depth: number;
      }[];
      readonly truncated: boolean;
    };
  };
}
