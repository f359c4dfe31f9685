-- What policy files said when they were applied: what differs from the last one was changed by hand since.
CREATE TABLE applied_policies (
  org_id uuid NOT NULL REFERENCES orgs,
  id uuid NOT NULL,
  applied_at timestamptz NOT NULL,
  actor_kind text NOT NULL,
  actor_id text,
  actor_name text NOT NULL,
  reason text,
  facts jsonb NOT NULL,
  PRIMARY KEY (org_id, id)
);
