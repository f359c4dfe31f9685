// Written by scripts/openapi.mjs from docs/reference/openapi.json: change the API, not this.

export interface Exports {
  /** Usage records as a file, streamed */
  readonly 'GET /v1/exports/usage': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: {
      readonly format?: 'csv' | 'ndjson';
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
      readonly from?: string;
      readonly to?: string;
      readonly timezone?: string;
    };
    readonly body: undefined;
    readonly answer: string;
  };
  /** What was charged, in the form of FOCUS */
  readonly 'GET /v1/exports/focus': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: {
      readonly version?: '1.2';
      readonly format?: 'csv';
      readonly from?: string;
      readonly to?: string;
      readonly timezone?: 'UTC';
      readonly tags?: string;
    };
    readonly body: undefined;
    readonly answer: string;
  };
}
