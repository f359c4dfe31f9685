// Written by scripts/openapi.mjs from docs/reference/openapi.json: change the API, not this.

export interface Alerts {
  /** List alerts, newest first */
  readonly 'GET /v1/alerts': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: {
      readonly limit?: number;
      readonly cursor?: string;
      readonly state?: 'open' | 'acknowledged' | 'snoozed' | 'resolved';
      readonly type?: 'budget_threshold' | 'budget_exhausted' | 'budget_refused' | 'wallet_low' | 'wallet_empty' | 'reservation_expired' | 'budget_overrun_projected' | 'anomaly' | 'model_unpriced' | 'channel_failing';
      readonly budget?: string;
      readonly agent?: string;
      readonly severity?: 'info' | 'warning' | 'critical';
      readonly from?: string;
      readonly to?: string;
    };
    readonly body: undefined;
    readonly answer: {
      readonly data: readonly {
        readonly id: string;
        readonly type: 'budget_threshold' | 'budget_exhausted' | 'budget_refused' | 'wallet_low' | 'wallet_empty' | 'reservation_expired' | 'budget_overrun_projected' | 'anomaly' | 'model_unpriced' | 'channel_failing';
        readonly severity: 'info' | 'warning' | 'critical';
        readonly state: 'open' | 'acknowledged' | 'snoozed' | 'resolved';
        readonly time: string;
        readonly title: string;
        readonly text: string;
        readonly budget: string | null;
        readonly budget_name: string | null;
        readonly owner: string | null;
        readonly agent: string | null;
        readonly team: string | null;
        readonly subject: string | null;
        readonly window_start: string | null;
        readonly window_end: string | null;
        readonly limit_version: number | null;
        /** The share of the limit that was crossed */
        readonly threshold: number | null;
        /** As it was when it fired: amounts under names that carry their unit, and facts */
        readonly figures: Readonly<Record<string, string | number>>;
        /** A limit with room for what it tells of, in the unit of its budget; null where it tells of none */
        readonly raise_to: string | null;
        readonly notify: readonly string[];
        readonly snoozed_until: string | null;
        readonly changed_at: string | null;
        /** The id of a key, or window, snooze, top_up or recovery */
        readonly changed_by: string | null;
      }[];
      readonly next_cursor: string | null;
    };
  };
  /** How many alerts are not resolved, by state and severity */
  readonly 'GET /v1/alerts/counts': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: Readonly<Record<never, never>>;
    readonly body: undefined;
    readonly answer: {
      readonly open: {
        readonly all: number;
        readonly critical: number;
        readonly warning: number;
        readonly info: number;
      };
      readonly acknowledged: {
        readonly all: number;
        readonly critical: number;
        readonly warning: number;
        readonly info: number;
      };
      readonly snoozed: {
        readonly all: number;
        readonly critical: number;
        readonly warning: number;
        readonly info: number;
      };
    };
  };
  /** Read an alert, with who changed it and when */
  readonly 'GET /v1/alerts/{id}': {
    readonly path: {
      readonly id: string;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: undefined;
    readonly answer: {
      readonly id: string;
      readonly type: 'budget_threshold' | 'budget_exhausted' | 'budget_refused' | 'wallet_low' | 'wallet_empty' | 'reservation_expired' | 'budget_overrun_projected' | 'anomaly' | 'model_unpriced' | 'channel_failing';
      readonly severity: 'info' | 'warning' | 'critical';
      readonly state: 'open' | 'acknowledged' | 'snoozed' | 'resolved';
      readonly time: string;
      readonly title: string;
      readonly text: string;
      readonly budget: string | null;
      readonly budget_name: string | null;
      readonly owner: string | null;
      readonly agent: string | null;
      readonly team: string | null;
      readonly subject: string | null;
      readonly window_start: string | null;
      readonly window_end: string | null;
      readonly limit_version: number | null;
      /** The share of the limit that was crossed */
      readonly threshold: number | null;
      /** As it was when it fired: amounts under names that carry their unit, and facts */
      readonly figures: Readonly<Record<string, string | number>>;
      /** A limit with room for what it tells of, in the unit of its budget; null where it tells of none */
      readonly raise_to: string | null;
      readonly notify: readonly string[];
      readonly snoozed_until: string | null;
      readonly changed_at: string | null;
      /** The id of a key, or window, snooze, top_up or recovery */
      readonly changed_by: string | null;
      readonly changes: readonly {
        readonly state: 'open' | 'acknowledged' | 'snoozed' | 'resolved';
        readonly snoozed_until: string | null;
        readonly changed_at: string;
        readonly changed_by: string;
        /** Of the person or the key */
        readonly changed_by_name: string | null;
      }[];
    };
  };
  /** Say that somebody looks after it */
  readonly 'POST /v1/alerts/{id}/acknowledge': {
    readonly path: {
      readonly id: string;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: Readonly<Record<never, never>> | null;
    readonly answer: {
      readonly id: string;
      readonly type: 'budget_threshold' | 'budget_exhausted' | 'budget_refused' | 'wallet_low' | 'wallet_empty' | 'reservation_expired' | 'budget_overrun_projected' | 'anomaly' | 'model_unpriced' | 'channel_failing';
      readonly severity: 'info' | 'warning' | 'critical';
      readonly state: 'open' | 'acknowledged' | 'snoozed' | 'resolved';
      readonly time: string;
      readonly title: string;
      readonly text: string;
      readonly budget: string | null;
      readonly budget_name: string | null;
      readonly owner: string | null;
      readonly agent: string | null;
      readonly team: string | null;
      readonly subject: string | null;
      readonly window_start: string | null;
      readonly window_end: string | null;
      readonly limit_version: number | null;
      /** The share of the limit that was crossed */
      readonly threshold: number | null;
      /** As it was when it fired: amounts under names that carry their unit, and facts */
      readonly figures: Readonly<Record<string, string | number>>;
      /** A limit with room for what it tells of, in the unit of its budget; null where it tells of none */
      readonly raise_to: string | null;
      readonly notify: readonly string[];
      readonly snoozed_until: string | null;
      readonly changed_at: string | null;
      /** The id of a key, or window, snooze, top_up or recovery */
      readonly changed_by: string | null;
    };
  };
  /** Be told of it again at a later time */
  readonly 'POST /v1/alerts/{id}/snooze': {
    readonly path: {
      readonly id: string;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: {
      readonly until: string;
    };
    readonly answer: {
      readonly id: string;
      readonly type: 'budget_threshold' | 'budget_exhausted' | 'budget_refused' | 'wallet_low' | 'wallet_empty' | 'reservation_expired' | 'budget_overrun_projected' | 'anomaly' | 'model_unpriced' | 'channel_failing';
      readonly severity: 'info' | 'warning' | 'critical';
      readonly state: 'open' | 'acknowledged' | 'snoozed' | 'resolved';
      readonly time: string;
      readonly title: string;
      readonly text: string;
      readonly budget: string | null;
      readonly budget_name: string | null;
      readonly owner: string | null;
      readonly agent: string | null;
      readonly team: string | null;
      readonly subject: string | null;
      readonly window_start: string | null;
      readonly window_end: string | null;
      readonly limit_version: number | null;
      /** The share of the limit that was crossed */
      readonly threshold: number | null;
      /** As it was when it fired: amounts under names that carry their unit, and facts */
      readonly figures: Readonly<Record<string, string | number>>;
      /** A limit with room for what it tells of, in the unit of its budget; null where it tells of none */
      readonly raise_to: string | null;
      readonly notify: readonly string[];
      readonly snoozed_until: string | null;
      readonly changed_at: string | null;
      /** The id of a key, or window, snooze, top_up or recovery */
      readonly changed_by: string | null;
    };
  };
  /** Say that it is over */
  readonly 'POST /v1/alerts/{id}/resolve': {
    readonly path: {
      readonly id: string;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: Readonly<Record<never, never>> | null;
    readonly answer: {
      readonly id: string;
      readonly type: 'budget_threshold' | 'budget_exhausted' | 'budget_refused' | 'wallet_low' | 'wallet_empty' | 'reservation_expired' | 'budget_overrun_projected' | 'anomaly' | 'model_unpriced' | 'channel_failing';
      readonly severity: 'info' | 'warning' | 'critical';
      readonly state: 'open' | 'acknowledged' | 'snoozed' | 'resolved';
      readonly time: string;
      readonly title: string;
      readonly text: string;
      readonly budget: string | null;
      readonly budget_name: string | null;
      readonly owner: string | null;
      readonly agent: string | null;
      readonly team: string | null;
      readonly subject: string | null;
      readonly window_start: string | null;
      readonly window_end: string | null;
      readonly limit_version: number | null;
      /** The share of the limit that was crossed */
      readonly threshold: number | null;
      /** As it was when it fired: amounts under names that carry their unit, and facts */
      readonly figures: Readonly<Record<string, string | number>>;
      /** A limit with room for what it tells of, in the unit of its budget; null where it tells of none */
      readonly raise_to: string | null;
      readonly notify: readonly string[];
      readonly snoozed_until: string | null;
      readonly changed_at: string | null;
      /** The id of a key, or window, snooze, top_up or recovery */
      readonly changed_by: string | null;
    };
  };
}
