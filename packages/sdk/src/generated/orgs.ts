// Written by scripts/openapi.mjs from docs/reference/openapi.json: change the API, not this.

export interface Orgs {
  /** Make an org with its first admin key */
  readonly 'POST /v1/orgs': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: Readonly<Record<never, never>>;
    readonly body: {
      readonly name: string;
    };
    readonly answer: {
      readonly id: string;
      readonly name: string;
      readonly created_at: string;
      readonly admin_key: {
        readonly id: string;
        readonly name: string;
        readonly kind: 'admin' | 'service' | 'agent';
        readonly agent: string | null;
        readonly pins: Readonly<Record<string, string>>;
        readonly prefix: string;
        /** Shown this once */
        readonly secret: string;
        readonly created_at: string;
      };
    };
  };
  /** List orgs, newest first */
  readonly 'GET /v1/orgs': {
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
}
