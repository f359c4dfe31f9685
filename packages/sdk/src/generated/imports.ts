// Written by scripts/openapi.mjs from docs/reference/openapi.json: change the API, not this.

export interface Imports {
  /** Import usage of the past, as CSV or NDJSON, at most 100,000 rows */
  readonly 'POST /v1/imports/usage': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: {
      readonly source: string;
    };
    readonly body: undefined;
    readonly answer: {
      readonly source: string;
      readonly rows: number;
      readonly imported: number;
      /** Rows that an earlier import had booked */
      readonly repeated: number;
      /** Rows of chunks that have an error */
      readonly left_out: number;
      readonly unpriced: number;
      /** USD, a decimal string */
      readonly cost_usd: string;
      /** The rest of the file was not read */
      readonly stopped: boolean;
      readonly errors: readonly {
        readonly line: number;
        readonly field: string;
        readonly problem: string;
      }[];
    };
  };
}
