-- What people are told: alerts, the channels that they go to, and what was sent.

CREATE TABLE alerts (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  type text NOT NULL CHECK (type IN ('budget_threshold', 'budget_exhausted', 'budget_refused', 'wallet_low',
    'wallet_empty', 'reservation_expired', 'budget_overrun_projected', 'anomaly', 'model_unpriced', 'channel_failing')),
  severity text NOT NULL CHECK (severity IN ('info', 'warning', 'critical')),
  dedupe_key text NOT NULL,
  budget_id uuid,
  budget_name text,
  owner text,
  agent text,
  team text,
  subject text,
  window_start timestamptz,
  window_end timestamptz,
  limit_version integer,
  threshold_ppm integer,
  time timestamptz NOT NULL,
  figures jsonb NOT NULL,
  notify text[] NOT NULL DEFAULT '{}',
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'acknowledged', 'snoozed', 'resolved')),
  snoozed_until timestamptz,
  changed_at timestamptz,
  changed_by text,
  changes integer NOT NULL DEFAULT 0,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, dedupe_key),
  CONSTRAINT alerts_snoozed_until CHECK ((state = 'snoozed') = (snoozed_until IS NOT NULL))
) WITH (fillfactor = 80);

CREATE TABLE alert_outbox (
  org_id uuid NOT NULL,
  alert_id uuid NOT NULL,
  event text NOT NULL CHECK (event IN ('raised', 'reminded', 'resolved', 'window_ended')),
  due_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, alert_id, event)
);

CREATE INDEX alert_outbox_by_due ON alert_outbox (org_id, due_at);

CREATE TABLE alert_changes (
  org_id uuid NOT NULL,
  alert_id uuid NOT NULL,
  number integer NOT NULL,
  state text NOT NULL CHECK (state IN ('open', 'acknowledged', 'snoozed', 'resolved')),
  snoozed_until timestamptz,
  changed_at timestamptz NOT NULL,
  changed_by text NOT NULL,
  PRIMARY KEY (org_id, alert_id, number)
);

CREATE TABLE channels (
  org_id uuid NOT NULL REFERENCES orgs,
  id uuid NOT NULL,
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('webhook', 'slack', 'pagerduty', 'email')),
  settings jsonb NOT NULL,
  secrets bytea NOT NULL,
  routes jsonb NOT NULL DEFAULT '[]',
  rate_limit_per_minute integer NOT NULL CHECK (rate_limit_per_minute BETWEEN 1 AND 6000),
  rate_minute timestamptz,
  rate_used integer NOT NULL DEFAULT 0,
  failures integer NOT NULL DEFAULT 0,
  failing_since timestamptz,
  disabled_at timestamptz,
  disabled_reason text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, name),
  CONSTRAINT channels_disabled_for_a_reason CHECK ((disabled_at IS NULL) = (disabled_reason IS NULL)),
  CONSTRAINT channels_failing_since CHECK ((failures = 0) = (failing_since IS NULL))
) WITH (fillfactor = 50);

CREATE TABLE deliveries (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  channel_id uuid NOT NULL,
  event text NOT NULL CHECK (event IN ('raised', 'reminded', 'resolved')),
  type text NOT NULL,
  incident text NOT NULL,
  group_key text NOT NULL,
  order_key text NOT NULL,
  state text NOT NULL CHECK (state IN ('pending', 'delivered', 'dead')),
  attempts integer NOT NULL DEFAULT 0,
  next_at timestamptz NOT NULL,
  claimed_until timestamptz,
  last_status integer,
  last_error text,
  created_at timestamptz NOT NULL,
  delivered_at timestamptz,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, channel_id) REFERENCES channels ON DELETE CASCADE,
  CONSTRAINT deliveries_delivered_at CHECK ((state = 'delivered') = (delivered_at IS NOT NULL))
);

CREATE INDEX deliveries_by_group ON deliveries (org_id, group_key, created_at);
CREATE INDEX deliveries_pending ON deliveries (org_id, channel_id, order_key, id) WHERE state = 'pending';

CREATE TABLE delivery_alerts (
  org_id uuid NOT NULL,
  delivery_id uuid NOT NULL,
  alert_id uuid NOT NULL,
  PRIMARY KEY (org_id, delivery_id, alert_id),
  FOREIGN KEY (org_id, delivery_id) REFERENCES deliveries ON DELETE CASCADE
);

CREATE INDEX delivery_alerts_by_alert ON delivery_alerts (org_id, alert_id);
