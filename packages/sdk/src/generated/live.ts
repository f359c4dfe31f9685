// Written by scripts/openapi.mjs from docs/reference/openapi.json: change the API, not this.

export interface Live {
  /** Be told that something of the org changed, as server-sent events */
  readonly 'GET /v1/live': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: Readonly<Record<never, never>>;
    readonly body: undefined;
    readonly answer: string;
  };
}
