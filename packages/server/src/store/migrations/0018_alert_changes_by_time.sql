-- What changed last among an org's alerts, for those who watch it. A change is never changed itself.
CREATE INDEX alert_changes_by_time ON alert_changes (org_id, changed_at);
