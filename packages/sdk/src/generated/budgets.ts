// Written by scripts/openapi.mjs from docs/reference/openapi.json: change the API, not this.

export interface Budgets {
  /** List budgets, newest first */
  readonly 'GET /v1/budgets': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: {
      readonly limit?: number;
      readonly cursor?: string;
    };
    readonly body: undefined;
    readonly answer: {
      readonly data: readonly {
        readonly id: string;
        readonly name: string;
        readonly owner: string | null;
        readonly per: 'org' | 'team' | 'agent' | 'workflow' | 'connection' | 'user' | 'model' | 'run';
        readonly match: Readonly<Record<string, string | readonly string[]>>;
        readonly window: string | null;
        readonly timezone: string;
        /** USD, a decimal string */
        readonly limit_usd?: string;
        readonly limit_tokens?: number;
        readonly limit_requests?: number;
        readonly limit_concurrent?: number;
        readonly enforcement: 'hard' | 'soft';
        readonly allow_free: boolean;
        /** The part of the limit that is kept for a last call */
        readonly wind_down: number | null;
        readonly thresholds: readonly number[];
        readonly actions: readonly {
          readonly at: number;
          readonly do: 'alert' | 'throttle' | 'pause' | 'block';
          readonly requests_per_minute?: number;
        }[];
        readonly notify: readonly string[];
        readonly counts_from: string;
        readonly created_at: string;
      }[];
      readonly next_cursor: string | null;
    };
  };
  /** Make a budget */
  readonly 'POST /v1/budgets': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: Readonly<Record<never, never>>;
    readonly body: {
      readonly name: string;
      readonly owner?: string | null;
      readonly per: 'run' | 'agent' | 'workflow' | 'connection' | 'user' | 'team' | 'model' | 'org';
      readonly match?: {
        readonly agent?: string | readonly string[];
        readonly team?: string | readonly string[];
        readonly workflow?: string | readonly string[];
        readonly connection?: string | readonly string[];
        readonly user?: string | readonly string[];
        readonly provider?: string | readonly string[];
        readonly model?: string | readonly string[];
      };
      readonly window?: 'run' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year' | 'lifetime';
      readonly timezone?: string;
      readonly limit_usd?: string;
      readonly limit_tokens?: number;
      readonly limit_requests?: number;
      readonly limit_concurrent?: number;
      readonly enforcement?: 'hard' | 'soft';
      readonly allow_free?: boolean;
      readonly wind_down?: number | null;
      readonly thresholds?: readonly number[];
      readonly actions?: readonly {
        readonly at: number;
        readonly do: 'alert' | 'throttle' | 'pause' | 'block';
        readonly requests_per_minute?: number;
      }[];
      readonly notify?: readonly string[];
    };
    readonly answer: {
      readonly id: string;
      readonly name: string;
      readonly owner: string | null;
      readonly per: 'org' | 'team' | 'agent' | 'workflow' | 'connection' | 'user' | 'model' | 'run';
      readonly match: Readonly<Record<string, string | readonly string[]>>;
      readonly window: string | null;
      readonly timezone: string;
      /** USD, a decimal string */
      readonly limit_usd?: string;
      readonly limit_tokens?: number;
      readonly limit_requests?: number;
      readonly limit_concurrent?: number;
      readonly enforcement: 'hard' | 'soft';
      readonly allow_free: boolean;
      /** The part of the limit that is kept for a last call */
      readonly wind_down: number | null;
      readonly thresholds: readonly number[];
      readonly actions: readonly {
        readonly at: number;
        readonly do: 'alert' | 'throttle' | 'pause' | 'block';
        readonly requests_per_minute?: number;
      }[];
      readonly notify: readonly string[];
      readonly counts_from: string;
      readonly created_at: string;
    };
  };
  /** Read a budget */
  readonly 'GET /v1/budgets/{id}': {
    readonly path: {
      readonly id: string;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: undefined;
    readonly answer: {
      readonly id: string;
      readonly name: string;
      readonly owner: string | null;
      readonly per: 'org' | 'team' | 'agent' | 'workflow' | 'connection' | 'user' | 'model' | 'run';
      readonly match: Readonly<Record<string, string | readonly string[]>>;
      readonly window: string | null;
      readonly timezone: string;
      /** USD, a decimal string */
      readonly limit_usd?: string;
      readonly limit_tokens?: number;
      readonly limit_requests?: number;
      readonly limit_concurrent?: number;
      readonly enforcement: 'hard' | 'soft';
      readonly allow_free: boolean;
      /** The part of the limit that is kept for a last call */
      readonly wind_down: number | null;
      readonly thresholds: readonly number[];
      readonly actions: readonly {
        readonly at: number;
        readonly do: 'alert' | 'throttle' | 'pause' | 'block';
        readonly requests_per_minute?: number;
      }[];
      readonly notify: readonly string[];
      readonly counts_from: string;
      readonly created_at: string;
    };
  };
  /** Change a budget */
  readonly 'PATCH /v1/budgets/{id}': {
    readonly path: {
      readonly id: string;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: {
      readonly name?: string;
      readonly owner?: string | null;
      readonly limit_usd?: string;
      readonly limit_tokens?: number;
      readonly limit_requests?: number;
      readonly limit_concurrent?: number;
      readonly enforcement?: 'hard' | 'soft';
      readonly allow_free?: boolean;
      readonly wind_down?: number | null;
      readonly thresholds?: readonly number[];
      readonly actions?: readonly {
        readonly at: number;
        readonly do: 'alert' | 'throttle' | 'pause' | 'block';
        readonly requests_per_minute?: number;
      }[];
      readonly notify?: readonly string[];
    };
    readonly answer: {
      readonly id: string;
      readonly name: string;
      readonly owner: string | null;
      readonly per: 'org' | 'team' | 'agent' | 'workflow' | 'connection' | 'user' | 'model' | 'run';
      readonly match: Readonly<Record<string, string | readonly string[]>>;
      readonly window: string | null;
      readonly timezone: string;
      /** USD, a decimal string */
      readonly limit_usd?: string;
      readonly limit_tokens?: number;
      readonly limit_requests?: number;
      readonly limit_concurrent?: number;
      readonly enforcement: 'hard' | 'soft';
      readonly allow_free: boolean;
      /** The part of the limit that is kept for a last call */
      readonly wind_down: number | null;
      readonly thresholds: readonly number[];
      readonly actions: readonly {
        readonly at: number;
        readonly do: 'alert' | 'throttle' | 'pause' | 'block';
        readonly requests_per_minute?: number;
      }[];
      readonly notify: readonly string[];
      readonly counts_from: string;
      readonly created_at: string;
    };
  };
  /** End a budget */
  readonly 'DELETE /v1/budgets/{id}': {
    readonly path: {
      readonly id: string;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: undefined;
    readonly answer: undefined;
  };
  /** What a budget has counted */
  readonly 'GET /v1/budgets/{id}/counters': {
    readonly path: {
      readonly id: string;
    };
    readonly query: {
      readonly limit?: number;
      readonly cursor?: string;
      readonly subject?: string;
      readonly windows?: 'open' | 'closed';
      readonly sort?: 'newest' | 'nearest';
    };
    readonly body: undefined;
    readonly answer: {
      readonly data: readonly {
        readonly subject: string;
        readonly window_start: string;
        readonly window_end: string | null;
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
        /** The part of the limit that is spent and reserved */
        readonly utilisation: number | null;
        /** The actions that hold */
        readonly restrictions: readonly {
          readonly id: string;
          readonly at: number;
          readonly do: 'throttle' | 'pause' | 'block';
          readonly requests_per_minute?: number;
        }[];
      }[];
      readonly next_cursor: string | null;
    };
  };
  /** Where every budget stands: what is nearest to its limit, in the window that is open */
  readonly 'GET /v1/budgets/standings': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: {
      readonly limit?: number;
      readonly cursor?: string;
      readonly sort?: 'nearest' | 'name' | 'newest';
      readonly name?: string;
      readonly per?: 'run' | 'agent' | 'workflow' | 'connection' | 'user' | 'team' | 'model' | 'org';
      readonly window?: 'run' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year' | 'lifetime';
      readonly enforcement?: 'hard' | 'soft';
      readonly near?: number;
      readonly restricted?: 'true' | 'false';
    };
    readonly body: undefined;
    readonly answer: {
      readonly data: readonly {
        readonly id: string;
        readonly name: string;
        readonly owner: string | null;
        readonly per: 'org' | 'team' | 'agent' | 'workflow' | 'connection' | 'user' | 'model' | 'run';
        readonly match: Readonly<Record<string, string | readonly string[]>>;
        readonly window: string | null;
        readonly timezone: string;
        /** USD, a decimal string */
        readonly limit_usd?: string;
        readonly limit_tokens?: number;
        readonly limit_requests?: number;
        readonly limit_concurrent?: number;
        readonly enforcement: 'hard' | 'soft';
        readonly allow_free: boolean;
        /** The part of the limit that is kept for a last call */
        readonly wind_down: number | null;
        readonly thresholds: readonly number[];
        readonly actions: readonly {
          readonly at: number;
          readonly do: 'alert' | 'throttle' | 'pause' | 'block';
          readonly requests_per_minute?: number;
        }[];
        readonly notify: readonly string[];
        readonly counts_from: string;
        readonly created_at: string;
        /** How many counters it has in the window that is open */
        readonly subjects: number;
        /** The one that is nearest to the limit */
        readonly nearest: {
          readonly subject: string;
          readonly window_start: string;
          readonly window_end: string | null;
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
          /** The part of the limit that is spent and reserved */
          readonly utilisation: number | null;
          /** The actions that hold */
          readonly restrictions: readonly {
            readonly id: string;
            readonly at: number;
            readonly do: 'throttle' | 'pause' | 'block';
            readonly requests_per_minute?: number;
          }[];
        } | null;
        /** How many of its restrictions hold */
        readonly restrictions: number;
      }[];
      readonly next_cursor: string | null;
    };
  };
  /** Replay past usage against proposed budgets */
  readonly 'POST /v1/backtests': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: Readonly<Record<never, never>>;
    readonly body: {
      readonly budgets: readonly {
        readonly name: string;
        readonly owner?: string | null;
        readonly per: 'run' | 'agent' | 'workflow' | 'connection' | 'user' | 'team' | 'model' | 'org';
        readonly match?: {
          readonly agent?: string | readonly string[];
          readonly team?: string | readonly string[];
          readonly workflow?: string | readonly string[];
          readonly connection?: string | readonly string[];
          readonly user?: string | readonly string[];
          readonly provider?: string | readonly string[];
          readonly model?: string | readonly string[];
        };
        readonly window?: 'run' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year' | 'lifetime';
        readonly timezone?: string;
        readonly limit_usd?: string;
        readonly limit_tokens?: number;
        readonly limit_requests?: number;
        readonly limit_concurrent?: number;
        readonly enforcement?: 'hard' | 'soft';
        readonly allow_free?: boolean;
        readonly wind_down?: number | null;
        readonly thresholds?: readonly number[];
        readonly actions?: readonly {
          readonly at: number;
          readonly do: 'alert' | 'throttle' | 'pause' | 'block';
          readonly requests_per_minute?: number;
        }[];
        readonly notify?: readonly string[];
      }[];
      readonly from?: string;
      readonly to?: string;
      readonly timezone?: string;
    };
    readonly answer: {
      readonly from: string;
      readonly to: string;
      readonly timezone: string;
      readonly records: number;
      readonly calls: number;
      /** USD, a decimal string */
      readonly cost_usd: string;
      readonly unpriced_records: number;
      readonly refused_calls: number;
      /** USD, a decimal string */
      readonly saved_usd: string;
      readonly tasks_lost: number;
      readonly first_refused_at: string | null;
      readonly budgets: readonly {
        readonly name: string;
        readonly per: string;
        readonly window: string;
        readonly timezone: string;
        readonly enforcement: 'hard' | 'soft';
        /** USD, a decimal string */
        readonly limit_usd?: string;
        readonly limit_tokens?: number;
        readonly limit_requests?: number;
        readonly refused_calls: number;
        /** USD, a decimal string */
        readonly saved_usd: string;
        readonly tasks_lost: number;
        readonly first_refused_at: string | null;
        readonly subjects: number;
        readonly by_subject: readonly {
          readonly subject: string;
          readonly refused_calls: number;
          /** USD, a decimal string */
          readonly saved_usd: string;
          readonly first_refused_at: string;
        }[];
        readonly agents: number;
        readonly by_agent: readonly {
          readonly agent: string;
          readonly refused_calls: number;
          /** USD, a decimal string */
          readonly saved_usd: string;
          readonly first_refused_at: string;
        }[];
        readonly daily: readonly {
          readonly time: string;
          readonly refused_calls: number;
          /** USD, a decimal string */
          readonly saved_usd: string;
        }[];
        readonly windows: number;
        readonly by_window: readonly {
          readonly subject: string;
          readonly window_start: string;
          readonly window_end: string | null;
          readonly refused_calls: number;
          /** USD, a decimal string */
          readonly saved_usd: string;
          readonly first_refused_at: string;
        }[];
        readonly peak: {
          /** Of the limit; null where that is 0 */
          readonly utilisation: number | null;
          /** USD, a decimal string */
          readonly spent_usd?: string;
          readonly spent_tokens?: number;
          readonly spent_requests?: number;
          readonly subject: string;
          readonly window_start: string;
          readonly time: string;
        } | null;
        /** What it would count if it were made at this moment; nothing of a budget per run */
        readonly now: {
          readonly subjects: number;
          /** How many of them have nothing left */
          readonly passed: number;
          readonly counters: readonly {
            readonly subject: string;
            readonly window_start: string;
            readonly window_end: string | null;
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
            readonly utilisation: number | null;
          }[];
        };
      }[];
      readonly notes: readonly string[];
    };
  };
}
