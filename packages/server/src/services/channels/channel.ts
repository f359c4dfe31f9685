import type { AlertType, Severity } from '../alerts/alert.ts';

export const channelKinds = ['webhook', 'slack', 'pagerduty', 'email'] as const;

/** `tls` from the first byte, `starttls` after the greeting, `none` for a relay that needs no password. */
export const smtpSecurities = ['tls', 'starttls', 'none'] as const;

export type SmtpSecurity = (typeof smtpSecurities)[number];

/** Where a channel leads, without what is secret about it. */
export type ChannelSettings =
  | { readonly kind: 'webhook'; readonly url: string }
  | { readonly kind: 'slack'; readonly host: string }
  | { readonly kind: 'pagerduty'; readonly url: string }
  | {
      readonly kind: 'email';
      readonly host: string;
      readonly port: number;
      readonly security: SmtpSecurity;
      readonly user: string | null;
      readonly from: string;
      readonly to: readonly string[];
    };

/** What is never shown again, by its name. */
export type ChannelSecrets = Readonly<Record<string, string>>;

/** An alert goes to a channel if one of its routes fits in all that it says; an empty route fits every alert. */
export interface Route {
  /** A budget's id or name. */
  readonly budget?: string | undefined;
  readonly owner?: string | undefined;
  readonly team?: string | undefined;
  /** This severity or a graver one. */
  readonly severity?: Severity | undefined;
  readonly type?: AlertType | undefined;
}

/** A channel as it may be shown. Times are epoch milliseconds. */
export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly settings: ChannelSettings;
  readonly routes: readonly Route[];
  readonly rateLimitPerMinute: number;
  /** Failed attempts in a row. */
  readonly failures: number;
  readonly failingSinceMs: number | null;
  readonly disabledMs: number | null;
  readonly disabledReason: string | null;
  readonly createdMs: number;
  readonly updatedMs: number;
}

/** A channel as it is stored. */
export interface SealedChannel extends Channel {
  readonly sealed: Buffer;
}

export interface ChannelRow {
  readonly id: string;
  readonly name: string;
  readonly settings: ChannelSettings;
  readonly secrets: Buffer;
  readonly routes: readonly Route[];
  readonly rate_limit_per_minute: number;
  readonly failures: number;
  readonly failing_since: number | null;
  readonly disabled_at: number | null;
  readonly disabled_reason: string | null;
  readonly created_at: number;
  readonly updated_at: number;
}

export function sealedChannelOf(row: ChannelRow): SealedChannel {
  return {
    id: row.id,
    name: row.name,
    settings: row.settings,
    sealed: row.secrets,
    routes: row.routes,
    rateLimitPerMinute: row.rate_limit_per_minute,
    failures: row.failures,
    failingSinceMs: row.failing_since,
    disabledMs: row.disabled_at,
    disabledReason: row.disabled_reason,
    createdMs: row.created_at,
    updatedMs: row.updated_at,
  };
}
