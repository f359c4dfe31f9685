// Written by scripts/openapi.mjs from docs/reference/openapi.json: change the API, not this.

export interface Audit {
  /** List changes, newest first */
  readonly 'GET /v1/audit': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: {
      readonly limit?: number;
      readonly cursor?: string;
      readonly actor?: string;
      readonly action?: string;
      readonly target?: string;
      readonly from?: string;
      readonly to?: string;
      readonly timezone?: string;
    };
    readonly body: undefined;
    readonly answer: {
      readonly data: readonly {
        readonly id: string;
        readonly time: string;
        readonly actor: {
          readonly kind: 'key' | 'person' | 'system';
          /** Of the key or the person, or of what caused it */
          readonly id: string | null;
          readonly name: string;
        };
        /** What is changed and how */
        readonly action: string;
        readonly target: {
          readonly kind: string;
          readonly id: string;
          readonly name: string | null;
        };
        /** What differs, as it was; null for what was not there */
        readonly before: Readonly<Record<string, unknown>> | null;
        /** What differs, as it is; null for what is gone */
        readonly after: Readonly<Record<string, unknown>> | null;
        readonly reason: string | null;
      }[];
      readonly next_cursor: string | null;
    };
  };
}
