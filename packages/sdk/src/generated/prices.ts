// Written by scripts/openapi.mjs from docs/reference/openapi.json: change the API, not this.

export interface Prices {
  /** The price in force */
  readonly 'GET /v1/prices': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: {
      readonly provider: string;
      readonly model: string;
      readonly time?: string;
    };
    readonly body: undefined;
    readonly answer: {
      readonly provider: string;
      readonly model: string;
      readonly canonical: {
        readonly provider: string;
        readonly model: string;
      };
      readonly time: string;
      readonly source: 'book' | 'override';
      readonly matched: 'exact' | 'alias' | 'pattern';
      readonly price_version: string;
      /** USD per million tokens; null is unknown, not free */
      readonly input_usd_per_mtok: string | null;
      /** USD per million tokens; null is unknown, not free */
      readonly output_usd_per_mtok: string | null;
      /** USD per million tokens; null is unknown, not free */
      readonly cache_read_usd_per_mtok: string | null;
      /** USD per million tokens; null is unknown, not free */
      readonly cache_write_usd_per_mtok: string | null;
      /** USD per million tokens; null is unknown, not free */
      readonly cache_write_1h_usd_per_mtok: string | null;
      /** USD per million tokens; null is unknown, not free */
      readonly reasoning_usd_per_mtok: string | null;
      /** USD per million tokens; null is unknown, not free */
      readonly audio_input_usd_per_mtok: string | null;
      /** USD per million tokens; null is unknown, not free */
      readonly audio_output_usd_per_mtok: string | null;
      /** USD per million tokens; null is unknown, not free */
      readonly image_input_usd_per_mtok: string | null;
      /** USD per million tokens; null is unknown, not free */
      readonly image_output_usd_per_mtok: string | null;
      readonly context_tiers: readonly {
        readonly above_prompt_tokens: number;
        /** USD per million tokens; null is unknown, not free */
        readonly input_usd_per_mtok: string | null;
        /** USD per million tokens; null is unknown, not free */
        readonly output_usd_per_mtok: string | null;
        /** USD per million tokens; null is unknown, not free */
        readonly cache_read_usd_per_mtok: string | null;
        /** USD per million tokens; null is unknown, not free */
        readonly cache_write_usd_per_mtok: string | null;
        /** USD per million tokens; null is unknown, not free */
        readonly cache_write_1h_usd_per_mtok: string | null;
        /** USD per million tokens; null is unknown, not free */
        readonly reasoning_usd_per_mtok: string | null;
        /** USD per million tokens; null is unknown, not free */
        readonly audio_input_usd_per_mtok: string | null;
        /** USD per million tokens; null is unknown, not free */
        readonly audio_output_usd_per_mtok: string | null;
        /** USD per million tokens; null is unknown, not free */
        readonly image_input_usd_per_mtok: string | null;
        /** USD per million tokens; null is unknown, not free */
        readonly image_output_usd_per_mtok: string | null;
      }[];
      readonly service_tiers: Readonly<Record<string, {
        /** USD per million tokens; null is unknown, not free */
        readonly input_usd_per_mtok: string | null;
        /** USD per million tokens; null is unknown, not free */
        readonly output_usd_per_mtok: string | null;
        /** USD per million tokens; null is unknown, not free */
        readonly cache_read_usd_per_mtok: string | null;
        /** USD per million tokens; null is unknown, not free */
        readonly cache_write_usd_per_mtok: string | null;
        /** USD per million tokens; null is unknown, not free */
        readonly cache_write_1h_usd_per_mtok: string | null;
        /** USD per million tokens; null is unknown, not free */
        readonly reasoning_usd_per_mtok: string | null;
        /** USD per million tokens; null is unknown, not free */
        readonly audio_input_usd_per_mtok: string | null;
        /** USD per million tokens; null is unknown, not free */
        readonly audio_output_usd_per_mtok: string | null;
        /** USD per million tokens; null is unknown, not free */
        readonly image_input_usd_per_mtok: string | null;
        /** USD per million tokens; null is unknown, not free */
        readonly image_output_usd_per_mtok: string | null;
        readonly context_tiers: readonly {
          readonly above_prompt_tokens: number;
          /** USD per million tokens; null is unknown, not free */
          readonly input_usd_per_mtok: string | null;
          /** USD per million tokens; null is unknown, not free */
          readonly output_usd_per_mtok: string | null;
          /** USD per million tokens; null is unknown, not free */
          readonly cache_read_usd_per_mtok: string | null;
          /** USD per million tokens; null is unknown, not free */
          readonly cache_write_usd_per_mtok: string | null;
          /** USD per million tokens; null is unknown, not free */
          readonly cache_write_1h_usd_per_mtok: string | null;
          /** USD per million tokens; null is unknown, not free */
          readonly reasoning_usd_per_mtok: string | null;
          /** USD per million tokens; null is unknown, not free */
          readonly audio_input_usd_per_mtok: string | null;
          /** USD per million tokens; null is unknown, not free */
          readonly audio_output_usd_per_mtok: string | null;
          /** USD per million tokens; null is unknown, not free */
          readonly image_input_usd_per_mtok: string | null;
          /** USD per million tokens; null is unknown, not free */
          readonly image_output_usd_per_mtok: string | null;
        }[];
      }>>;
      readonly service_tier_multipliers: Readonly<Record<string, string>>;
      readonly per_request: {
        /** USD, a decimal string */
        readonly usd: string;
        readonly per: number;
      } | null;
      readonly tools: Readonly<Record<string, {
        /** USD, a decimal string */
        readonly usd: string;
        readonly per: number;
      }>>;
    };
  };
  /** List the book's prices, by provider and model */
  readonly 'GET /v1/prices/book': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: {
      readonly provider?: string;
      readonly search?: string;
      readonly time?: string;
      readonly limit?: number;
      readonly cursor?: string;
    };
    readonly body: undefined;
    readonly answer: {
      readonly data: readonly {
        readonly provider: string;
        readonly model: string;
        readonly price_version: string;
        /** Null: from the beginning */
        readonly effective_from: string | null;
        /** When other terms are known to begin */
        readonly effective_until: string | null;
        /** The part of each day (UTC) */
        readonly daily_hours: {
          readonly from: string;
          readonly to: string;
        } | null;
        /** The org has a price of its own, which holds instead */
        readonly overridden: boolean;
        /** USD per million tokens; null is unknown, not free */
        readonly input_usd_per_mtok: string | null;
        /** USD per million tokens; null is unknown, not free */
        readonly output_usd_per_mtok: string | null;
        /** USD per million tokens; null is unknown, not free */
        readonly cache_read_usd_per_mtok: string | null;
        /** USD per million tokens; null is unknown, not free */
        readonly cache_write_usd_per_mtok: string | null;
        /** USD per million tokens; null is unknown, not free */
        readonly cache_write_1h_usd_per_mtok: string | null;
        /** USD per million tokens; null is unknown, not free */
        readonly reasoning_usd_per_mtok: string | null;
        /** USD per million tokens; null is unknown, not free */
        readonly audio_input_usd_per_mtok: string | null;
        /** USD per million tokens; null is unknown, not free */
        readonly audio_output_usd_per_mtok: string | null;
        /** USD per million tokens; null is unknown, not free */
        readonly image_input_usd_per_mtok: string | null;
        /** USD per million tokens; null is unknown, not free */
        readonly image_output_usd_per_mtok: string | null;
        readonly context_tiers: readonly {
          readonly above_prompt_tokens: number;
          /** USD per million tokens; null is unknown, not free */
          readonly input_usd_per_mtok: string | null;
          /** USD per million tokens; null is unknown, not free */
          readonly output_usd_per_mtok: string | null;
          /** USD per million tokens; null is unknown, not free */
          readonly cache_read_usd_per_mtok: string | null;
          /** USD per million tokens; null is unknown, not free */
          readonly cache_write_usd_per_mtok: string | null;
          /** USD per million tokens; null is unknown, not free */
          readonly cache_write_1h_usd_per_mtok: string | null;
          /** USD per million tokens; null is unknown, not free */
          readonly reasoning_usd_per_mtok: string | null;
          /** USD per million tokens; null is unknown, not free */
          readonly audio_input_usd_per_mtok: string | null;
          /** USD per million tokens; null is unknown, not free */
          readonly audio_output_usd_per_mtok: string | null;
          /** USD per million tokens; null is unknown, not free */
          readonly image_input_usd_per_mtok: string | null;
          /** USD per million tokens; null is unknown, not free */
          readonly image_output_usd_per_mtok: string | null;
        }[];
        readonly service_tiers: Readonly<Record<string, {
          /** USD per million tokens; null is unknown, not free */
          readonly input_usd_per_mtok: string | null;
          /** USD per million tokens; null is unknown, not free */
          readonly output_usd_per_mtok: string | null;
          /** USD per million tokens; null is unknown, not free */
          readonly cache_read_usd_per_mtok: string | null;
          /** USD per million tokens; null is unknown, not free */
          readonly cache_write_usd_per_mtok: string | null;
          /** USD per million tokens; null is unknown, not free */
          readonly cache_write_1h_usd_per_mtok: string | null;
          /** USD per million tokens; null is unknown, not free */
          readonly reasoning_usd_per_mtok: string | null;
          /** USD per million tokens; null is unknown, not free */
          readonly audio_input_usd_per_mtok: string | null;
          /** USD per million tokens; null is unknown, not free */
          readonly audio_output_usd_per_mtok: string | null;
          /** USD per million tokens; null is unknown, not free */
          readonly image_input_usd_per_mtok: string | null;
          /** USD per million tokens; null is unknown, not free */
          readonly image_output_usd_per_mtok: string | null;
          readonly context_tiers: readonly {
            readonly above_prompt_tokens: number;
            /** USD per million tokens; null is unknown, not free */
            readonly input_usd_per_mtok: string | null;
            /** USD per million tokens; null is unknown, not free */
            readonly output_usd_per_mtok: string | null;
            /** USD per million tokens; null is unknown, not free */
            readonly cache_read_usd_per_mtok: string | null;
            /** USD per million tokens; null is unknown, not free */
            readonly cache_write_usd_per_mtok: string | null;
            /** USD per million tokens; null is unknown, not free */
            readonly cache_write_1h_usd_per_mtok: string | null;
            /** USD per million tokens; null is unknown, not free */
            readonly reasoning_usd_per_mtok: string | null;
            /** USD per million tokens; null is unknown, not free */
            readonly audio_input_usd_per_mtok: string | null;
            /** USD per million tokens; null is unknown, not free */
            readonly audio_output_usd_per_mtok: string | null;
            /** USD per million tokens; null is unknown, not free */
            readonly image_input_usd_per_mtok: string | null;
            /** USD per million tokens; null is unknown, not free */
            readonly image_output_usd_per_mtok: string | null;
          }[];
        }>>;
        readonly service_tier_multipliers: Readonly<Record<string, string>>;
        readonly per_request: {
          /** USD, a decimal string */
          readonly usd: string;
          readonly per: number;
        } | null;
        readonly tools: Readonly<Record<string, {
          /** USD, a decimal string */
          readonly usd: string;
          readonly per: number;
        }>>;
      }[];
      readonly next_cursor: string | null;
      readonly version: string;
      readonly time: string;
      readonly providers: readonly {
        readonly provider: string;
        readonly models: number;
      }[];
    };
  };
  /** Models that were used or refused without a price */
  readonly 'GET /v1/prices/unpriced': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: {
      readonly from?: string;
      readonly to?: string;
      readonly timezone?: string;
    };
    readonly body: undefined;
    readonly answer: {
      readonly data: readonly {
        readonly provider: string | null;
        readonly model: string | null;
        /** Usage records that still have no cost */
        readonly records: number;
        readonly requests: number;
        readonly input_tokens: number;
        readonly output_tokens: number;
        /** Calls that were refused for want of a price, by days (UTC) */
        readonly refused: number;
        /** It has a price now */
        readonly priced: boolean;
      }[];
      readonly from: string;
      readonly to: string;
      readonly timezone: string;
    };
  };
  /** Set the org's own price of a model */
  readonly 'PUT /v1/prices/overrides/{provider}/{model}': {
    readonly path: {
      readonly provider: string;
      readonly model: '*' | string;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: {
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
      readonly effective_from?: string;
    };
    readonly answer: {
      readonly id: string;
      readonly provider: string;
      readonly model: string;
      readonly effective_from: string;
      readonly created_at: string;
      readonly ended: boolean;
      /** USD, a decimal string */
      readonly input_usd_per_mtok?: string;
      /** USD, a decimal string */
      readonly output_usd_per_mtok?: string;
      /** USD, a decimal string */
      readonly cache_read_usd_per_mtok?: string;
      /** USD, a decimal string */
      readonly cache_write_usd_per_mtok?: string;
      /** USD, a decimal string */
      readonly cache_write_1h_usd_per_mtok?: string;
      /** USD, a decimal string */
      readonly reasoning_usd_per_mtok?: string;
      /** USD, a decimal string */
      readonly audio_input_usd_per_mtok?: string;
      /** USD, a decimal string */
      readonly audio_output_usd_per_mtok?: string;
      /** USD, a decimal string */
      readonly image_input_usd_per_mtok?: string;
      /** USD, a decimal string */
      readonly image_output_usd_per_mtok?: string;
      readonly service_tiers?: Readonly<Record<string, {
        /** USD, a decimal string */
        readonly input_usd_per_mtok?: string;
        /** USD, a decimal string */
        readonly output_usd_per_mtok?: string;
        /** USD, a decimal string */
        readonly cache_read_usd_per_mtok?: string;
        /** USD, a decimal string */
        readonly cache_write_usd_per_mtok?: string;
        /** USD, a decimal string */
        readonly cache_write_1h_usd_per_mtok?: string;
        /** USD, a decimal string */
        readonly reasoning_usd_per_mtok?: string;
        /** USD, a decimal string */
        readonly audio_input_usd_per_mtok?: string;
        /** USD, a decimal string */
        readonly audio_output_usd_per_mtok?: string;
        /** USD, a decimal string */
        readonly image_input_usd_per_mtok?: string;
        /** USD, a decimal string */
        readonly image_output_usd_per_mtok?: string;
      }>>;
      /** USD, a decimal string */
      readonly per_request_usd?: string;
      readonly tools_usd?: Readonly<Record<string, string>>;
      readonly alias_of?: {
        readonly provider: string;
        readonly model: string;
      };
    };
  };
  /** Let the book's price hold again */
  readonly 'DELETE /v1/prices/overrides/{provider}/{model}': {
    readonly path: {
      readonly provider: string;
      readonly model: '*' | string;
    };
    readonly query: {
      readonly effective_from?: string;
    };
    readonly body: undefined;
    readonly answer: undefined;
  };
  /** List the prices that the org set, newest first */
  readonly 'GET /v1/prices/overrides': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: {
      readonly limit?: number;
      readonly cursor?: string;
    };
    readonly body: undefined;
    readonly answer: {
      readonly data: readonly {
        readonly id: string;
        readonly provider: string;
        readonly model: string;
        readonly effective_from: string;
        readonly created_at: string;
        readonly ended: boolean;
        /** USD, a decimal string */
        readonly input_usd_per_mtok?: string;
        /** USD, a decimal string */
        readonly output_usd_per_mtok?: string;
        /** USD, a decimal string */
        readonly cache_read_usd_per_mtok?: string;
        /** USD, a decimal string */
        readonly cache_write_usd_per_mtok?: string;
        /** USD, a decimal string */
        readonly cache_write_1h_usd_per_mtok?: string;
        /** USD, a decimal string */
        readonly reasoning_usd_per_mtok?: string;
        /** USD, a decimal string */
        readonly audio_input_usd_per_mtok?: string;
        /** USD, a decimal string */
        readonly audio_output_usd_per_mtok?: string;
        /** USD, a decimal string */
        readonly image_input_usd_per_mtok?: string;
        /** USD, a decimal string */
        readonly image_output_usd_per_mtok?: string;
        readonly service_tiers?: Readonly<Record<string, {
          /** USD, a decimal string */
          readonly input_usd_per_mtok?: string;
          /** USD, a decimal string */
          readonly output_usd_per_mtok?: string;
          /** USD, a decimal string */
          readonly cache_read_usd_per_mtok?: string;
          /** USD, a decimal string */
          readonly cache_write_usd_per_mtok?: string;
          /** USD, a decimal string */
          readonly cache_write_1h_usd_per_mtok?: string;
          /** USD, a decimal string */
          readonly reasoning_usd_per_mtok?: string;
          /** USD, a decimal string */
          readonly audio_input_usd_per_mtok?: string;
          /** USD, a decimal string */
          readonly audio_output_usd_per_mtok?: string;
          /** USD, a decimal string */
          readonly image_input_usd_per_mtok?: string;
          /** USD, a decimal string */
          readonly image_output_usd_per_mtok?: string;
        }>>;
        /** USD, a decimal string */
        readonly per_request_usd?: string;
        readonly tools_usd?: Readonly<Record<string, string>>;
        readonly alias_of?: {
          readonly provider: string;
          readonly model: string;
        };
        /** It is what holds now */
        readonly in_force: boolean;
      }[];
      readonly next_cursor: string | null;
    };
  };
  /** What tokens without a price count as */
  readonly 'GET /v1/prices/ceiling': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: Readonly<Record<never, never>>;
    readonly body: undefined;
    readonly answer: {
      readonly id: string;
      /** USD, a decimal string */
      readonly input_usd_per_mtok: string;
      /** USD, a decimal string */
      readonly output_usd_per_mtok: string;
      readonly tool_usd: string | null;
      readonly created_at: string;
    };
  };
  /** Set what tokens without a price count as */
  readonly 'PUT /v1/prices/ceiling': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: Readonly<Record<never, never>>;
    readonly body: {
      readonly input_usd_per_mtok: string;
      readonly output_usd_per_mtok: string;
      readonly tool_usd?: string;
    };
    readonly answer: {
      readonly id: string;
      /** USD, a decimal string */
      readonly input_usd_per_mtok: string;
      /** USD, a decimal string */
      readonly output_usd_per_mtok: string;
      readonly tool_usd: string | null;
      readonly created_at: string;
    };
  };
  /** Leave unknown prices unknown */
  readonly 'DELETE /v1/prices/ceiling': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: Readonly<Record<never, never>>;
    readonly body: undefined;
    readonly answer: undefined;
  };
}
