// Written by scripts/openapi.mjs from docs/reference/openapi.json: change the API, not this.

export interface Reservations {
  /** Set money aside */
  readonly 'POST /v1/reservations': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: Readonly<Record<never, never>>;
    readonly body: {
      readonly agent?: string;
      readonly workflow?: string;
      readonly connection?: string;
      readonly user?: string;
      readonly team?: string;
      readonly run?: string;
      readonly parent_run?: string;
      readonly provider?: string;
      readonly model?: string;
      readonly amount_usd?: string;
      readonly final?: boolean;
      readonly estimate?: {
        readonly input_tokens: number;
        readonly max_output_tokens: number;
      };
      readonly ttl_seconds?: number;
      readonly on_expiry?: 'release' | 'charge';
    };
    readonly answer: {
      readonly id: string;
      readonly state: 'held';
      /** USD, a decimal string */
      readonly amount_usd: string;
      readonly expires_at: string;
      readonly run: string;
      /** It is a last call: it took the allowance of a budget */
      readonly final: boolean;
      readonly budgets: readonly {
        readonly id: string;
        readonly name: string;
        readonly per: 'org' | 'team' | 'agent' | 'workflow' | 'connection' | 'user' | 'model' | 'run';
        readonly subject: string;
        readonly window_start: string;
        readonly enforcement: 'hard' | 'soft';
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
      }[];
      readonly wallet: {
        /** USD, a decimal string */
        readonly balance_usd: string;
        /** USD, a decimal string */
        readonly reserved_usd: string;
        /** USD, a decimal string */
        readonly available_usd: string;
      } | null;
    };
  };
  /** Replace a reservation by its true cost */
  readonly 'POST /v1/reservations/{id}/settle': {
    readonly path: {
      readonly id: string;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: {
      readonly usage?: {
        readonly provider: string;
        readonly model: string;
        readonly type?: 'model_call' | 'embedding';
        readonly input_tokens: number;
        readonly output_tokens: number;
        readonly cache_read_tokens?: number;
        readonly cache_write_tokens?: number;
        readonly cache_write_1h_tokens?: number;
        readonly reasoning_tokens?: number;
        readonly audio_input_tokens?: number;
        readonly audio_output_tokens?: number;
        readonly image_input_tokens?: number;
        readonly image_output_tokens?: number;
        readonly service_tier?: string;
        readonly request_id?: string;
      } | readonly {
        readonly provider: string;
        readonly model: string;
        readonly type?: 'model_call' | 'embedding';
        readonly input_tokens: number;
        readonly output_tokens: number;
        readonly cache_read_tokens?: number;
        readonly cache_write_tokens?: number;
        readonly cache_write_1h_tokens?: number;
        readonly reasoning_tokens?: number;
        readonly audio_input_tokens?: number;
        readonly audio_output_tokens?: number;
        readonly image_input_tokens?: number;
        readonly image_output_tokens?: number;
        readonly service_tier?: string;
        readonly request_id?: string;
      }[] | null;
      readonly cost_usd?: string;
      readonly tools?: readonly {
        readonly name: string;
        readonly quantity: number | string;
        readonly cost_usd?: string;
      }[];
    };
    readonly answer: {
      readonly id: string;
      readonly state: 'settled';
      /** Null where no part of it could be priced */
      readonly cost_usd: string | null;
      readonly usage_records: readonly {
        readonly id: string;
        readonly type: 'model_call' | 'embedding' | 'tool' | 'cost' | 'correction';
        readonly provider: string | null;
        readonly model: string | null;
        readonly cost_usd: string | null;
      }[];
      readonly overage: boolean;
      readonly late: boolean;
      readonly estimated: boolean;
      readonly unpriced: boolean;
    };
  };
  /** Give a reservation back */
  readonly 'POST /v1/reservations/{id}/release': {
    readonly path: {
      readonly id: string;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: Readonly<Record<never, never>> | null;
    readonly answer: {
      readonly id: string;
      readonly state: 'held' | 'settled' | 'released' | 'expired';
      /** USD, a decimal string */
      readonly amount_usd: string;
      readonly created_at: string;
      readonly expires_at: string;
      readonly on_expiry: 'release' | 'charge';
      readonly closed_at: string | null;
      readonly cost_usd: string | null;
      readonly agent: string;
      readonly workflow: string | null;
      readonly connection: string | null;
      readonly user: string | null;
      readonly team: string | null;
      readonly run: string;
      readonly provider: string | null;
      readonly model: string | null;
    };
  };
  /** Change an open reservation */
  readonly 'POST /v1/reservations/{id}/extend': {
    readonly path: {
      readonly id: string;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: {
      readonly ttl_seconds?: number;
      readonly amount_usd?: string;
    };
    readonly answer: {
      readonly id: string;
      readonly state: 'held' | 'settled' | 'released' | 'expired';
      /** USD, a decimal string */
      readonly amount_usd: string;
      readonly created_at: string;
      readonly expires_at: string;
      readonly on_expiry: 'release' | 'charge';
      readonly closed_at: string | null;
      readonly cost_usd: string | null;
      readonly agent: string;
      readonly workflow: string | null;
      readonly connection: string | null;
      readonly user: string | null;
      readonly team: string | null;
      readonly run: string;
      readonly provider: string | null;
      readonly model: string | null;
    };
  };
  /** Read a reservation */
  readonly 'GET /v1/reservations/{id}': {
    readonly path: {
      readonly id: string;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: undefined;
    readonly answer: {
      readonly id: string;
      readonly state: 'held' | 'settled' | 'released' | 'expired';
      /** USD, a decimal string */
      readonly amount_usd: string;
      readonly created_at: string;
      readonly expires_at: string;
      readonly on_expiry: 'release' | 'charge';
      readonly closed_at: string | null;
      readonly cost_usd: string | null;
      readonly agent: string;
      readonly workflow: string | null;
      readonly connection: string | null;
      readonly user: string | null;
      readonly team: string | null;
      readonly run: string;
      readonly provider: string | null;
      readonly model: string | null;
    };
  };
}
