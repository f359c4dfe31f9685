// Written by scripts/openapi.mjs from docs/reference/openapi.json: change the API, not this.

export interface Keys {
  /** Make a key; its secret is shown this once */
  readonly 'POST /v1/keys': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: Readonly<Record<never, never>>;
    readonly body: {
      readonly name: string;
      readonly kind: 'admin' | 'service' | 'agent';
      readonly agent?: string;
      readonly pins?: {
        readonly agent?: string;
        readonly workflow?: string;
        readonly connection?: string;
        readonly user?: string;
        readonly team?: string;
      };
    };
    readonly answer: {
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
  /** List keys, newest first */
  readonly 'GET /v1/keys': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: {
      readonly agent?: string;
      readonly limit?: number;
      readonly cursor?: string;
    };
    readonly body: undefined;
    readonly answer: {
      readonly data: readonly {
        readonly id: string;
        readonly name: string;
        readonly kind: 'admin' | 'service' | 'agent';
        readonly agent: string | null;
        readonly pins: Readonly<Record<string, string>>;
        readonly prefix: string;
        readonly created_at: string;
        readonly operator: boolean;
        readonly last_used_at: string | null;
        readonly revoked_at: string | null;
      }[];
      readonly next_cursor: string | null;
    };
  };
  /** End a key */
  readonly 'POST /v1/keys/{id}/revoke': {
    readonly path: {
      readonly id: string;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: Readonly<Record<never, never>> | null;
    readonly answer: {
      readonly id: string;
      readonly name: string;
      readonly kind: 'admin' | 'service' | 'agent';
      readonly agent: string | null;
      readonly pins: Readonly<Record<string, string>>;
      readonly prefix: string;
      readonly created_at: string;
      readonly operator: boolean;
      readonly last_used_at: string | null;
      readonly revoked_at: string | null;
    };
  };
  /** End a key */
  readonly 'DELETE /v1/keys/{id}': {
    readonly path: {
      readonly id: string;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: undefined;
    readonly answer: undefined;
  };
}
