-- Payments through Stripe: what was asked for, what Stripe says became of it, and the events that told of it.

CREATE TABLE payments (
  org_id uuid NOT NULL REFERENCES orgs,
  id uuid NOT NULL,
  amount_nano_usd bigint NOT NULL CHECK (amount_nano_usd > 0),
  reference text,
  idempotency_key text,
  request_hash text NOT NULL,
  success_url text NOT NULL,
  cancel_url text NOT NULL,
  state text NOT NULL CHECK (state IN ('created', 'pending', 'succeeded', 'failed', 'expired', 'partially_refunded',
    'refunded', 'disputed', 'charged_back')),
  session_id text,
  checkout_url text,
  expires_at timestamptz,
  intent_id text,
  receipt_url text,
  received_nano_usd bigint NOT NULL DEFAULT 0 CHECK (received_nano_usd >= 0),
  refunded_nano_usd bigint NOT NULL DEFAULT 0 CHECK (refunded_nano_usd >= 0),
  disputed_nano_usd bigint NOT NULL DEFAULT 0 CHECK (disputed_nano_usd >= 0),
  problem text,
  look bigint NOT NULL DEFAULT 0,
  seen_look bigint NOT NULL DEFAULT 0,
  looked_at timestamptz NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, reference),
  UNIQUE (org_id, idempotency_key),
  UNIQUE (org_id, intent_id)
);

CREATE TABLE stripe_events (
  id text PRIMARY KEY,
  type text NOT NULL,
  subject text NOT NULL,
  created_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  last_error text,
  outcome text CHECK (outcome IN ('booked', 'unknown_payment')),
  org_id uuid,
  payment_id uuid,
  processed_at timestamptz,
  CONSTRAINT stripe_events_processed CHECK ((processed_at IS NULL) = (outcome IS NULL))
);

CREATE INDEX stripe_events_open ON stripe_events (received_at) WHERE processed_at IS NULL;
