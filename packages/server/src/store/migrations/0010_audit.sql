-- Who changed what: one row for each change of what an org has configured or ordered, in the transaction of the change.
-- Append-only. before and after hold only what differs, and never a secret.

CREATE TABLE audit_log (
  org_id uuid NOT NULL REFERENCES orgs,
  id uuid NOT NULL,
  time timestamptz NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('key', 'person', 'system')),
  actor_id text,
  actor_name text NOT NULL,
  action text NOT NULL,
  target_kind text NOT NULL,
  target_id text NOT NULL,
  target_name text,
  before jsonb,
  after jsonb,
  reason text,
  PRIMARY KEY (org_id, id)
);
