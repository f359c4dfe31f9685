// Written by scripts/openapi.mjs from docs/reference/openapi.json: change the API, not this.

export interface Problems {
  /** What a kind of error means, and what to do */
  readonly 'GET /problems/{name}': {
    readonly path: {
      readonly name: string;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: undefined;
    readonly answer: {
      readonly type: string;
      readonly code: string;
      readonly status: number;
      readonly title: string;
      readonly advice: string;
    };
  };
}
