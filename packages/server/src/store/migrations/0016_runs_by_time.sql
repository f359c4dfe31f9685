-- Lists of runs, newest first. When a run was made never changes, so its row is still updated in place.
CREATE INDEX runs_by_time ON runs (org_id, created_at, id);
