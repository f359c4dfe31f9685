-- How far each follower has read an org's usage records: those up to last_record_id are in what it keeps. seq is the
-- org's seq up to which that is all there is. One row is locked by whoever takes the follower's next step.
CREATE TABLE followers (
  org_id uuid NOT NULL REFERENCES orgs,
  name text NOT NULL,
  last_record_id uuid NOT NULL,
  seq bigint NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, name)
) WITH (fillfactor = 50);
