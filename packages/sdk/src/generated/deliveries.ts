// Written by scripts/openapi.mjs from docs/reference/openapi.json: change the API, not this.

export interface Deliveries {
  /** List deliveries, newest first */
  readonly 'GET /v1/deliveries': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: {
      readonly limit?: number;
      readonly cursor?: string;
      readonly state?: 'pending' | 'delivered' | 'dead';
      readonly channel?: string;
      readonly alert?: string;
    };
    readonly body: undefined;
    readonly answer: {
      readonly data: readonly {
        readonly id: string;
        readonly channel: string;
        readonly channel_id: string;
        readonly event: 'raised' | 'reminded' | 'resolved';
        readonly type: string;
        readonly alerts: readonly string[];
        readonly state: 'pending' | 'delivered' | 'dead';
        readonly attempts: number;
        readonly next_attempt_at: string | null;
        readonly last_status: number | null;
        readonly last_error: string | null;
        readonly created_at: string;
        readonly delivered_at: string | null;
      }[];
      readonly next_cursor: string | null;
    };
  };
  /** Read a delivery */
  readonly 'GET /v1/deliveries/{id}': {
    readonly path: {
      readonly id: string;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: undefined;
    readonly answer: {
      readonly id: string;
      readonly channel: string;
      readonly channel_id: string;
      readonly event: 'raised' | 'reminded' | 'resolved';
      readonly type: string;
      readonly alerts: readonly string[];
      readonly state: 'pending' | 'delivered' | 'dead';
      readonly attempts: number;
      readonly next_attempt_at: string | null;
      readonly last_status: number | null;
      readonly last_error: string | null;
      readonly created_at: string;
      readonly delivered_at: string | null;
    };
  };
  /** Send a message again, under the same id */
  readonly 'POST /v1/deliveries/{id}/redeliver': {
    readonly path: {
      readonly id: string;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: Readonly<Record<never, never>> | null;
    readonly answer: {
      readonly id: string;
      readonly channel: string;
      readonly channel_id: string;
      readonly event: 'raised' | 'reminded' | 'resolved';
      readonly type: string;
      readonly alerts: readonly string[];
      readonly state: 'pending' | 'delivered' | 'dead';
      readonly attempts: number;
      readonly next_attempt_at: string | null;
      readonly last_status: number | null;
      readonly last_error: string | null;
      readonly created_at: string;
      readonly delivered_at: string | null;
    };
  };
}
