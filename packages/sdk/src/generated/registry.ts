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
