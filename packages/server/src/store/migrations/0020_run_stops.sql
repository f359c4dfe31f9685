-- What stopped a run, and which alert paused an agent.

ALTER TABLE registry
  DROP CONSTRAINT registry_pause,
  ADD COLUMN paused_alert uuid,
  ADD CONSTRAINT registry_pause CHECK (paused_at IS NOT NULL OR (paused_until IS NULL AND paused_by IS NULL
    AND paused_reason IS NULL AND paused_restriction IS NULL AND paused_alert IS NULL));

-- Final refusals of runs that exist, each kind once: when it was first and last said, how often, and the last problem as
-- the caller was told it. limit_id is nil where no limit was the reason.
CREATE TABLE run_stops (
  org_id uuid NOT NULL,
  run text NOT NULL,
  code text NOT NULL,
  limit_id uuid NOT NULL,
  first_at timestamptz NOT NULL,
  last_at timestamptz NOT NULL,
  count bigint NOT NULL,
  told jsonb NOT NULL,
  PRIMARY KEY (org_id, run, code, limit_id)
) WITH (fillfactor = 70);
