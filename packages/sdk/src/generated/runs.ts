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
        readonly stopped_by: {
          /** A code of a refusal that does not pass by itself, or run_cancelled */
          readonly code: string;
          /** When it came to a halt: nothing was admitted since */
          readonly at: string;
          readonly last_refused_at: string | null;
          /** How often it was refused for this, in all its time */
          readonly refusals: number;
          readonly detail: string;
          readonly budget?: string;
          readonly budget_name?: string;
          readonly per?: string;
          readonly subject?: string;
          /** USD, a decimal string */
          readonly limit_usd?: string;
          /** USD, a decimal string */
          readonly spent_usd?: string;
          /** USD, a decimal string */
          readonly reserved_usd?: string;
          /** USD, a decimal string */
          readonly available_usd?: string;
          /** What a last call may still use; only of a budget that keeps something for one */
          readonly wind_down_available_usd?: string;
          readonly limit_tokens?: number;
          readonly spent_tokens?: number;
          readonly reserved_tokens?: number;
          readonly available_tokens?: number;
          readonly limit_requests?: number;
          readonly spent_requests?: number;
          readonly reserved_requests?: number;
          readonly available_requests?: number;
          readonly limit_concurrent?: number;
          readonly spent_concurrent?: number;
          readonly reserved_concurrent?: number;
          readonly available_concurrent?: number;
          /** USD, a decimal string */
          readonly required_usd?: string;
          readonly required_tokens?: number;
          readonly required_requests?: number;
          readonly required_concurrent?: number;
          readonly resets_at?: string | null;
          /** The action of a budget that held it, or paused its agent */
          readonly restriction?: string;
          readonly action?: string;
          readonly agent?: string;
          readonly resumes_at?: string | null;
          /** The alert that paused its agent */
          readonly alert?: string;
          readonly provider?: string;
          readonly model?: string;
          /** USD, a decimal string */
          readonly balance_usd?: string;
        } | null;
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
      readonly stopped_by: {
        /** A code of a refusal that does not pass by itself, or run_cancelled */
        readonly code: string;
        /** When it came to a halt: nothing was admitted since */
        readonly at: string;
        readonly last_refused_at: string | null;
        /** How often it was refused for this, in all its time */
        readonly refusals: number;
        readonly detail: string;
        readonly budget?: string;
        readonly budget_name?: string;
        readonly per?: string;
        readonly subject?: string;
        /** USD, a decimal string */
        readonly limit_usd?: string;
        /** USD, a decimal string */
        readonly spent_usd?: string;
        /** USD, a decimal string */
        readonly reserved_usd?: string;
        /** USD, a decimal string */
        readonly available_usd?: string;
        /** What a last call may still use; only of a budget that keeps something for one */
        readonly wind_down_available_usd?: string;
        readonly limit_tokens?: number;
        readonly spent_tokens?: number;
        readonly reserved_tokens?: number;
        readonly available_tokens?: number;
        readonly limit_requests?: number;
        readonly spent_requests?: number;
        readonly reserved_requests?: number;
        readonly available_requests?: number;
        readonly limit_concurrent?: number;
        readonly spent_concurrent?: number;
        readonly reserved_concurrent?: number;
        readonly available_concurrent?: number;
        /** USD, a decimal string */
        readonly required_usd?: string;
        readonly required_tokens?: number;
        readonly required_requests?: number;
        readonly required_concurrent?: number;
        readonly resets_at?: string | null;
        /** The action of a budget that held it, or paused its agent */
        readonly restriction?: string;
        readonly action?: string;
        readonly agent?: string;
        readonly resumes_at?: string | null;
        /** The alert that paused its agent */
        readonly alert?: string;
        readonly provider?: string;
        readonly model?: string;
        /** USD, a decimal string */
        readonly balance_usd?: string;
      } | null;
    };
  };
  /** The usage records of a run and all below it, oldest first */
  readonly 'GET /v1/runs/{id}/usage': {
    readonly path: {
      readonly id: string;
    };
    readonly query: {
      readonly limit?: number;
      readonly cursor?: string;
    };
    readonly body: undefined;
    readonly answer: {
      readonly data: readonly {
        readonly id: string;
        readonly type: 'model_call' | 'embedding' | 'tool' | 'cost' | 'correction';
        readonly reservation: string | null;
        readonly correction_of: string | null;
        readonly source: string | null;
        readonly source_id: string | null;
        readonly time: string;
        readonly budget_time: string;
        readonly recorded_at: string;
        readonly agent: string;
        readonly workflow: string | null;
        readonly connection: string | null;
        readonly user: string | null;
        readonly team: string | null;
        readonly run: string;
        readonly provider: string | null;
        readonly model: string | null;
        readonly buckets: {
          readonly input_uncached_tokens: number;
          readonly cache_read_tokens: number;
          readonly cache_write_5m_tokens: number;
          readonly cache_write_1h_tokens: number;
          readonly output_tokens: number;
          readonly reasoning_tokens: number;
          readonly audio_input_tokens: number;
          readonly audio_output_tokens: number;
          readonly image_input_tokens: number;
          readonly image_output_tokens: number;
        } | null;
        readonly tokens: number;
        readonly requests: number;
        readonly tool: string | null;
        readonly quantity: string | null;
        readonly service_tier: string | null;
        readonly request_id: string | null;
        readonly cost_usd: string | null;
        readonly price_version: string | null;
        readonly estimated: boolean;
        readonly late: boolean;
        readonly overage: boolean;
        readonly unpriced: boolean;
        readonly prepaid: boolean;
        readonly imported: boolean;
        /** What the tree had spent by then */
        readonly spent_usd: string;
      }[];
      readonly next_cursor: string | null;
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
      readonly stopped_by: {
        /** A code of a refusal that does not pass by itself, or run_cancelled */
        readonly code: string;
        /** When it came to a halt: nothing was admitted since */
        readonly at: string;
        readonly last_refused_at: string | null;
        /** How often it was refused for this, in all its time */
        readonly refusals: number;
        readonly detail: string;
        readonly budget?: string;
        readonly budget_name?: string;
        readonly per?: string;
        readonly subject?: string;
        /** USD, a decimal string */
        readonly limit_usd?: string;
        /** USD, a decimal string */
        readonly spent_usd?: string;
        /** USD, a decimal string */
        readonly reserved_usd?: string;
        /** USD, a decimal string */
        readonly available_usd?: string;
        /** What a last call may still use; only of a budget that keeps something for one */
        readonly wind_down_available_usd?: string;
        readonly limit_tokens?: number;
        readonly spent_tokens?: number;
        readonly reserved_tokens?: number;
        readonly available_tokens?: number;
        readonly limit_requests?: number;
        readonly spent_requests?: number;
        readonly reserved_requests?: number;
        readonly available_requests?: number;
        readonly limit_concurrent?: number;
        readonly spent_concurrent?: number;
        readonly reserved_concurrent?: number;
        readonly available_concurrent?: number;
        /** USD, a decimal string */
        readonly required_usd?: string;
        readonly required_tokens?: number;
        readonly required_requests?: number;
        readonly required_concurrent?: number;
        readonly resets_at?: string | null;
        /** The action of a budget that held it, or paused its agent */
        readonly restriction?: string;
        readonly action?: string;
        readonly agent?: string;
        readonly resumes_at?: string | null;
        /** The alert that paused its agent */
        readonly alert?: string;
        readonly provider?: string;
        readonly model?: string;
        /** USD, a decimal string */
        readonly balance_usd?: string;
      } | null;
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
        readonly stopped_by: {
          /** A code of a refusal that does not pass by itself, or run_cancelled */
          readonly code: string;
          /** When it came to a halt: nothing was admitted since */
          readonly at: string;
          readonly last_refused_at: string | null;
          /** How often it was refused for this, in all its time */
          readonly refusals: number;
          readonly detail: string;
          readonly budget?: string;
          readonly budget_name?: string;
          readonly per?: string;
          readonly subject?: string;
          /** USD, a decimal string */
          readonly limit_usd?: string;
          /** USD, a decimal string */
          readonly spent_usd?: string;
          /** USD, a decimal string */
          readonly reserved_usd?: string;
          /** USD, a decimal string */
          readonly available_usd?: string;
          /** What a last call may still use; only of a budget that keeps something for one */
          readonly wind_down_available_usd?: string;
          readonly limit_tokens?: number;
          readonly spent_tokens?: number;
          readonly reserved_tokens?: number;
          readonly available_tokens?: number;
          readonly limit_requests?: number;
          readonly spent_requests?: number;
          readonly reserved_requests?: number;
          readonly available_requests?: number;
          readonly limit_concurrent?: number;
          readonly spent_concurrent?: number;
          readonly reserved_concurrent?: number;
          readonly available_concurrent?: number;
          /** USD, a decimal string */
          readonly required_usd?: string;
          readonly required_tokens?: number;
          readonly required_requests?: number;
          readonly required_concurrent?: number;
          readonly resets_at?: string | null;
          /** The action of a budget that held it, or paused its agent */
          readonly restriction?: string;
          readonly action?: string;
          readonly agent?: string;
          readonly resumes_at?: string | null;
          /** The alert that paused its agent */
          readonly alert?: string;
          readonly provider?: string;
          readonly model?: string;
          /** USD, a decimal string */
          readonly balance_usd?: string;
        } | null;
        readonly requests: number;
        readonly descendants: number;
        readonly depth: number;
      }[];
      readonly truncated: boolean;
    };
  };
}
