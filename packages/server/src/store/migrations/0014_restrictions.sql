-- What budgets do at a share of their limit, and whom they hold.

ALTER TABLE budgets ADD COLUMN actions jsonb NOT NULL DEFAULT '[]';

-- What the counter has brought about under one version of its limit, with the calls of a throttled minute.
ALTER TABLE counters ADD COLUMN restraint jsonb;

-- A pause by a budget ends by itself; paused_restriction names it. Who paused an agent and why stands beside.
ALTER TABLE registry
  ADD COLUMN paused_until timestamptz,
  ADD COLUMN paused_by text,
  ADD COLUMN paused_reason text,
  ADD COLUMN paused_restriction uuid,
  ADD CONSTRAINT registry_pause CHECK (paused_at IS NOT NULL
    OR (paused_until IS NULL AND paused_by IS NULL AND paused_reason IS NULL AND paused_restriction IS NULL));

-- Actions that were taken, each once for a budget, a version of its limit, a subject and a window. Written with the
-- charge that brings it about; lifted_by is a key or a person, or what ended it: resume, limit, actions, deletion.
CREATE TABLE restrictions (
  org_id uuid NOT NULL REFERENCES orgs,
  id uuid NOT NULL,
  budget_id uuid NOT NULL,
  budget_name text NOT NULL,
  limit_version integer NOT NULL,
  subject text NOT NULL,
  window_start timestamptz NOT NULL,
  window_end timestamptz,
  kind text NOT NULL CHECK (kind IN ('throttle', 'pause', 'block')),
  at_ppm integer NOT NULL,
  requests_per_minute integer CHECK (requests_per_minute >= 1),
  agent text,
  taken_at timestamptz NOT NULL,
  lifted_at timestamptz,
  lifted_by text,
  PRIMARY KEY (org_id, id),
  CONSTRAINT restrictions_throttle CHECK ((kind = 'throttle') = (requests_per_minute IS NOT NULL)),
  CONSTRAINT restrictions_pause CHECK ((kind = 'pause') = (agent IS NOT NULL)),
  CONSTRAINT restrictions_lifted CHECK ((lifted_at IS NULL) = (lifted_by IS NULL))
);

CREATE INDEX restrictions_by_budget ON restrictions (org_id, budget_id);
