// Written by scripts/openapi.mjs from docs/reference/openapi.json: change the API, not this.

export interface Channels {
  /** Make a channel; its secret is shown this once */
  readonly 'POST /v1/channels': {
    readonly path: Readonly<Record<never, never>>;
    readonly query: Readonly<Record<never, never>>;
    readonly body: {
      readonly name: string;
      readonly routes?: readonly {
        readonly budget?: string;
        readonly owner?: string;
        readonly team?: string;
        readonly severity?: 'info' | 'warning' | 'critical';
        readonly type?: 'budget_threshold' | 'budget_exhausted' | 'budget_refused' | 'wallet_low' | 'wallet_empty' | 'reservation_expired' | 'budget_overrun_projected' | 'anomaly' | 'model_unpriced' | 'channel_failing';
      }[];
      readonly rate_limit_per_minute?: number;
      readonly kind: 'webhook';
      readonly url: string;
    } | {
      readonly name: string;
      readonly routes?: readonly {
        readonly budget?: string;
        readonly owner?: string;
        readonly team?: string;
        readonly severity?: 'info' | 'warning' | 'critical';
        readonly type?: 'budget_threshold' | 'budget_exhausted' | 'budget_refused' | 'wallet_low' | 'wallet_empty' | 'reservation_expired' | 'budget_overrun_projected' | 'anomaly' | 'model_unpriced' | 'channel_failing';
      }[];
      readonly rate_limit_per_minute?: number;
      readonly kind: 'slack';
      readonly url: string;
    } | {
      readonly name: string;
      readonly routes?: readonly {
        readonly budget?: string;
        readonly owner?: string;
        readonly team?: string;
        readonly severity?: 'info' | 'warning' | 'critical';
        readonly type?: 'budget_threshold' | 'budget_exhausted' | 'budget_refused' | 'wallet_low' | 'wallet_empty' | 'reservation_expired' | 'budget_overrun_projected' | 'anomaly' | 'model_unpriced' | 'channel_failing';
      }[];
      readonly rate_limit_per_minute?: number;
      readonly kind: 'pagerduty';
      readonly routing_key: string;
      readonly url?: string;
    } | {
      readonly name: string;
      readonly routes?: readonly {
        readonly budget?: string;
        readonly owner?: string;
        readonly team?: string;
        readonly severity?: 'info' | 'warning' | 'critical';
        readonly type?: 'budget_threshold' | 'budget_exhausted' | 'budget_refused' | 'wallet_low' | 'wallet_empty' | 'reservation_expired' | 'budget_overrun_projected' | 'anomaly' | 'model_unpriced' | 'channel_failing';
      }[];
      readonly rate_limit_per_minute?: number;
      readonly kind: 'email';
      readonly host: string;
      readonly port?: number;
      readonly security?: 'tls' | 'starttls' | 'none';
      readonly user?: string;
      readonly password?: string;
      readonly from: string;
      readonly to: readonly string[];
    };
    readonly answer: {
      readonly id: string;
      readonly name: string;
      readonly kind: 'webhook' | 'slack' | 'pagerduty' | 'email';
      /** Of a webhook and of PagerDuty */
      readonly url?: string;
      /** Of a mail server; of Slack, whose address is a secret, all that is shown */
      readonly host?: string;
      readonly port?: number;
      readonly security?: 'tls' | 'starttls' | 'none';
      readonly user?: string | null;
      readonly from?: string;
      readonly to?: readonly string[];
      readonly routes: readonly {
        readonly budget?: string;
        readonly owner?: string;
        readonly team?: string;
        readonly severity?: 'info' | 'warning' | 'critical';
        readonly type?: 'budget_threshold' | 'budget_exhausted' | 'budget_refused' | 'wallet_low' | 'wallet_empty' | 'reservation_expired' | 'budget_overrun_projected' | 'anomaly' | 'model_unpriced' | 'channel_failing';
      }[];
      readonly rate_limit_per_minute: number;
      readonly disabled: boolean;
      readonly disabled_reason: string | null;
      /** Failed attempts in a row */
      readonly failures: number;
      readonly failing_since: string | null;
      readonly created_at: string;
      readonly updated_at: string;
      /** Shown this once */
      readonly signing_secret?: string;
    };
  };
  /** List channels, newest first */
  readonly 'GET /v1/channels': {
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
        readonly kind: 'webhook' | 'slack' | 'pagerduty' | 'email';
        /** Of a webhook and of PagerDuty */
        readonly url?: string;
        /** Of a mail server; of Slack, whose address is a secret, all that is shown */
        readonly host?: string;
        readonly port?: number;
        readonly security?: 'tls' | 'starttls' | 'none';
        readonly user?: string | null;
        readonly from?: string;
        readonly to?: readonly string[];
        readonly routes: readonly {
          readonly budget?: string;
          readonly owner?: string;
          readonly team?: string;
          readonly severity?: 'info' | 'warning' | 'critical';
          readonly type?: 'budget_threshold' | 'budget_exhausted' | 'budget_refused' | 'wallet_low' | 'wallet_empty' | 'reservation_expired' | 'budget_overrun_projected' | 'anomaly' | 'model_unpriced' | 'channel_failing';
        }[];
        readonly rate_limit_per_minute: number;
        readonly disabled: boolean;
        readonly disabled_reason: string | null;
        /** Failed attempts in a row */
        readonly failures: number;
        readonly failing_since: string | null;
        readonly created_at: string;
        readonly updated_at: string;
      }[];
      readonly next_cursor: string | null;
    };
  };
  /** Change a channel, disable or enable it */
  readonly 'PATCH /v1/channels/{channel}': {
    readonly path: {
      readonly channel: string;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: {
      readonly url?: string;
      readonly routing_key?: string;
      readonly host?: string;
      readonly port?: number;
      readonly security?: 'tls' | 'starttls' | 'none';
      readonly user?: string | null;
      readonly password?: string | null;
      readonly from?: string;
      readonly to?: readonly string[];
      readonly routes?: readonly {
        readonly budget?: string;
        readonly owner?: string;
        readonly team?: string;
        readonly severity?: 'info' | 'warning' | 'critical';
        readonly type?: 'budget_threshold' | 'budget_exhausted' | 'budget_refused' | 'wallet_low' | 'wallet_empty' | 'reservation_expired' | 'budget_overrun_projected' | 'anomaly' | 'model_unpriced' | 'channel_failing';
      }[];
      readonly rate_limit_per_minute?: number;
      readonly disabled?: boolean;
    };
    readonly answer: {
      readonly id: string;
      readonly name: string;
      readonly kind: 'webhook' | 'slack' | 'pagerduty' | 'email';
      /** Of a webhook and of PagerDuty */
      readonly url?: string;
      /** Of a mail server; of Slack, whose address is a secret, all that is shown */
      readonly host?: string;
      readonly port?: number;
      readonly security?: 'tls' | 'starttls' | 'none';
      readonly user?: string | null;
      readonly from?: string;
      readonly to?: readonly string[];
      readonly routes: readonly {
        readonly budget?: string;
        readonly owner?: string;
        readonly team?: string;
        readonly severity?: 'info' | 'warning' | 'critical';
        readonly type?: 'budget_threshold' | 'budget_exhausted' | 'budget_refused' | 'wallet_low' | 'wallet_empty' | 'reservation_expired' | 'budget_overrun_projected' | 'anomaly' | 'model_unpriced' | 'channel_failing';
      }[];
      readonly rate_limit_per_minute: number;
      readonly disabled: boolean;
      readonly disabled_reason: string | null;
      /** Failed attempts in a row */
      readonly failures: number;
      readonly failing_since: string | null;
      readonly created_at: string;
      readonly updated_at: string;
    };
  };
  /** End a channel that no budget names */
  readonly 'DELETE /v1/channels/{channel}': {
    readonly path: {
      readonly channel: string;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: undefined;
    readonly answer: undefined;
  };
  /** Read a channel by its name or id; never its secrets */
  readonly 'GET /v1/channels/{channel}': {
    readonly path: {
      readonly channel: string;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: undefined;
    readonly answer: {
      readonly id: string;
      readonly name: string;
      readonly kind: 'webhook' | 'slack' | 'pagerduty' | 'email';
      /** Of a webhook and of PagerDuty */
      readonly url?: string;
      /** Of a mail server; of Slack, whose address is a secret, all that is shown */
      readonly host?: string;
      readonly port?: number;
      readonly security?: 'tls' | 'starttls' | 'none';
      readonly user?: string | null;
      readonly from?: string;
      readonly to?: readonly string[];
      readonly routes: readonly {
        readonly budget?: string;
        readonly owner?: string;
        readonly team?: string;
        readonly severity?: 'info' | 'warning' | 'critical';
        readonly type?: 'budget_threshold' | 'budget_exhausted' | 'budget_refused' | 'wallet_low' | 'wallet_empty' | 'reservation_expired' | 'budget_overrun_projected' | 'anomaly' | 'model_unpriced' | 'channel_failing';
      }[];
      readonly rate_limit_per_minute: number;
      readonly disabled: boolean;
      readonly disabled_reason: string | null;
      /** Failed attempts in a row */
      readonly failures: number;
      readonly failing_since: string | null;
      readonly created_at: string;
      readonly updated_at: string;
    };
  };
  /** Send a test message now */
  readonly 'POST /v1/channels/{channel}/test': {
    readonly path: {
      readonly channel: string;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: Readonly<Record<never, never>> | null;
    readonly answer: {
      readonly delivered: boolean;
      readonly status: number | null;
      readonly error: string | null;
    };
  };
  /** Give a webhook another secret */
  readonly 'POST /v1/channels/{channel}/rotate-secret': {
    readonly path: {
      readonly channel: string;
    };
    readonly query: Readonly<Record<never, never>>;
    readonly body: Readonly<Record<never, never>> | null;
    readonly answer: {
      readonly id: string;
      readonly name: string;
      readonly kind: 'webhook' | 'slack' | 'pagerduty' | 'email';
      /** Of a webhook and of PagerDuty */
      readonly url?: string;
      /** Of a mail server; of Slack, whose address is a secret, all that is shown */
      readonly host?: string;
      readonly port?: number;
      readonly security?: 'tls' | 'starttls' | 'none';
      readonly user?: string | null;
      readonly from?: string;
      readonly to?: readonly string[];
      readonly routes: readonly {
        readonly budget?: string;
        readonly owner?: string;
        readonly team?: string;
        readonly severity?: 'info' | 'warning' | 'critical';
        readonly type?: 'budget_threshold' | 'budget_exhausted' | 'budget_refused' | 'wallet_low' | 'wallet_empty' | 'reservation_expired' | 'budget_overrun_projected' | 'anomaly' | 'model_unpriced' | 'channel_failing';
      }[];
      readonly rate_limit_per_minute: number;
      readonly disabled: boolean;
      readonly disabled_reason: string | null;
      /** Failed attempts in a row */
      readonly failures: number;
      readonly failing_since: string | null;
      readonly created_at: string;
      readonly updated_at: string;
      /** Shown this once */
      readonly signing_secret: string;
      readonly previous_secret_until: string;
    };
  };
}
