-- What is usual for each agent, and what is done about what is not.

ALTER TABLE usage_records ADD COLUMN fingerprint text;

-- When something is out of character, and what happens then: for the org (agent '') and for agents that differ from it.
-- Null is what the org says, and for the org the default.
CREATE TABLE anomaly_rules (
  org_id uuid NOT NULL REFERENCES orgs,
  agent text NOT NULL,
  enabled boolean,
  factor integer CHECK (factor BETWEEN 2 AND 1000),
  min_charges integer CHECK (min_charges BETWEEN 10 AND 1000),
  min_runs integer CHECK (min_runs BETWEEN 3 AND 100),
  min_amount_nano_usd bigint CHECK (min_amount_nano_usd >= 0),
  loop_requests integer CHECK (loop_requests BETWEEN 3 AND 1000),
  loop_window_seconds integer CHECK (loop_window_seconds BETWEEN 10 AND 3600),
  pause boolean,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, agent)
);

-- What is usual: for an agent as a whole (series ''), for one of its models or tools, for its runs. A follower keeps
-- them; they can be made anew from usage_records. state is the sketches of the charges since `since`, and of as many before.
CREATE TABLE norms (
  org_id uuid NOT NULL,
  agent text NOT NULL,
  series text NOT NULL,
  state bytea NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, agent, series)
);

-- Runs that are under way or were within the hour: what they have cost so far.
CREATE TABLE run_totals (
  org_id uuid NOT NULL,
  agent text NOT NULL,
  run text NOT NULL,
  first_at timestamptz NOT NULL,
  last_at timestamptz NOT NULL,
  cost_nano_usd bigint NOT NULL,
  PRIMARY KEY (org_id, agent, run)
) WITH (fillfactor = 70);
