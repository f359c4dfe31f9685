-- Changes alerts that are not resolved, and keeps each change under an id of its own.
WITH changed AS (
  UPDATE alerts SET state = $3, snoozed_until = $4, changed_at = $5, changed_by = $6
   WHERE org_id = $1 AND id = ANY ($2::uuid[]) AND state <> 'resolved'
  RETURNING org_id, id, state, snoozed_until, changed_at, changed_by),
kept AS (
  INSERT INTO alert_changes (org_id, alert_id, id, state, snoozed_until, changed_at, changed_by)
  SELECT c.org_id, c.id, n.change_id, c.state, c.snoozed_until, c.changed_at, c.changed_by
    FROM changed c JOIN unnest($2::uuid[], $7::uuid[]) AS n (id, change_id) ON n.id = c.id)
SELECT id FROM changed
