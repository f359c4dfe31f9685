-- A wallet that runs low tells: below an amount in the transaction that brings it there, below a runway when it is next
-- looked at. low_runway_since is when it was last found below, until it is found above.

ALTER TABLE org_lanes
  ADD COLUMN wallet_low_balance bigint CHECK (wallet_low_balance > 0),
  ADD COLUMN wallet_low_runway_days integer CHECK (wallet_low_runway_days BETWEEN 1 AND 365),
  ADD COLUMN wallet_low_runway_since timestamptz;

-- What no usage brought about is rare among the charges, and is summed and listed by itself.
CREATE INDEX ledger_entries_by_kind ON ledger_entries (org_id, kind, id) WHERE kind <> 'charge';

-- A charge's entry has the id of its usage record: the history of an agent or a model is read from these.
CREATE INDEX usage_records_by_agent ON usage_records (org_id, agent, id);
CREATE INDEX usage_records_by_model ON usage_records (org_id, model, id);

-- Those of a wallet resolve together when credit comes.
CREATE INDEX alerts_by_type ON alerts (org_id, type, id);

-- The head of an org's chain at a moment, signed. What counts is the copy that is kept elsewhere; these are for the list.
-- A checkpoint of every day has its day, once for each; one that was asked for has none.
CREATE TABLE checkpoints (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  seq bigint NOT NULL,
  head_hash bytea NOT NULL,
  balance_nano_usd bigint NOT NULL,
  time timestamptz NOT NULL,
  day date,
  note text NOT NULL,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, day)
);
