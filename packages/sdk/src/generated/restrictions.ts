// Written by scripts/openapi.mjs from docs/reference/openapi.json: change the API, not this.

export interface Restrictions {
  /** List restrictions, newest first */
  readonly 'GET /v1/restrictions': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: {
      readonly limit?: number;
      readonly cursor?: string;
      readonly budget?: string;
      readonly subject?: string;
      readonly do?: 'throttle' | 'pause' | 'block';
      readonly state?: 'active' | 'ended';
    };
    readonly body: undefined;
    readonly answer: {
      readonly data: readonly {
        readonly id: string;
        readonly budget: string;
        readonly budget_name: string;
        readonly subject: string;
        readonly window_start: string;
        readonly window_end: string | null;
        readonly do: 'throttle' | 'pause' | 'block';
        readonly at: number;
        readonly requests_per_minute: number | null;
        /** Who is paused */
        readonly agent: string | null;
        readonly active: boolean;
        readonly taken_at: string;
        readonly lifted_at: string | null;
        /** The id of a key or a person, or resume, limit, actions, deletion */
        readonly lifted_by: string | null;
      }[];
      readonly next_cursor: string | null;
    };
  };
  /** Let whom it holds go on */
  readonly 'POST /v1/restrictions/{id}/lift': {
    readonly path: {
      readonly id: string;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: Readonly<Record<never, never>> | null;
    readonly answer: {
      readonly id: string;
      readonly budget: string;
      readonly budget_name: string;
      readonly subject: string;
      readonly window_start: string;
      readonly window_end: string | null;
      readonly do: 'throttle' | 'pause' | 'block';
      readonly at: number;
      readonly requests_per_minute: number | null;
      /** Who is paused */
      readonly agent: string | null;
      readonly active: boolean;
      readonly taken_at: string;
      readonly lifted_at: string | null;
      /** The id of a key or a person, or resume, limit, actions, deletion */
      readonly lifted_by: string | null;
    };
  };
}
