// Written by scripts/openapi.mjs from docs/reference/openapi.json: change the API, not this.

export interface Reports {
  /** Spend by one or two dimensions */
  readonly 'GET /v1/reports/breakdown': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: {
      readonly by: string;
      readonly from?: string;
      readonly to?: string;
      readonly timezone?: string;
      readonly agent?: string | readonly string[];
      readonly workflow?: string | readonly string[];
      readonly connection?: string | readonly string[];
      readonly user?: string | readonly string[];
      readonly team?: string | readonly string[];
      readonly provider?: string | readonly string[];
      readonly model?: string | readonly string[];
      readonly run?: string | readonly string[];
      readonly type?: string | readonly string[];
      readonly outcome?: string | readonly string[];
      readonly limit?: number;
      readonly compare?: 'previous';
      readonly sort?: 'cost' | 'previous' | 'change' | 'requests' | 'tokens' | 'cost_per_request' | 'name';
      readonly order?: 'desc' | 'asc';
      readonly format?: 'json' | 'csv';
    };
    readonly body: undefined;
    readonly answer: {
      readonly data: readonly {
        readonly agent?: string | null;
        readonly workflow?: string | null;
        readonly connection?: string | null;
        readonly user?: string | null;
        readonly team?: string | null;
        readonly provider?: string | null;
        readonly model?: string | null;
        readonly run?: string | null;
        readonly type?: string | null;
        readonly outcome?: string | null;
        /** USD, a decimal string */
        readonly cost_usd: string;
        readonly requests: number;
        /** Input and output */
        readonly tokens: number;
        readonly input_tokens: number;
        readonly output_tokens: number;
        readonly cache_read_tokens: number;
        readonly cache_write_tokens: number;
        readonly cache_write_1h_tokens: number;
        readonly reasoning_tokens: number;
        readonly audio_input_tokens: number;
        readonly audio_output_tokens: number;
        readonly image_input_tokens: number;
        readonly image_output_tokens: number;
        readonly records: number;
        /** USD, a decimal string */
        readonly estimated_usd: string;
        readonly unpriced_records: number;
        readonly late_records: number;
        /** Of the cost in all */
        readonly share: number | null;
        readonly cost_per_request_usd: string | null;
        /** Of the cost, on the period before: 0.5 is half as much again; null where it was nothing */
        readonly change?: number | null;
        readonly previous?: {
          /** USD, a decimal string */
          readonly cost_usd: string;
          readonly requests: number;
          /** Input and output */
          readonly tokens: number;
          readonly input_tokens: number;
          readonly output_tokens: number;
          readonly cache_read_tokens: number;
          readonly cache_write_tokens: number;
          readonly cache_write_1h_tokens: number;
          readonly reasoning_tokens: number;
          readonly audio_input_tokens: number;
          readonly audio_output_tokens: number;
          readonly image_input_tokens: number;
          readonly image_output_tokens: number;
          readonly records: number;
          /** USD, a decimal string */
          readonly estimated_usd: string;
          readonly unpriced_records: number;
          readonly late_records: number;
        };
      }[];
      readonly other: {
        readonly groups: number;
        /** USD, a decimal string */
        readonly cost_usd: string;
        readonly requests: number;
        /** Input and output */
        readonly tokens: number;
        readonly input_tokens: number;
        readonly output_tokens: number;
        readonly cache_read_tokens: number;
        readonly cache_write_tokens: number;
        readonly cache_write_1h_tokens: number;
        readonly reasoning_tokens: number;
        readonly audio_input_tokens: number;
        readonly audio_output_tokens: number;
        readonly image_input_tokens: number;
        readonly image_output_tokens: number;
        readonly records: number;
        /** USD, a decimal string */
        readonly estimated_usd: string;
        readonly unpriced_records: number;
        readonly late_records: number;
        /** Of the cost in all */
        readonly share: number | null;
        readonly cost_per_request_usd: string | null;
        /** Of the cost, on the period before: 0.5 is half as much again; null where it was nothing */
        readonly change?: number | null;
        readonly previous?: {
          /** USD, a decimal string */
          readonly cost_usd: string;
          readonly requests: number;
          /** Input and output */
          readonly tokens: number;
          readonly input_tokens: number;
          readonly output_tokens: number;
          readonly cache_read_tokens: number;
          readonly cache_write_tokens: number;
          readonly cache_write_1h_tokens: number;
          readonly reasoning_tokens: number;
          readonly audio_input_tokens: number;
          readonly audio_output_tokens: number;
          readonly image_input_tokens: number;
          readonly image_output_tokens: number;
          readonly records: number;
          /** USD, a decimal string */
          readonly estimated_usd: string;
          readonly unpriced_records: number;
          readonly late_records: number;
        };
      } | null;
      readonly totals: {
        /** USD, a decimal string */
        readonly cost_usd: string;
        readonly requests: number;
        /** Input and output */
        readonly tokens: number;
        readonly input_tokens: number;
        readonly output_tokens: number;
        readonly cache_read_tokens: number;
        readonly cache_write_tokens: number;
        readonly cache_write_1h_tokens: number;
        readonly reasoning_tokens: number;
        readonly audio_input_tokens: number;
        readonly audio_output_tokens: number;
        readonly image_input_tokens: number;
        readonly image_output_tokens: number;
        readonly records: number;
        /** USD, a decimal string */
        readonly estimated_usd: string;
        readonly unpriced_records: number;
        readonly late_records: number;
        /** Of the cost in all */
        readonly share: number | null;
        readonly cost_per_request_usd: string | null;
        /** Of the cost, on the period before: 0.5 is half as much again; null where it was nothing */
        readonly change?: number | null;
        readonly previous?: {
          /** USD, a decimal string */
          readonly cost_usd: string;
          readonly requests: number;
          /** Input and output */
          readonly tokens: number;
          readonly input_tokens: number;
          readonly output_tokens: number;
          readonly cache_read_tokens: number;
          readonly cache_write_tokens: number;
          readonly cache_write_1h_tokens: number;
          readonly reasoning_tokens: number;
          readonly audio_input_tokens: number;
          readonly audio_output_tokens: number;
          readonly image_input_tokens: number;
          readonly image_output_tokens: number;
          readonly records: number;
          /** USD, a decimal string */
          readonly estimated_usd: string;
          readonly unpriced_records: number;
          readonly late_records: number;
        };
      };
      readonly truncated: boolean;
      /** The usage records that these sums are of */
      readonly records_url: string;
      readonly from: string;
      readonly to: string;
      readonly timezone: string;
      readonly previous_from?: string;
      readonly previous_to?: string;
    };
  };
  /** Spend over time */
  readonly 'GET /v1/reports/series': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: {
      readonly by?: string;
      readonly interval?: 'hour' | 'day' | 'week' | 'month';
      readonly from?: string;
      readonly to?: string;
      readonly timezone?: string;
      readonly agent?: string | readonly string[];
      readonly workflow?: string | readonly string[];
      readonly connection?: string | readonly string[];
      readonly user?: string | readonly string[];
      readonly team?: string | readonly string[];
      readonly provider?: string | readonly string[];
      readonly model?: string | readonly string[];
      readonly run?: string | readonly string[];
      readonly type?: string | readonly string[];
      readonly outcome?: string | readonly string[];
      readonly limit?: number;
      readonly compare?: 'previous';
      readonly format?: 'json' | 'csv';
    };
    readonly body: undefined;
    readonly answer: {
      readonly data: readonly {
        readonly time: string;
        readonly agent?: string | null;
        readonly workflow?: string | null;
        readonly connection?: string | null;
        readonly user?: string | null;
        readonly team?: string | null;
        readonly provider?: string | null;
        readonly model?: string | null;
        readonly run?: string | null;
        readonly type?: string | null;
        readonly outcome?: string | null;
        readonly rest?: boolean;
        /** USD, a decimal string */
        readonly cost_usd: string;
        readonly requests: number;
        /** Input and output */
        readonly tokens: number;
        readonly input_tokens: number;
        readonly output_tokens: number;
        readonly cache_read_tokens: number;
        readonly cache_write_tokens: number;
        readonly cache_write_1h_tokens: number;
        readonly reasoning_tokens: number;
        readonly audio_input_tokens: number;
        readonly audio_output_tokens: number;
        readonly image_input_tokens: number;
        readonly image_output_tokens: number;
        readonly records: number;
        /** USD, a decimal string */
        readonly estimated_usd: string;
        readonly unpriced_records: number;
        readonly late_records: number;
      }[];
      readonly previous?: readonly {
        readonly time: string;
        readonly agent?: string | null;
        readonly workflow?: string | null;
        readonly connection?: string | null;
        readonly user?: string | null;
        readonly team?: string | null;
        readonly provider?: string | null;
        readonly model?: string | null;
        readonly run?: string | null;
        readonly type?: string | null;
        readonly outcome?: string | null;
        readonly rest?: boolean;
        /** USD, a decimal string */
        readonly cost_usd: string;
        readonly requests: number;
        /** Input and output */
        readonly tokens: number;
        readonly input_tokens: number;
        readonly output_tokens: number;
        readonly cache_read_tokens: number;
        readonly cache_write_tokens: number;
        readonly cache_write_1h_tokens: number;
        readonly reasoning_tokens: number;
        readonly audio_input_tokens: number;
        readonly audio_output_tokens: number;
        readonly image_input_tokens: number;
        readonly image_output_tokens: number;
        readonly records: number;
        /** USD, a decimal string */
        readonly estimated_usd: string;
        readonly unpriced_records: number;
        readonly late_records: number;
      }[];
      /** The usage records that these sums are of */
      readonly records_url: string;
      readonly from: string;
      readonly to: string;
      readonly timezone: string;
      readonly previous_from?: string;
      readonly previous_to?: string;
    };
  };
  /** What was refused, why, and by which budget */
  readonly 'GET /v1/reports/refusals': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: {
      readonly by?: string;
      readonly from?: string;
      readonly to?: string;
      readonly timezone?: string;
      readonly agent?: string | readonly string[];
      readonly budget?: string;
      readonly limit?: number;
      readonly format?: 'json' | 'csv';
    };
    readonly body: undefined;
    readonly answer: {
      readonly data: readonly {
        readonly code?: string;
        readonly agent?: string;
        readonly budget?: string | null;
        /** In UTC */
        readonly day?: string;
        readonly count: number;
        /** USD, a decimal string */
        readonly required_usd: string;
      }[];
      readonly totals: {
        readonly count: number;
        /** USD, a decimal string */
        readonly required_usd: string;
      };
      readonly truncated: boolean;
      readonly from: string;
      readonly to: string;
      readonly timezone: string;
    };
  };
  /** Agents with what they spent, and how they stand */
  readonly 'GET /v1/reports/agents': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: {
      readonly from?: string;
      readonly to?: string;
      readonly timezone?: string;
      readonly search?: string;
      readonly team?: '' | string;
      readonly paused?: 'true' | 'false';
      readonly sort?: 'cost' | 'previous' | 'change' | 'requests' | 'tokens' | 'cost_per_request' | 'name';
      readonly order?: 'desc' | 'asc';
      readonly limit?: number;
    };
    readonly body: undefined;
    readonly answer: {
      readonly data: readonly {
        readonly id: string;
        readonly name: string;
        readonly created_at: string;
        readonly team: string | null;
        readonly policy: {
          readonly mode: 'strict' | 'fit' | null;
          readonly max_output_tokens: number | null;
          readonly min_output_tokens: number | null;
        } | null;
        readonly paused: boolean;
        readonly paused_at: string | null;
        /** When it ends by itself */
        readonly paused_until: string | null;
        readonly paused_by: string | null;
        readonly paused_reason: string | null;
        /** USD, a decimal string */
        readonly cost_usd: string;
        readonly requests: number;
        /** Input and output */
        readonly tokens: number;
        readonly input_tokens: number;
        readonly output_tokens: number;
        readonly cache_read_tokens: number;
        readonly cache_write_tokens: number;
        readonly cache_write_1h_tokens: number;
        readonly reasoning_tokens: number;
        readonly audio_input_tokens: number;
        readonly audio_output_tokens: number;
        readonly image_input_tokens: number;
        readonly image_output_tokens: number;
        readonly records: number;
        /** USD, a decimal string */
        readonly estimated_usd: string;
        readonly unpriced_records: number;
        readonly late_records: number;
        /** Of the cost in all */
        readonly share: number | null;
        readonly cost_per_request_usd: string | null;
        /** Of the cost, on the period before: 0.5 is half as much again; null where it was nothing */
        readonly change?: number | null;
        readonly previous?: {
          /** USD, a decimal string */
          readonly cost_usd: string;
          readonly requests: number;
          /** Input and output */
          readonly tokens: number;
          readonly input_tokens: number;
          readonly output_tokens: number;
          readonly cache_read_tokens: number;
          readonly cache_write_tokens: number;
          readonly cache_write_1h_tokens: number;
          readonly reasoning_tokens: number;
          readonly audio_input_tokens: number;
          readonly audio_output_tokens: number;
          readonly image_input_tokens: number;
          readonly image_output_tokens: number;
          readonly records: number;
          /** USD, a decimal string */
          readonly estimated_usd: string;
          readonly unpriced_records: number;
          readonly late_records: number;
        };
        readonly last_used_at: string | null;
        /** What its charges are compared with */
        readonly norm_usd: string | null;
        readonly open_alerts: number;
        readonly restrictions: readonly {
          readonly id: string;
          readonly budget: string;
          readonly budget_name: string;
          readonly subject: string;
          readonly window_start: string;
          readonly window_end: string | null;
          readonly do: 'throttle' | 'pause' | 'block';
          readonly at: number;
          readonly requests_per_minute: number | null;
          /** Who is paused */
          readonly agent: string | null;
          readonly active: boolean;
          readonly taken_at: string;
          readonly lifted_at: string | null;
          /** The id of a key or a person, or resume, limit, actions, deletion */
          readonly lifted_by: string | null;
        }[];
        /** Its own budget that is nearest to its limit */
        readonly nearest_budget: {
          readonly budget: string;
          readonly name: string;
          readonly per: string;
          readonly window: string;
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
      }[];
      readonly totals: {
        /** USD, a decimal string */
        readonly cost_usd: string;
        readonly requests: number;
        /** Input and output */
        readonly tokens: number;
        readonly input_tokens: number;
        readonly output_tokens: number;
        readonly cache_read_tokens: number;
        readonly cache_write_tokens: number;
        readonly cache_write_1h_tokens: number;
        readonly reasoning_tokens: number;
        readonly audio_input_tokens: number;
        readonly audio_output_tokens: number;
        readonly image_input_tokens: number;
        readonly image_output_tokens: number;
        readonly records: number;
        /** USD, a decimal string */
        readonly estimated_usd: string;
        readonly unpriced_records: number;
        readonly late_records: number;
        /** Of the cost in all */
        readonly share: number | null;
        readonly cost_per_request_usd: string | null;
        /** Of the cost, on the period before: 0.5 is half as much again; null where it was nothing */
        readonly change?: number | null;
        readonly previous?: {
          /** USD, a decimal string */
          readonly cost_usd: string;
          readonly requests: number;
          /** Input and output */
          readonly tokens: number;
          readonly input_tokens: number;
          readonly output_tokens: number;
          readonly cache_read_tokens: number;
          readonly cache_write_tokens: number;
          readonly cache_write_1h_tokens: number;
          readonly reasoning_tokens: number;
          readonly audio_input_tokens: number;
          readonly audio_output_tokens: number;
          readonly image_input_tokens: number;
          readonly image_output_tokens: number;
          readonly records: number;
          /** USD, a decimal string */
          readonly estimated_usd: string;
          readonly unpriced_records: number;
          readonly late_records: number;
        };
      };
      /** How many there are, those beyond the limit included */
      readonly found: number;
      readonly from: string;
      readonly to: string;
      readonly timezone: string;
      readonly previous_from?: string;
      readonly previous_to?: string;
    };
  };
  /** Where the org stands */
  readonly 'GET /v1/reports/overview': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: {
      readonly from?: string;
      readonly to?: string;
      readonly timezone?: string;
    };
    readonly body: undefined;
    readonly answer: {
      /** USD, a decimal string */
      readonly cost_usd: string;
      readonly requests: number;
      /** Input and output */
      readonly tokens: number;
      readonly input_tokens: number;
      readonly output_tokens: number;
      readonly cache_read_tokens: number;
      readonly cache_write_tokens: number;
      readonly cache_write_1h_tokens: number;
      readonly reasoning_tokens: number;
      readonly audio_input_tokens: number;
      readonly audio_output_tokens: number;
      readonly image_input_tokens: number;
      readonly image_output_tokens: number;
      readonly records: number;
      /** USD, a decimal string */
      readonly estimated_usd: string;
      readonly unpriced_records: number;
      readonly late_records: number;
      readonly previous?: {
        /** USD, a decimal string */
        readonly cost_usd: string;
        readonly requests: number;
        /** Input and output */
        readonly tokens: number;
        readonly input_tokens: number;
        readonly output_tokens: number;
        readonly cache_read_tokens: number;
        readonly cache_write_tokens: number;
        readonly cache_write_1h_tokens: number;
        readonly reasoning_tokens: number;
        readonly audio_input_tokens: number;
        readonly audio_output_tokens: number;
        readonly image_input_tokens: number;
        readonly image_output_tokens: number;
        readonly records: number;
        /** USD, a decimal string */
        readonly estimated_usd: string;
        readonly unpriced_records: number;
        readonly late_records: number;
      };
      readonly refused: number;
      /** USD, a decimal string */
      readonly refused_usd: string;
      readonly open_reservations: number;
      /** USD, a decimal string */
      readonly reserved_usd: string;
      readonly wallet: {
        readonly mode: 'postpaid' | 'prepaid' | 'overdraft';
        /** USD, a decimal string */
        readonly balance_usd: string;
        /** USD, a decimal string */
        readonly reserved_usd: string;
        /** USD, a decimal string */
        readonly available_usd: string;
      } | null;
      readonly alerts: {
        readonly open: number;
        readonly critical: number;
        readonly warning: number;
        readonly info: number;
        readonly latest: readonly {
          readonly id: string;
          readonly type: 'budget_threshold' | 'budget_exhausted' | 'budget_refused' | 'wallet_low' | 'wallet_empty' | 'reservation_expired' | 'budget_overrun_projected' | 'anomaly' | 'model_unpriced' | 'channel_failing';
          readonly severity: 'info' | 'warning' | 'critical';
          readonly state: 'open' | 'acknowledged' | 'snoozed' | 'resolved';
          readonly time: string;
          readonly title: string;
          readonly text: string;
          readonly budget: string | null;
          readonly budget_name: string | null;
          readonly owner: string | null;
          readonly agent: string | null;
          readonly team: string | null;
          readonly subject: string | null;
          readonly window_start: string | null;
          readonly window_end: string | null;
          readonly limit_version: number | null;
          /** The share of the limit that was crossed */
          readonly threshold: number | null;
          /** As it was when it fired: amounts under names that carry their unit, and facts */
          readonly figures: Readonly<Record<string, string | number>>;
          /** A limit with room for what it tells of, in the unit of its budget; null where it tells of none */
          readonly raise_to: string | null;
          readonly notify: readonly string[];
          readonly snoozed_until: string | null;
          readonly changed_at: string | null;
          /** The id of a key, or window, snooze, top_up or recovery */
          readonly changed_by: string | null;
        }[];
      } | null;
      readonly budgets: readonly {
        readonly budget: string;
        readonly name: string;
        readonly per: string;
        readonly window: string;
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
      }[] | null;
      readonly top_agents: readonly {
        readonly agent: string | null;
        /** USD, a decimal string */
        readonly cost_usd: string;
        readonly requests: number;
        /** Input and output */
        readonly tokens: number;
        readonly input_tokens: number;
        readonly output_tokens: number;
        readonly cache_read_tokens: number;
        readonly cache_write_tokens: number;
        readonly cache_write_1h_tokens: number;
        readonly reasoning_tokens: number;
        readonly audio_input_tokens: number;
        readonly audio_output_tokens: number;
        readonly image_input_tokens: number;
        readonly image_output_tokens: number;
        readonly records: number;
        /** USD, a decimal string */
        readonly estimated_usd: string;
        readonly unpriced_records: number;
        readonly late_records: number;
        readonly previous?: {
          /** USD, a decimal string */
          readonly cost_usd: string;
          readonly requests: number;
          /** Input and output */
          readonly tokens: number;
          readonly input_tokens: number;
          readonly output_tokens: number;
          readonly cache_read_tokens: number;
          readonly cache_write_tokens: number;
          readonly cache_write_1h_tokens: number;
          readonly reasoning_tokens: number;
          readonly audio_input_tokens: number;
          readonly audio_output_tokens: number;
          readonly image_input_tokens: number;
          readonly image_output_tokens: number;
          readonly records: number;
          /** USD, a decimal string */
          readonly estimated_usd: string;
          readonly unpriced_records: number;
          readonly late_records: number;
        };
      }[];
      readonly top_models: readonly {
        readonly model: string | null;
        /** USD, a decimal string */
        readonly cost_usd: string;
        readonly requests: number;
        /** Input and output */
        readonly tokens: number;
        readonly input_tokens: number;
        readonly output_tokens: number;
        readonly cache_read_tokens: number;
        readonly cache_write_tokens: number;
        readonly cache_write_1h_tokens: number;
        readonly reasoning_tokens: number;
        readonly audio_input_tokens: number;
        readonly audio_output_tokens: number;
        readonly image_input_tokens: number;
        readonly image_output_tokens: number;
        readonly records: number;
        /** USD, a decimal string */
        readonly estimated_usd: string;
        readonly unpriced_records: number;
        readonly late_records: number;
      }[];
      readonly from: string;
      readonly to: string;
      readonly timezone: string;
      readonly previous_from?: string;
      readonly previous_to?: string;
    };
  };
  /** What a unit of work costs */
  readonly 'GET /v1/reports/unit-economics': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: {
      readonly from?: string;
      readonly to?: string;
      readonly timezone?: string;
    };
    readonly body: undefined;
    readonly answer: {
      readonly cost_per_completed_task_usd: string | null;
      /** USD, a decimal string */
      readonly failed_work_usd: string;
      readonly succeeded: {
        readonly tasks: number;
        /** USD, a decimal string */
        readonly cost_usd: string;
        readonly unpriced_records: number;
      };
      readonly failed: {
        readonly tasks: number;
        /** USD, a decimal string */
        readonly cost_usd: string;
        readonly unpriced_records: number;
      };
      readonly cancelled: {
        readonly tasks: number;
        /** USD, a decimal string */
        readonly cost_usd: string;
        readonly unpriced_records: number;
      };
      readonly unknown: {
        readonly tasks: number;
        /** USD, a decimal string */
        readonly cost_usd: string;
        readonly unpriced_records: number;
      };
      /** USD, a decimal string */
      readonly cost_usd: string;
      readonly cost_per_1k_tokens_usd: string | null;
      readonly output_input_ratio: number | null;
      readonly cache_hit_rate: number | null;
      /** USD, a decimal string */
      readonly cache_savings_usd: string;
      readonly cache_unpriced_tokens: number;
      readonly estimated_share: number | null;
      readonly unpriced_share: number | null;
      readonly by_agent: readonly {
        readonly agent: string | null;
        /** USD, a decimal string */
        readonly cost_usd: string;
        readonly requests: number;
        /** Input and output */
        readonly tokens: number;
        readonly input_tokens: number;
        readonly output_tokens: number;
        readonly cache_read_tokens: number;
        readonly cache_write_tokens: number;
        readonly cache_write_1h_tokens: number;
        readonly reasoning_tokens: number;
        readonly audio_input_tokens: number;
        readonly audio_output_tokens: number;
        readonly image_input_tokens: number;
        readonly image_output_tokens: number;
        readonly records: number;
        /** USD, a decimal string */
        readonly estimated_usd: string;
        readonly unpriced_records: number;
        readonly late_records: number;
      }[];
      readonly by_model: readonly {
        readonly model: string | null;
        /** USD, a decimal string */
        readonly cost_usd: string;
        readonly requests: number;
        /** Input and output */
        readonly tokens: number;
        readonly input_tokens: number;
        readonly output_tokens: number;
        readonly cache_read_tokens: number;
        readonly cache_write_tokens: number;
        readonly cache_write_1h_tokens: number;
        readonly reasoning_tokens: number;
        readonly audio_input_tokens: number;
        readonly audio_output_tokens: number;
        readonly image_input_tokens: number;
        readonly image_output_tokens: number;
        readonly records: number;
        /** USD, a decimal string */
        readonly estimated_usd: string;
        readonly unpriced_records: number;
        readonly late_records: number;
      }[];
      readonly anomalous_events: number;
      /** USD, a decimal string */
      readonly anomalous_usd: string;
      readonly wallet: {
        readonly mode: 'postpaid' | 'prepaid' | 'overdraft';
        /** USD, a decimal string */
        readonly balance_usd: string;
        /** USD, a decimal string */
        readonly reserved_usd: string;
        /** USD, a decimal string */
        readonly available_usd: string;
      } | null;
      readonly budgets: readonly {
        readonly budget: string;
        readonly name: string;
        readonly per: string;
        readonly window: string;
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
      }[] | null;
      readonly from: string;
      readonly to: string;
      readonly timezone: string;
    };
  };
  /** Where the month is going */
  readonly 'GET /v1/reports/projection': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: {
      readonly from?: string;
      readonly to?: string;
      readonly timezone?: string;
      readonly agent?: string | readonly string[];
      readonly workflow?: string | readonly string[];
      readonly connection?: string | readonly string[];
      readonly user?: string | readonly string[];
      readonly team?: string | readonly string[];
      readonly provider?: string | readonly string[];
      readonly model?: string | readonly string[];
      readonly run?: string | readonly string[];
      readonly type?: string | readonly string[];
      readonly outcome?: string | readonly string[];
    };
    readonly body: undefined;
    readonly answer: {
      readonly from: string;
      readonly to: string;
      readonly timezone: string;
      readonly as_of: string;
      readonly month_start: string;
      readonly month_end: string;
      /** USD, a decimal string */
      readonly spent_usd: string;
      readonly linear: {
        readonly month_end_usd: string | null;
      };
      readonly forecast: {
        /** USD, a decimal string */
        readonly month_end_usd: string;
        readonly low_usd: string | null;
        readonly high_usd: string | null;
        /** Each day that is still to come, the first one as far as it is left */
        readonly data: readonly {
          readonly time: string;
          /** USD, a decimal string */
          readonly cost_usd: string;
        }[];
      };
      readonly past_error: {
        readonly months: number;
        readonly linear: {
          readonly all_days: {
            readonly predictions: number;
            /** Per cent, with one decimal */
            readonly mean_percent: number;
            /** Per cent, with one decimal */
            readonly median_percent: number;
          } | null;
          readonly same_day: {
            readonly predictions: number;
            /** Per cent, with one decimal */
            readonly mean_percent: number;
            /** Per cent, with one decimal */
            readonly median_percent: number;
          } | null;
        };
        readonly forecast: {
          readonly all_days: {
            readonly predictions: number;
            /** Per cent, with one decimal */
            readonly mean_percent: number;
            /** Per cent, with one decimal */
            readonly median_percent: number;
          } | null;
          readonly same_day: {
            readonly predictions: number;
            /** Per cent, with one decimal */
            readonly mean_percent: number;
            /** Per cent, with one decimal */
            readonly median_percent: number;
          } | null;
        };
      };
      readonly data: readonly {
        readonly time: string;
        /** USD, a decimal string */
        readonly cost_usd: string;
      }[];
      readonly budgets: readonly {
        readonly budget: string;
        readonly name: string;
        readonly owner: string | null;
        readonly per: string;
        readonly subject: string;
        readonly enforcement: 'hard' | 'soft';
        readonly window: string;
        readonly window_start: string;
        readonly window_end: string;
        /** USD, a decimal string */
        readonly limit_usd?: string;
        /** USD, a decimal string */
        readonly spent_usd?: string;
        /** USD, a decimal string */
        readonly projected_usd?: string;
        readonly limit_tokens?: number;
        readonly spent_tokens?: number;
        readonly projected_tokens?: number;
        readonly limit_requests?: number;
        readonly spent_requests?: number;
        readonly projected_requests?: number;
        readonly crosses_at: string;
      }[];
    };
  };
  /** The same tokens at another model's price */
  readonly 'GET /v1/reports/model-swap': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: {
      readonly from?: string;
      readonly to?: string;
      readonly timezone?: string;
      readonly from_model: string;
      readonly to_model: string;
    };
    readonly body: undefined;
    readonly answer: {
      readonly from: string;
      readonly to: string;
      readonly timezone: string;
      readonly from_model: string;
      readonly to_model: string;
      readonly records: number;
      readonly tokens: number;
      /** USD, a decimal string */
      readonly cost_usd: string;
      /** USD, a decimal string */
      readonly swapped_cost_usd: string;
      /** USD, a decimal string */
      readonly difference_usd: string;
      readonly left_out: readonly {
        readonly reason: string;
        readonly bucket: string | null;
        readonly records: number;
        readonly tokens: number;
        /** USD, a decimal string */
        readonly cost_usd: string;
      }[];
      readonly note: string;
    };
  };
}
