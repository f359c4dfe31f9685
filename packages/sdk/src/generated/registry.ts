// Written by scripts/openapi.mjs from docs/reference/openapi.json: change the API, not this.

export interface Registry {
  /** List agents, newest first */
  readonly 'GET /v1/agents': {
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
      }[];
      readonly next_cursor: string | null;
    };
  };
  /** Register an agent before its first use */
  readonly 'POST /v1/agents': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: Readonly<Record<never, never>>;
    readonly body: {
      readonly id: string;
      readonly name?: string;
      readonly team?: string;
      readonly policy?: {
        readonly mode?: 'strict' | 'fit' | null;
        readonly max_output_tokens?: number | null;
        readonly min_output_tokens?: number | null;
      } | null;
    };
    readonly answer: {
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
    };
  };
  /** Read one of the agents */
  readonly 'GET /v1/agents/{id}': {
    readonly path: {
      readonly id: string;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: undefined;
    readonly answer: {
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
    };
  };
  /** Rename an agent, or give it another team or policy */
  readonly 'PATCH /v1/agents/{id}': {
    readonly path: {
      readonly id: string;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: {
      readonly name?: string;
      readonly team?: string | null;
      readonly policy?: {
        readonly mode?: 'strict' | 'fit' | null;
        readonly max_output_tokens?: number | null;
        readonly min_output_tokens?: number | null;
      } | null;
    };
    readonly answer: {
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
    };
  };
  /** List workflows, newest first */
  readonly 'GET /v1/workflows': {
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
        readonly created_at: string;
      }[];
      readonly next_cursor: string | null;
    };
  };
  /** Read one of the workflows */
  readonly 'GET /v1/workflows/{id}': {
    readonly path: {
      readonly id: string;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: undefined;
    readonly answer: {
      readonly id: string;
      readonly name: string;
      readonly created_at: string;
    };
  };
  /** Rename one of the workflows */
  readonly 'PATCH /v1/workflows/{id}': {
    readonly path: {
      readonly id: string;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: {
      readonly name: string;
    };
    readonly answer: {
      readonly id: string;
      readonly name: string;
      readonly created_at: string;
    };
  };
  /** List users, newest first */
  readonly 'GET /v1/users': {
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
        readonly created_at: string;
      }[];
      readonly next_cursor: string | null;
    };
  };
  /** Read one of the users */
  readonly 'GET /v1/users/{id}': {
    readonly path: {
      readonly id: string;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: undefined;
    readonly answer: {
      readonly id: string;
      readonly name: string;
      readonly created_at: string;
    };
  };
  /** Rename one of the users */
  readonly 'PATCH /v1/users/{id}': {
    readonly path: {
      readonly id: string;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: {
      readonly name: string;
    };
    readonly answer: {
      readonly id: string;
      readonly name: string;
      readonly created_at: string;
    };
  };
  /** List teams, newest first */
  readonly 'GET /v1/teams': {
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
        readonly created_at: string;
      }[];
      readonly next_cursor: string | null;
    };
  };
  /** Read one of the teams */
  readonly 'GET /v1/teams/{id}': {
    readonly path: {
      readonly id: string;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: undefined;
    readonly answer: {
      readonly id: string;
      readonly name: string;
      readonly created_at: string;
    };
  };
  /** Rename one of the teams */
  readonly 'PATCH /v1/teams/{id}': {
    readonly path: {
      readonly id: string;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: {
      readonly name: string;
    };
    readonly answer: {
      readonly id: string;
      readonly name: string;
      readonly created_at: string;
    };
  };
  /** The budgets that hold an agent, with what they have counted */
  readonly 'GET /v1/agents/{id}/budgets': {
    readonly path: {
      readonly id: string;
    };
    readonly query: Readonly<Record<never, never>>;
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
        readonly subject: string;
        readonly window_start: string;
        readonly window_end: string | null;
        /** USD, a decimal string */
        readonly spent_usd?: string;
        /** USD, a decimal string */
        readonly reserved_usd?: string;
        /** USD, a decimal string */
        readonly available_usd?: string;
        /** What a last call may still use; only of a budget that keeps something for one */
        readonly wind_down_available_usd?: string;
        readonly spent_tokens?: number;
        readonly reserved_tokens?: number;
        readonly available_tokens?: number;
        readonly spent_requests?: number;
        readonly reserved_requests?: number;
        readonly available_requests?: number;
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
        /** Whether it counts all that the agent does, or a part: see `match` */
        readonly holds_all: boolean;
      }[];
    };
  };
  /** Refuse all that an agent asks for */
  readonly 'POST /v1/agents/{id}/pause': {
    readonly path: {
      readonly id: string;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: Readonly<Record<never, never>> | null;
    readonly answer: {
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
    };
  };
  /** Let a paused agent go on */
  readonly 'POST /v1/agents/{id}/resume': {
    readonly path: {
      readonly id: string;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: Readonly<Record<never, never>> | null;
    readonly answer: {
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
    };
  };
}
