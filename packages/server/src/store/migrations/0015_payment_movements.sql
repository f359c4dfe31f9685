-- Which payment a change of the wallet belongs to.

CREATE TABLE payment_movements (
  org_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('top_up', 'claw_back', 'reinstatement')),
  reference text NOT NULL,
  payment_id uuid NOT NULL,
  cause text NOT NULL CHECK (cause IN ('payment', 'refund', 'dispute')),
  amount_nano_usd bigint NOT NULL CHECK (amount_nano_usd > 0),
  booked_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, kind, reference),
  FOREIGN KEY (org_id, payment_id) REFERENCES payments
);

CREATE INDEX payment_movements_by_payment ON payment_movements (org_id, payment_id);
