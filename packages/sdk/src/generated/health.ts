// Written by scripts/openapi.mjs from docs/reference/openapi.json: change the API, not this.

export interface Health {
  /** Whether the process is alive */
  readonly 'GET /healthz': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: Readonly<Record<never, never>>;
    readonly body: undefined;
    readonly answer: {
      readonly status: string;
    };
  };
  /** Whether the store answers */
  readonly 'GET /readyz': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: Readonly<Record<never, never>>;
    readonly body: undefined;
    readonly answer: {
      readonly status: string;
    };
  };
  /** Prometheus metrics */
  readonly 'GET /metrics': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: Readonly<Record<never, never>>;
    readonly body: undefined;
    readonly answer: string;
  };
}
