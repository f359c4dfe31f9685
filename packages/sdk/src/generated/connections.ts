// Written by scripts/openapi.mjs from docs/reference/openapi.json: change the API, not this.

export interface Connections {
  /** Connect an account at a provider */
  readonly 'POST /v1/connections': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: Readonly<Record<never, never>>;
    readonly body: {
      readonly name: unknown & unknown;
      readonly provider: 'openai' | 'anthropic' | 'gemini' | 'openai-compatible';
      readonly base_url?: string;
      readonly api_key?: string;
      readonly price_provider?: string;
      readonly timeouts?: {
        readonly connect_ms?: number;
        readonly first_byte_ms?: number;
        readonly idle_ms?: number;
        readonly total_ms?: number;
      };
      readonly policy?: {
        readonly mode?: 'strict' | 'fit' | null;
        readonly max_output_tokens?: number | null;
        readonly min_output_tokens?: number | null;
      } | null;
    };
    readonly answer: {
      readonly id: string;
      readonly name: string;
      readonly provider: 'openai' | 'anthropic' | 'gemini' | 'openai-compatible' | 'simulator';
      readonly base_url: string;
      /** Its last characters; the key itself is never shown */
      readonly api_key_hint: string | null;
      /** Null where it follows from the protocol of the call */
      readonly price_provider: string | null;
      readonly timeouts: {
        readonly connect_ms: number;
        readonly first_byte_ms: number;
        readonly idle_ms: number;
        readonly total_ms: number;
      };
      readonly policy: {
        readonly mode: 'strict' | 'fit' | null;
        readonly max_output_tokens: number | null;
        readonly min_output_tokens: number | null;
      } | null;
      readonly origin: 'api' | 'environment' | 'built-in';
      readonly created_at: string | null;
      readonly updated_at: string | null;
    };
  };
  /** List connections, newest first */
  readonly 'GET /v1/connections': {
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
        readonly provider: 'openai' | 'anthropic' | 'gemini' | 'openai-compatible' | 'simulator';
        readonly base_url: string;
        /** Its last characters; the key itself is never shown */
        readonly api_key_hint: string | null;
        /** Null where it follows from the protocol of the call */
        readonly price_provider: string | null;
        readonly timeouts: {
          readonly connect_ms: number;
          readonly first_byte_ms: number;
          readonly idle_ms: number;
          readonly total_ms: number;
        };
        readonly policy: {
          readonly mode: 'strict' | 'fit' | null;
          readonly max_output_tokens: number | null;
          readonly min_output_tokens: number | null;
        } | null;
        readonly origin: 'api' | 'environment' | 'built-in';
        readonly created_at: string | null;
        readonly updated_at: string | null;
      }[];
      readonly next_cursor: string | null;
    };
  };
  /** Change a connection, or give it another key */
  readonly 'PATCH /v1/connections/{name}': {
    readonly path: {
      readonly name: unknown & unknown;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: {
      readonly base_url?: string;
      readonly api_key?: string | null;
      readonly price_provider?: string;
      readonly timeouts?: {
        readonly connect_ms?: number;
        readonly first_byte_ms?: number;
        readonly idle_ms?: number;
        readonly total_ms?: number;
      };
      readonly policy?: {
        readonly mode?: 'strict' | 'fit' | null;
        readonly max_output_tokens?: number | null;
        readonly min_output_tokens?: number | null;
      } | null;
    };
    readonly answer: {
      readonly id: string;
      readonly name: string;
      readonly provider: 'openai' | 'anthropic' | 'gemini' | 'openai-compatible' | 'simulator';
      readonly base_url: string;
      /** Its last characters; the key itself is never shown */
      readonly api_key_hint: string | null;
      /** Null where it follows from the protocol of the call */
      readonly price_provider: string | null;
      readonly timeouts: {
        readonly connect_ms: number;
        readonly first_byte_ms: number;
        readonly idle_ms: number;
        readonly total_ms: number;
      };
      readonly policy: {
        readonly mode: 'strict' | 'fit' | null;
        readonly max_output_tokens: number | null;
        readonly min_output_tokens: number | null;
      } | null;
      readonly origin: 'api' | 'environment' | 'built-in';
      readonly created_at: string | null;
      readonly updated_at: string | null;
    };
  };
  /** End a connection */
  readonly 'DELETE /v1/connections/{name}': {
    readonly path: {
      readonly name: unknown & unknown;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: undefined;
    readonly answer: undefined;
  };
  /** Read a connection; never its key */
  readonly 'GET /v1/connections/{name}': {
    readonly path: {
      readonly name: unknown & unknown;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: undefined;
    readonly answer: {
      readonly id: string;
      readonly name: string;
      readonly provider: 'openai' | 'anthropic' | 'gemini' | 'openai-compatible' | 'simulator';
      readonly base_url: string;
      /** Its last characters; the key itself is never shown */
      readonly api_key_hint: string | null;
      /** Null where it follows from the protocol of the call */
      readonly price_provider: string | null;
      readonly timeouts: {
        readonly connect_ms: number;
        readonly first_byte_ms: number;
        readonly idle_ms: number;
        readonly total_ms: number;
      };
      readonly policy: {
        readonly mode: 'strict' | 'fit' | null;
        readonly max_output_tokens: number | null;
        readonly min_output_tokens: number | null;
      } | null;
      readonly origin: 'api' | 'environment' | 'built-in';
      readonly created_at: string | null;
      readonly updated_at: string | null;
    };
  };
}
