// Written by scripts/openapi.mjs from docs/reference/openapi.json: change the API, not this.

export interface Policy {
  /** The policy of the org as a file, without what is secret */
  readonly 'GET /v1/policy': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: Readonly<Record<never, never>>;
    readonly body: undefined;
    readonly answer: {
      readonly version: 1;
      readonly budgets: readonly Readonly<Record<string, unknown>>[];
      readonly channels: readonly Readonly<Record<string, unknown>>[];
      readonly teams: readonly Readonly<Record<string, unknown>>[];
      readonly agents: readonly Readonly<Record<string, unknown>>[];
      readonly prices: readonly Readonly<Record<string, unknown>>[];
      readonly ceiling: Readonly<Record<string, unknown>> | null;
      readonly anomaly_rules: Readonly<Record<string, unknown>>;
    };
  };
  /** What applying a policy file would change, and would have refused */
  readonly 'POST /v1/policy/plan': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: Readonly<Record<never, never>>;
    readonly body: {
      readonly policy: {
        readonly version: 1;
        readonly budgets?: readonly {
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
        readonly channels?: readonly ({
          readonly name: string;
          readonly routes?: readonly {
            readonly budget?: string;
            readonly owner?: string;
            readonly team?: string;
            readonly severity?: 'info' | 'warning' | 'critical';
            readonly type?: 'budget_threshold' | 'budget_exhausted' | 'budget_refused' | 'wallet_low' | 'wallet_empty' | 'reservation_expired' | 'budget_overrun_projected' | 'anomaly' | 'model_unpriced' | 'channel_failing';
          }[];
          readonly rate_limit_per_minute?: number;
          readonly kind: 'webhook';
          readonly url: string;
          readonly disabled?: boolean;
        } | {
          readonly name: string;
          readonly routes?: readonly {
            readonly budget?: string;
            readonly owner?: string;
            readonly team?: string;
            readonly severity?: 'info' | 'warning' | 'critical';
            readonly type?: 'budget_threshold' | 'budget_exhausted' | 'budget_refused' | 'wallet_low' | 'wallet_empty' | 'reservation_expired' | 'budget_overrun_projected' | 'anomaly' | 'model_unpriced' | 'channel_failing';
          }[];
          readonly rate_limit_per_minute?: number;
          readonly kind: 'slack';
          readonly url?: string;
          readonly disabled?: boolean;
        } | {
          readonly name: string;
          readonly routes?: readonly {
            readonly budget?: string;
            readonly owner?: string;
            readonly team?: string;
            readonly severity?: 'info' | 'warning' | 'critical';
            readonly type?: 'budget_threshold' | 'budget_exhausted' | 'budget_refused' | 'wallet_low' | 'wallet_empty' | 'reservation_expired' | 'budget_overrun_projected' | 'anomaly' | 'model_unpriced' | 'channel_failing';
          }[];
          readonly rate_limit_per_minute?: number;
          readonly kind: 'pagerduty';
          readonly routing_key?: string;
          readonly url?: string;
          readonly disabled?: boolean;
        } | {
          readonly name: string;
          readonly routes?: readonly {
            readonly budget?: string;
            readonly owner?: string;
            readonly team?: string;
            readonly severity?: 'info' | 'warning' | 'critical';
            readonly type?: 'budget_threshold' | 'budget_exhausted' | 'budget_refused' | 'wallet_low' | 'wallet_empty' | 'reservation_expired' | 'budget_overrun_projected' | 'anomaly' | 'model_unpriced' | 'channel_failing';
          }[];
          readonly rate_limit_per_minute?: number;
          readonly kind: 'email';
          readonly host: string;
          readonly port?: number;
          readonly security?: 'tls' | 'starttls' | 'none';
          readonly user?: string;
          readonly password?: string;
          readonly from: string;
          readonly to: readonly string[];
          readonly disabled?: boolean;
        })[];
        readonly agents?: readonly {
          readonly id: string;
          readonly name?: string;
          readonly team?: string | null;
          readonly policy?: {
            readonly mode?: 'strict' | 'fit' | null;
            readonly max_output_tokens?: number | null;
            readonly min_output_tokens?: number | null;
          } | null;
          readonly anomaly_rules?: {
            readonly enabled?: boolean;
            readonly factor?: number;
            readonly min_charges?: number;
            readonly min_runs?: number;
            readonly min_amount_usd?: string;
            readonly loop_requests?: number;
            readonly loop_window_seconds?: number;
            readonly pause?: boolean;
          } | null;
        }[];
        readonly teams?: readonly {
          readonly id: string;
          readonly name: string;
        }[];
        readonly prices?: readonly {
          readonly input_usd_per_mtok?: string;
          readonly output_usd_per_mtok?: string;
          readonly cache_read_usd_per_mtok?: string;
          readonly cache_write_usd_per_mtok?: string;
          readonly cache_write_1h_usd_per_mtok?: string;
          readonly reasoning_usd_per_mtok?: string;
          readonly audio_input_usd_per_mtok?: string;
          readonly audio_output_usd_per_mtok?: string;
          readonly image_input_usd_per_mtok?: string;
          readonly image_output_usd_per_mtok?: string;
          readonly per_request_usd?: string;
          readonly tools_usd?: Readonly<Record<string, string>>;
          readonly service_tiers?: Readonly<Record<string, {
            readonly input_usd_per_mtok?: string;
            readonly output_usd_per_mtok?: string;
            readonly cache_read_usd_per_mtok?: string;
            readonly cache_write_usd_per_mtok?: string;
            readonly cache_write_1h_usd_per_mtok?: string;
            readonly reasoning_usd_per_mtok?: string;
            readonly audio_input_usd_per_mtok?: string;
            readonly audio_output_usd_per_mtok?: string;
            readonly image_input_usd_per_mtok?: string;
            readonly image_output_usd_per_mtok?: string;
          }>>;
          readonly alias_of?: {
            readonly provider: string;
            readonly model: string;
          };
          readonly provider: string;
          readonly model: '*' | string;
        }[];
        readonly ceiling?: {
          readonly input_usd_per_mtok: string;
          readonly output_usd_per_mtok: string;
          readonly tool_usd?: string;
        } | null;
        readonly anomaly_rules?: {
          readonly enabled?: boolean;
          readonly factor?: number;
          readonly min_charges?: number;
          readonly min_runs?: number;
          readonly min_amount_usd?: string;
          readonly loop_requests?: number;
          readonly loop_window_seconds?: number;
          readonly pause?: boolean;
        };
      };
      readonly backtest_days?: number;
    };
    readonly answer: {
      /** What to apply, if it is still that */
      readonly plan: string;
      readonly changes: readonly {
        readonly section: 'budgets' | 'channels' | 'agents' | 'teams' | 'prices' | 'ceiling' | 'anomaly_rules';
        readonly name: string;
        readonly action: 'create' | 'change' | 'replace' | 'delete';
        readonly before: Readonly<Record<string, unknown>> | null;
        readonly after: Readonly<Record<string, unknown>> | null;
        /** Somebody changed it since a file was last applied */
        readonly drifted: boolean;
      }[];
      readonly last_applied: {
        readonly at: string;
        readonly by: string;
        readonly reason: string | null;
      } | null;
      readonly backtest: {
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
      } | null;
      /** Budgets of the file of which the replay says nothing */
      readonly not_replayed: readonly string[];
    };
  };
  /** Make the org what a policy file says: all of it, or nothing */
  readonly 'POST /v1/policy/apply': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: Readonly<Record<never, never>>;
    readonly body: {
      readonly policy: {
        readonly version: 1;
        readonly budgets?: readonly {
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
        readonly channels?: readonly ({
          readonly name: string;
          readonly routes?: readonly {
            readonly budget?: string;
            readonly owner?: string;
            readonly team?: string;
            readonly severity?: 'info' | 'warning' | 'critical';
            readonly type?: 'budget_threshold' | 'budget_exhausted' | 'budget_refused' | 'wallet_low' | 'wallet_empty' | 'reservation_expired' | 'budget_overrun_projected' | 'anomaly' | 'model_unpriced' | 'channel_failing';
          }[];
          readonly rate_limit_per_minute?: number;
          readonly kind: 'webhook';
          readonly url: string;
          readonly disabled?: boolean;
        } | {
          readonly name: string;
          readonly routes?: readonly {
            readonly budget?: string;
            readonly owner?: string;
            readonly team?: string;
            readonly severity?: 'info' | 'warning' | 'critical';
            readonly type?: 'budget_threshold' | 'budget_exhausted' | 'budget_refused' | 'wallet_low' | 'wallet_empty' | 'reservation_expired' | 'budget_overrun_projected' | 'anomaly' | 'model_unpriced' | 'channel_failing';
          }[];
          readonly rate_limit_per_minute?: number;
          readonly kind: 'slack';
          readonly url?: string;
          readonly disabled?: boolean;
        } | {
          readonly name: string;
          readonly routes?: readonly {
            readonly budget?: string;
            readonly owner?: string;
            readonly team?: string;
            readonly severity?: 'info' | 'warning' | 'critical';
            readonly type?: 'budget_threshold' | 'budget_exhausted' | 'budget_refused' | 'wallet_low' | 'wallet_empty' | 'reservation_expired' | 'budget_overrun_projected' | 'anomaly' | 'model_unpriced' | 'channel_failing';
          }[];
          readonly rate_limit_per_minute?: number;
          readonly kind: 'pagerduty';
          readonly routing_key?: string;
          readonly url?: string;
          readonly disabled?: boolean;
        } | {
          readonly name: string;
          readonly routes?: readonly {
            readonly budget?: string;
            readonly owner?: string;
            readonly team?: string;
            readonly severity?: 'info' | 'warning' | 'critical';
            readonly type?: 'budget_threshold' | 'budget_exhausted' | 'budget_refused' | 'wallet_low' | 'wallet_empty' | 'reservation_expired' | 'budget_overrun_projected' | 'anomaly' | 'model_unpriced' | 'channel_failing';
          }[];
          readonly rate_limit_per_minute?: number;
          readonly kind: 'email';
          readonly host: string;
          readonly port?: number;
          readonly security?: 'tls' | 'starttls' | 'none';
          readonly user?: string;
          readonly password?: string;
          readonly from: string;
          readonly to: readonly string[];
          readonly disabled?: boolean;
        })[];
        readonly agents?: readonly {
          readonly id: string;
          readonly name?: string;
          readonly team?: string | null;
          readonly policy?: {
            readonly mode?: 'strict' | 'fit' | null;
            readonly max_output_tokens?: number | null;
            readonly min_output_tokens?: number | null;
          } | null;
          readonly anomaly_rules?: {
            readonly enabled?: boolean;
            readonly factor?: number;
            readonly min_charges?: number;
            readonly min_runs?: number;
            readonly min_amount_usd?: string;
            readonly loop_requests?: number;
            readonly loop_window_seconds?: number;
            readonly pause?: boolean;
          } | null;
        }[];
        readonly teams?: readonly {
          readonly id: string;
          readonly name: string;
        }[];
        readonly prices?: readonly {
          readonly input_usd_per_mtok?: string;
          readonly output_usd_per_mtok?: string;
          readonly cache_read_usd_per_mtok?: string;
          readonly cache_write_usd_per_mtok?: string;
          readonly cache_write_1h_usd_per_mtok?: string;
          readonly reasoning_usd_per_mtok?: string;
          readonly audio_input_usd_per_mtok?: string;
          readonly audio_output_usd_per_mtok?: string;
          readonly image_input_usd_per_mtok?: string;
          readonly image_output_usd_per_mtok?: string;
          readonly per_request_usd?: string;
          readonly tools_usd?: Readonly<Record<string, string>>;
          readonly service_tiers?: Readonly<Record<string, {
            readonly input_usd_per_mtok?: string;
            readonly output_usd_per_mtok?: string;
            readonly cache_read_usd_per_mtok?: string;
            readonly cache_write_usd_per_mtok?: string;
            readonly cache_write_1h_usd_per_mtok?: string;
            readonly reasoning_usd_per_mtok?: string;
            readonly audio_input_usd_per_mtok?: string;
            readonly audio_output_usd_per_mtok?: string;
            readonly image_input_usd_per_mtok?: string;
            readonly image_output_usd_per_mtok?: string;
          }>>;
          readonly alias_of?: {
            readonly provider: string;
            readonly model: string;
          };
          readonly provider: string;
          readonly model: '*' | string;
        }[];
        readonly ceiling?: {
          readonly input_usd_per_mtok: string;
          readonly output_usd_per_mtok: string;
          readonly tool_usd?: string;
        } | null;
        readonly anomaly_rules?: {
          readonly enabled?: boolean;
          readonly factor?: number;
          readonly min_charges?: number;
          readonly min_runs?: number;
          readonly min_amount_usd?: string;
          readonly loop_requests?: number;
          readonly loop_window_seconds?: number;
          readonly pause?: boolean;
        };
      };
      readonly plan?: string;
    };
    readonly answer: {
      /** What to apply, if it is still that */
      readonly plan: string;
      readonly changes: readonly {
        readonly section: 'budgets' | 'channels' | 'agents' | 'teams' | 'prices' | 'ceiling' | 'anomaly_rules';
        readonly name: string;
        readonly action: 'create' | 'change' | 'replace' | 'delete';
        readonly before: Readonly<Record<string, unknown>> | null;
        readonly after: Readonly<Record<string, unknown>> | null;
        /** Somebody changed it since a file was last applied */
        readonly drifted: boolean;
      }[];
      readonly last_applied: {
        readonly at: string;
        readonly by: string;
        readonly reason: string | null;
      } | null;
      readonly applied_at: string;
      /** Of webhooks that were made, by name; shown this once */
      readonly signing_secrets: Readonly<Record<string, string>>;
    };
  };
}
