-- Changes alerts that are not resolved, and keeps each change under its number: two at once wait for the alert's row.
WITH changed AS (
  UPDATE alerts SET state = $3, snoozed_until = $4, changed_at = $5, changed_by = $6, changes = changes + 1
   WHERE org_id = $1 AND id = ANY ($2::uuid[]) AND state <> 'resolved'
  RETURNING org_id, id, changes, state, snoozed_until, changed_at, changed_by),
kept AS (
  INSERT INTO alert_changes (org_id, alert_id, number, state, snoozed_until, changed_at, changed_by)
  SELECT org_id, id, changes, state, snoozed_until, changed_at, changed_by FROM changed)
SELECT id FROM changed
